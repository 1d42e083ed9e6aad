public import EthereumPrimitives

/// Who signed a request.
public enum Actor: Hashable, Sendable {
  /// The wallet on whose behalf the request is made.
  case wallet
  /// A session key that this wallet has authorised. Whether it still may act is for the rules to say.
  case sessionKey(SessionKeyRecord)

  /// The session key's record, or `nil` for the wallet.
  public var sessionKey: SessionKeyRecord? {
    switch self {
    case .wallet: nil
    case .sessionKey(let record): record
    }
  }
}

/// A request of which it is known who signed it, and nothing else.
///
/// Only ``RequestAuthenticator`` makes values of this type.
public struct AuthenticatedRequest: Hashable, Sendable {
  /// The request.
  public let request: SignedRequest
  /// Who signed it.
  public let actor: Actor
  /// The digest that was signed.
  public let digest: Bytes32
  /// The public key that signed, also where only the key's address was known before.
  public let signerPublicKey: PublicKey
  /// The public key of the session key that is being enrolled, proven by its consent.
  let enrolledPublicKey: PublicKey?

  init(
    request: SignedRequest, actor: Actor, digest: Bytes32, signerPublicKey: PublicKey,
    enrolledPublicKey: PublicKey? = nil
  ) {
    self.request = request
    self.actor = actor
    self.digest = digest
    self.signerPublicKey = signerPublicKey
    self.enrolledPublicKey = enrolledPublicKey
  }

  /// What is asked for.
  public var action: RequestedAction { request.action }
}
