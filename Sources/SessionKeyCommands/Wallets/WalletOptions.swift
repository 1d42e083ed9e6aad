internal import ArgumentParser
internal import EthereumPrimitives
internal import KeyVault
internal import Signing

/// Which wallet signs. Its passphrase is asked for at the terminal, or read from a file.
struct WalletOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The wallet's address or name; not needed if there is only one.", valueName: "wallet"))
  var wallet: String?

  @Option(
    help: ArgumentHelp(
      "The wallet's passphrase: a file, or - for standard input. Without it, asked for at the terminal.",
      valueName: "file"))
  var passphraseFile: InputSource?

  func validate() throws {
    guard !(passphraseFile?.looksLikeKey ?? false), !(wallet.map(SecretText.isKey) ?? false) else {
      throw ValidationError("A key is never an argument: put it in a file and name that. Consider this one known.")
    }
  }

  /// Opens the wallet.
  func open(in directory: String) throws(CommandFailure) -> LocalWallet {
    try open(choose(in: directory), in: directory)
  }

  /// Opens the wallet of an address, which must be the one that is named, if one is.
  func open(_ address: Address, in directory: String) throws(CommandFailure) -> LocalWallet {
    let named = try wallet.map { _ throws(CommandFailure) in try choose(in: directory) }
    guard named == nil || named == address else { throw .wallet(.anotherIsNeeded(address)) }
    let passphrase = try PassphraseInput(file: passphraseFile).readForOpening(address)
    let key: VaultKey
    do { key = try KeyFileStore(directory: directory).open(address, credential: passphrase) } catch {
      throw .keyStore(error)
    }
    guard let wallet = key.wallet else { throw .wallet(.isSessionKey) }
    return wallet
  }

  /// The wallet that is meant, without opening it.
  func choose(in directory: String) throws(CommandFailure) -> Address {
    let keys: [StoredKey]
    do { keys = try KeyFileStore(directory: directory).list() } catch { throw .keyStore(error) }
    do { return try WalletChoice(nameOrAddress: wallet).pick(from: keys) } catch { throw .wallet(error) }
  }
}

/// A wallet that only has to be named: any address, or one of those that are here.
struct WalletAddress {
  private let nameOrAddress: String?

  init(_ nameOrAddress: String?) { self.nameOrAddress = nameOrAddress }

  /// The wallet's address.
  func resolve(in directory: String) throws(CommandFailure) -> Address {
    if let nameOrAddress, let address = try? Address(nameOrAddress) { return address }
    let keys: [StoredKey]
    do { keys = try KeyFileStore(directory: directory).list() } catch { throw .keyStore(error) }
    do { return try WalletChoice(nameOrAddress: nameOrAddress).pick(from: keys) } catch { throw .wallet(error) }
  }
}

/// Which of the stored wallets a command uses.
struct WalletChoice {
  /// The wallet's address or name; `nil` for the only one.
  let nameOrAddress: String?

  /// Picks one of the keys.
  func pick(from keys: [StoredKey]) throws(WalletFailure) -> Address {
    let wallets = keys.filter { $0.kind == .wallet }
    guard !wallets.isEmpty else { throw .none }
    guard let nameOrAddress else {
      guard wallets.count == 1 else { throw .several }
      return wallets[0].address
    }
    let named = wallets.filter { $0.isCalled(nameOrAddress) }
    guard named.count <= 1 else { throw .ambiguous }
    guard let wallet = named.first else {
      throw keys.contains { $0.isCalled(nameOrAddress) } ? .isSessionKey : .notFound
    }
    return wallet.address
  }
}

extension StoredKey {
  /// Whether this is the key of an address, or one of that name. Names are compared byte for byte.
  fileprivate func isCalled(_ nameOrAddress: String) -> Bool {
    if let address = try? Address(nameOrAddress) { return address == self.address }
    return name.map { $0.text.utf8.elementsEqual(nameOrAddress.utf8) } ?? false
  }
}

/// Why there is no wallet to sign with.
enum WalletFailure: Error, Hashable {
  /// There is none.
  case none
  /// There are several, and none was named.
  case several
  /// There is none of that address or name.
  case notFound
  /// Several have that name.
  case ambiguous
  /// What was named is a session key.
  case isSessionKey
  /// Another than the one that was named must sign.
  case anotherIsNeeded(Address)

  /// A fixed name for programs.
  var code: String {
    switch self {
    case .none, .notFound: "WALLET_NOT_FOUND"
    case .several, .ambiguous: "WALLET_AMBIGUOUS"
    case .isSessionKey, .anotherIsNeeded: "WRONG_KEY"
    }
  }

  /// The status with which the process ends.
  var exitStatus: ExitStatus {
    switch self {
    case .none, .notFound: .noInput
    case .several, .ambiguous, .isSessionKey, .anotherIsNeeded: .badInput
    }
  }
}

extension WalletFailure: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .none: "there is no wallet here: session-keys wallet create makes one, wallet import takes one that you have"
    case .several: "there are several wallets: name one with --wallet (session-keys wallet list shows them)"
    case .notFound: "there is no wallet of that name or address: session-keys wallet list shows those that there are"
    case .ambiguous: "several wallets have that name: name the address of the one that is meant"
    case .isSessionKey: "that is a session key: only a wallet can sign this"
    case .anotherIsNeeded(let address): "only the wallet \(address) can sign this: name that one, or none"
    }
  }
}
