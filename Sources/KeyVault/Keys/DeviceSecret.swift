internal import EthereumPrimitives
internal import Foundation
internal import Signing

/// What opens session keys without asking anybody: 256 random bits in a file of the keys' own directory.
///
/// A session key must sign at once, so no person can be asked for a passphrase each time. A key file that is copied
/// alone, into a backup or a message, is useless without this one. Whoever can read the whole directory can use the
/// session keys in it, within the limits that their wallets have set, until they expire or are revoked.
public struct DeviceSecret: Sendable {
  /// The work of trying a secret: the least that is taken, since nobody can guess 256 bits however little it is.
  public static let derivation = ScryptParameters.minimum

  private static let fileName = "device.secret"
  private static let byteCount = 32
  private static let bytesMaximum = 2 * byteCount + 1

  private let directory: String

  /// Names the directory of the keys.
  public init(directory: String) { self.directory = directory }

  /// The secret for opening a key.
  ///
  /// - Throws: ``KeyStoreError/noDeviceSecret(path:)`` when there is none.
  public func passphrase() throws(KeyStoreError) -> Passphrase {
    guard let folder = try PrivateDirectory.openIfThere(directory), let secret = try read(in: folder) else {
      throw .noDeviceSecret(path: path)
    }
    return secret
  }

  /// The secret for storing a key; made with the system's generator on its first use.
  public func passphraseForCreating() throws(KeyStoreError) -> Passphrase {
    let folder = try PrivateDirectory.create(directory)
    if let secret = try read(in: folder) { return secret }
    var generator = SystemRandomNumberGenerator()
    var bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    defer { wipe(&bytes) }
    var text = Array(Hex.encode(bytes, prefix: false).utf8) + [UInt8(ascii: "\n")]
    defer { wipe(&text) }
    // Where another process was faster, its secret counts.
    _ = try folder.add(text, as: Self.fileName)
    guard let secret = try read(in: folder) else { throw .noDeviceSecret(path: path) }
    return secret
  }

  private var path: String { PrivateDirectory.join(directory, Self.fileName) }

  private func read(in folder: borrowing PrivateDirectory) throws(KeyStoreError) -> Passphrase? {
    guard var text = try folder.read(Self.fileName, bytesMaximum: Self.bytesMaximum) else { return nil }
    defer { wipe(&text) }
    guard text.count == Self.bytesMaximum, text.last == UInt8(ascii: "\n"),
      text.dropLast().allSatisfy({ Hex.value(ofDigit: $0) != nil })
    else { throw .malformed(path: path, .notADeviceSecret) }
    var digits = Array(text.dropLast())
    do { return try Passphrase(wiping: &digits) } catch { throw .passphrase(error) }
  }
}
