internal import Crypto
public import EthereumPrimitives

/// A P-256 private key for a session: what browsers, Secure Enclaves and passkeys have.
///
/// Signs SHA-256 of the 32-byte EIP-712 digest. swift-crypto keeps and wipes the secret; its nonces are random, so two
/// signatures over one digest differ.
public struct P256PrivateKey: Sendable {
  private let key: P256.Signing.PrivateKey
  /// The public key.
  public let publicKey: PublicKey

  /// Creates a key with the system's generator.
  public init() throws(SigningError) {
    try self.init(P256.Signing.PrivateKey())
  }

  /// Takes 32 bytes, big-endian, from 1 to the order of the curve minus 1.
  ///
  /// The caller's copy is the caller's to wipe.
  public init(bytes: [UInt8]) throws(PrivateKeyError) {
    guard bytes.count == SecretBytes.count else {
      throw .wrongLength(expectedBytes: SecretBytes.count, actualBytes: bytes.count)
    }
    do {
      let key = try P256.Signing.PrivateKey(rawRepresentation: bytes)
      try self.init(key)
    } catch { throw .outOfRange }
  }

  private init(_ key: P256.Signing.PrivateKey) throws(SigningError) {
    guard let publicKey = PublicKey(curve: .p256, raw: [UInt8](key.publicKey.rawRepresentation)) else {
      throw .signingFailed
    }
    self.key = key
    self.publicKey = publicKey
  }

  /// The address of the public key.
  public var address: Address { publicKey.address }

  /// Lends the 32 bytes for the time of a call, for whoever must store them. They must not be copied out of it.
  package func withSecretBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
    var copy = key.rawRepresentation
    defer { overwrite(&copy) }
    var bytes = [UInt8](copy)
    defer { overwrite(&bytes) }
    return try body(bytes.span)
  }

  /// Signs SHA-256 of a digest; the library's `s` is replaced by the low one.
  func sign(_ digest: Bytes32) throws(SigningError) -> ECDSASignature {
    do {
      let signature = try key.signature(for: digest.bytes)
      return try ECDSASignature(curve: .p256, normalizingOwn: [UInt8](signature.rawRepresentation))
    } catch { throw .signingFailed }
  }
}

extension P256PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The address; nothing of the secret.
  public var description: String { "private key of \(address)" }
  /// The address; nothing of the secret.
  public var debugDescription: String { description }
  /// The address; nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: ["address": address.description]) }
}

/// Fills with zeros what the library has handed out.
private func overwrite(_ bytes: inout some MutableCollection<UInt8>) {
  for index in bytes.indices { bytes[index] = 0 }
}

/// Whether a P-256 key made a signature over the SHA-256 of a message.
///
/// The message is a digest already: WebCrypto hashes whatever it is given, and cannot sign a digest as it is.
func isValidP256(_ signature: ECDSASignature, overSHA256Of message: [UInt8], by publicKey: PublicKey) -> Bool {
  guard signature.curve == .p256, publicKey.curve == .p256,
    let key = try? P256.Signing.PublicKey(rawRepresentation: publicKey.raw),
    let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature.raw)
  else { return false }
  return key.isValidSignature(signature, for: message)
}
