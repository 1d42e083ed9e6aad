public import EthereumPrimitives

/// The elliptic curves, as the rules see them. `Signing` has the implementation; this target does no arithmetic.
public protocol SignatureVerifier: Sendable {
  /// The secp256k1 key that made a signature over a digest, or `nil` when there is none.
  func recoverPublicKey(from signature: RecoverableSignature, over digest: Bytes32) -> PublicKey?

  /// Whether a key made a signature over a digest.
  ///
  /// A P-256 key signs SHA-256 of the digest. A key that is not on its curve, or of another curve than the signature,
  /// made nothing.
  func isValid(_ signature: ECDSASignature, over digest: Bytes32, by publicKey: PublicKey) -> Bool
}
