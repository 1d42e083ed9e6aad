public import EthereumPrimitives
public import SessionKeys

/// The two curves for `RequestAuthenticator`: libsecp256k1, and swift-crypto's P-256.
public struct ECDSAVerifier: SignatureVerifier {
  /// Verifies with the process's one context.
  public init() {}

  /// The secp256k1 key that made a signature over a digest, or `nil` when there is none.
  public func recoverPublicKey(from signature: RecoverableSignature, over digest: Bytes32) -> PublicKey? {
    Secp256k1.shared.recover(signature, over: digest)
  }

  /// Whether a key made a signature over a digest (over its SHA-256, for P-256).
  public func isValid(_ signature: ECDSASignature, over digest: Bytes32, by publicKey: PublicKey) -> Bool {
    guard signature.curve == publicKey.curve else { return false }
    switch signature.curve {
    case .secp256k1: return Secp256k1.shared.isValid(signature, over: digest, by: publicKey)
    case .p256: return isValidP256(signature, overSHA256Of: digest.bytes, by: publicKey)
    }
  }
}
