public import EthereumPrimitives
public import PerpsProtocol
public import TypedData

/// A session key: signs trading actions, its own consent and its own revocation, and nothing else.
///
/// There is no method that takes another message, and `TradingAction` is closed: a program that signs a withdrawal,
/// a transfer, a deposit or another key's authorisation with a session key does not compile. A test holds that.
public struct SessionKey: Sendable {
  private enum PrivateKey: Sendable {
    case secp256k1(Secp256k1PrivateKey)
    case p256(P256PrivateKey)
  }

  private let key: PrivateKey
  /// The key's public key.
  public let publicKey: PublicKey
  /// How the key is named: the last 20 bytes of Keccak-256 of its public key.
  public let address: Address

  /// Creates a new secp256k1 key, the kind that the exchange's contracts check.
  public init() { self.init(Secp256k1PrivateKey()) }

  /// Takes a secp256k1 key. It must be used for nothing else.
  public init(_ key: Secp256k1PrivateKey) {
    self.key = .secp256k1(key)
    publicKey = key.publicKey
    address = key.address
  }

  /// Takes a P-256 key. It must be used for nothing else.
  public init(_ key: P256PrivateKey) {
    self.key = .p256(key)
    publicKey = key.publicKey
    address = key.address
  }

  /// Signs an order, a cancellation or a leverage setting that names this key as its signer.
  public func sign(_ action: TradingAction, in domain: Domain) throws(SigningError) -> KeySignature {
    guard action.sessionKey == address else { throw .namesAnotherKey }
    return try sign(action.digest(in: domain))
  }

  /// Agrees to an authorisation of this key.
  public func consent(
    to authorization: SessionKeyAuthorization, in domain: Domain
  ) throws(SigningError) -> KeySignature {
    guard authorization.sessionKey == address else { throw .namesAnotherKey }
    return try sign(SessionKeyConsent(to: authorization).digest(in: domain))
  }

  /// Ends this key.
  public func sign(_ revocation: SessionKeyRevocation, in domain: Domain) throws(SigningError) -> KeySignature {
    guard revocation.sessionKey == address else { throw .namesAnotherKey }
    return try sign(revocation.digest(in: domain))
  }

  private func sign(_ digest: Bytes32) throws(SigningError) -> KeySignature {
    switch key {
    case .secp256k1(let key): .secp256k1(try key.sign(digest))
    case .p256(let key): .p256(try key.sign(digest))
    }
  }
}

extension SessionKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The address; nothing of the secret.
  public var description: String { "session key \(address)" }
  /// The address; nothing of the secret.
  public var debugDescription: String { description }
  /// The address; nothing of the secret.
  public var customMirror: Mirror { Mirror(self, children: ["address": address.description]) }
}
