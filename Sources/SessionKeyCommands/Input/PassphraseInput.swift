internal import EthereumPrimitives
internal import KeyVault
internal import Signing

/// Where a passphrase comes from: a file or standard input for scripts, or whoever sits at the terminal.
struct PassphraseInput {
  let file: InputSource?

  /// Reads the passphrase for a new key; at the terminal twice, since a typing mistake would lose the key.
  func readForCreating() throws(CommandFailure) -> Passphrase {
    do throws(PassphraseInputError) {
      guard let file else { return try Self.typedTwice() }
      return try Self.read(file)
    } catch { throw .passphrase(error) }
  }

  /// Reads the passphrase of a key that is there.
  func readForOpening(_ address: Address) throws(CommandFailure) -> Passphrase {
    do throws(PassphraseInputError) {
      guard let file else { return try Self.typedOnce(for: address) }
      return try Self.read(file)
    } catch { throw .passphrase(error) }
  }

  private static func typedOnce(for address: Address) throws(PassphraseInputError) -> Passphrase {
    var typed = try Terminal().readHidden("Passphrase of \(address): ")
    return try passphrase(wiping: &typed)
  }

  /// Reads a file: everything but one line feed at its end.
  private static func read(_ file: InputSource) throws(PassphraseInputError) -> Passphrase {
    // One byte for the line feed, and one to notice that there is more.
    var text = [UInt8](repeating: 0, count: Passphrase.bytesMaximum + 2)
    defer { wipe(&text) }
    var count: Int
    do {
      let descriptor = try InputDescriptor(file)
      guard try !descriptor.isOpenToOthers() else { throw PassphraseInputError.openToOthers(file) }
      count = try descriptor.read(into: &text)
    } catch let error as InputError { throw .input(error) } catch { throw .openToOthers(file) }
    if count > 0, text[count - 1] == UInt8(ascii: "\n") { count -= 1 }
    var bytes = Array(text[..<count])
    defer { wipe(&bytes) }
    return try passphrase(wiping: &bytes)
  }

  private static func typedTwice() throws(PassphraseInputError) -> Passphrase {
    let terminal = try Terminal()
    var first = try terminal.readHidden("Passphrase: ")
    defer { wipe(&first) }
    guard first.count >= Passphrase.bytesMinimum else {
      throw .refused(.tooShort(bytesMinimum: Passphrase.bytesMinimum))
    }
    var second = try terminal.readHidden("The same again: ")
    defer { wipe(&second) }
    guard first == second else { throw .notTheSame }
    return try passphrase(wiping: &first)
  }

  private static func passphrase(wiping bytes: inout [UInt8]) throws(PassphraseInputError) -> Passphrase {
    do { return try Passphrase(wiping: &bytes) } catch { throw .refused(error) }
  }
}

/// Why there is no passphrase. Never carries one.
enum PassphraseInputError: Error {
  /// The file could not be read.
  case input(InputError)
  /// Others than its owner have access to the file.
  case openToOthers(InputSource)
  /// The process has no terminal to ask at.
  case noTerminal
  /// Whoever was asked pressed Control-C, or the terminal went away.
  case cancelled
  /// What was typed the second time is not what was typed the first time.
  case notTheSame
  /// What was read is not taken.
  case refused(PassphraseError)

  var code: String {
    switch self {
    case .input(let error): error.code
    case .noTerminal: "NO_TERMINAL"
    case .cancelled: "CANCELLED"
    case .openToOthers, .notTheSame, .refused: "INVALID_PASSPHRASE"
    }
  }

  var exitStatus: ExitStatus {
    switch self {
    case .input(let error): error.exitStatus
    case .noTerminal, .cancelled: .noInput
    case .openToOthers, .notTheSame, .refused: .badInput
    }
  }
}

extension PassphraseInputError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .input(let error): error.description
    case .openToOthers(let source):
      "\(source) has a passphrase and can be opened by others than its owner: make it yours alone with chmod 600"
    case .noTerminal: "there is no terminal to ask for the passphrase: name a file with --passphrase-file"
    case .cancelled: "no passphrase was given; nothing was done"
    case .notTheSame: "the two passphrases are not the same: begin again"
    case .refused(let error): error.description
    }
  }
}
