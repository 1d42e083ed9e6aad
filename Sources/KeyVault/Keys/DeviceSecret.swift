/// What opens session keys without asking anybody: 256 random bits in a file of the keys' own directory.
///
/// A session key must sign at once, so no person can be asked for a passphrase each time. A key file that is copied
/// alone, into a backup or a message, is useless without this one. Whoever can read the whole directory can use the
/// session keys in it, within the limits that their wallets have set, until they expire or are revoked.
public struct DeviceSecret: Sendable {
  /// The work of trying a secret: the least that is taken, since nobody can guess 256 bits however little it is.
  public static let derivation = ScryptParameters.minimum

  private let file: SecretFile

  /// Names the directory of the keys.
  public init(directory: String) { file = SecretFile(directory: directory, name: "device.secret") }

  /// The secret for opening a key.
  ///
  /// - Throws: ``KeyStoreError/noSecret(path:)`` when there is none.
  public func passphrase() throws(KeyStoreError) -> Passphrase {
    guard let passphrase = try file.read(Self.passphrase) else { throw .noSecret(path: file.path) }
    return try passphrase.checked
  }

  /// The secret for storing a key; made with the system's generator on its first use.
  public func passphraseForCreating() throws(KeyStoreError) -> Passphrase {
    try file.readOrMake(Self.passphrase).checked
  }

  private static func passphrase(_ bytes: [UInt8]) -> Result<Passphrase, PassphraseError> {
    // A copy of its own, which the passphrase wipes.
    var copy = bytes.map { $0 }
    return Result { () throws(PassphraseError) in try Passphrase(wiping: &copy) }
  }
}

extension Result where Failure == PassphraseError {
  fileprivate var checked: Success {
    get throws(KeyStoreError) {
      do { return try get() } catch { throw .passphrase(error) }
    }
  }
}
