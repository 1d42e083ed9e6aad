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
  public init(bytes: Span<UInt8>) throws(PrivateKeyError) {
    guard bytes.count == SecretBytes.count else {
      throw .wrongLength(expectedBytes: SecretBytes.count, actualBytes: bytes.count)
    }
    do {
      let key = try unsafe bytes.withUnsafeBytes { try unsafe P256.Signing.PrivateKey(rawRepresentation: $0) }
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

  /// Signs SHA-256 of a digest; the library's `s` is replaced by the low one.
  func sign(_ digest: Bytes32) throws(SigningError) -> ECDSASignature {
    do {
      let signature = try key.signature(for: sha256(of: digest))
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

/// SHA-256 of a digest, which is what a P-256 key signs: WebCrypto hashes what it is given and cannot sign a digest.
func sha256(of digest: Bytes32) -> SHA256.Digest {
  unsafe digest.withUnsafeBytes { unsafe SHA256.hash(data: $0) }
}
