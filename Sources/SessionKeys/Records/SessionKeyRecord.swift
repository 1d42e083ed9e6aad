public import EthereumPrimitives
public import PerpsProtocol

/// What is known of a session key from the moment it is registered; none of it ever changes.
///
/// Whether the key has been revoked is not part of it: that is a fact of the moment, see ``AdmissionFacts``. So a
/// record may be cached for ever, and a revocation is final whatever is cached.
public struct SessionKeyRecord: Hashable, Sendable {
  /// How the key is named: the last 20 bytes of Keccak-256 of its public key.
  public let address: Address
  /// The wallet that authorised it.
  public let wallet: Address
  /// Its public key, where it is known: always for P-256, and from the consent for secp256k1. For a key of the
  /// exchange's own authorisation only the address is known until its first signature.
  public let publicKey: PublicKey?
  /// The bounds that the wallet set.
  public let scope: SessionKeyScope
  /// The nonce of the authorisation. The key's life begins at its timestamp.
  public let authorizationNonce: Nonce
  /// The first millisecond at which the key may do nothing any more, frozen when the key is registered.
  public let expiresAt: Timestamp
  /// The trader's label.
  public let name: SessionKeyName?

  /// Restores a record that has been registered before. New records come from a ``VerifiedAction``.
  public init(
    address: Address, wallet: Address, publicKey: PublicKey?, scope: SessionKeyScope, authorizationNonce: Nonce,
    expiresAt: Timestamp, name: SessionKeyName?
  ) {
    self.address = address
    self.wallet = wallet
    self.publicKey = publicKey
    self.scope = scope
    self.authorizationNonce = authorizationNonce
    self.expiresAt = expiresAt
    self.name = name
  }
}
