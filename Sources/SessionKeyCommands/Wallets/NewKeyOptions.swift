internal import ArgumentParser
internal import KeyVault
internal import PerpsProtocol
internal import Signing

/// What a new key is called and encrypted with, and where it goes.
struct NewKeyOptions: ParsableArguments {
  @OptionGroup var location: KeyDirectoryOption

  @Option(help: ArgumentHelp("What to call it: a label and nothing else.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "The passphrase: a file, or - for standard input. Without it, asked for at the terminal.", valueName: "file"))
  var passphraseFile: InputSource?

  @Flag(help: "Write JSON, for programs.")
  var json = false

  func validate() throws {
    guard !(passphraseFile?.looksLikeKey ?? false), !(name.map(SecretText.isKey) ?? false) else {
      throw ValidationError("A key is never an argument: put it in a file and name that. Consider this one known.")
    }
    do { _ = try keyName } catch { throw ValidationError("--name: \(error).") }
  }

  /// The name, checked.
  private var keyName: KeyName? {
    get throws(KeyNameError) {
      guard let name else { return nil }
      return try KeyName(name)
    }
  }

  /// Stores a wallet's key, or a new one, and says where.
  func store(_ key: Secp256k1PrivateKey?) throws(CommandFailure) {
    let store = KeyFileStore(directory: try location.path)
    let passphrase = try PassphraseInput(file: passphraseFile).readForCreating()
    let stored: StoredKey
    do {
      let (name, now) = (try? keyName, Timestamp.systemNow)
      if let key {
        stored = try store.store(.wallet(key), name: name, now: now, credential: passphrase)
      } else {
        stored = try store.create(.wallet, name: name, now: now, credential: passphrase)
      }
    } catch { throw .keyStore(error) }
    try WalletReport(stored, file: store.path(of: stored.address)).write(isJSON: json, isNew: key == nil)
  }
}
