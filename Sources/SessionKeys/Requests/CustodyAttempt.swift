internal import EthereumPrimitives
internal import TypedData

/// A request by which a session key tried to do what only its wallet may: it is refused, and counts against the key.
///
/// Only ``RequestAuthenticator`` makes values of this type, so that nobody's key is blamed, or revoked, without its
/// signature. The request's action must never be carried out.
public struct CustodyAttempt: Hashable, Sendable {
  /// What was signed: the evidence.
  public let request: SignedRequest
  /// The key that signed it.
  public let sessionKey: SessionKeyRecord

  init(request: SignedRequest, sessionKey: SessionKeyRecord) {
    self.request = request
    self.sessionKey = sessionKey
  }

}

extension RequestAuthenticator {
  /// The attempt behind a ``Refusal/custodyNotPermitted(sessionKey:revoked:)``, for a ledger to record; `nil` for any
  /// other request. Authenticates it once more: attempts are rare, and nothing is taken on trust.
  public func custodyAttempt(in request: SignedRequest, keys: some SessionKeyDirectory) -> CustodyAttempt? {
    do {
      _ = try authenticate(request, keys: keys)
      return nil
    } catch {
      guard case .custodyNotPermitted(let address, _) = error, let record = keys.record(of: address) else { return nil }
      return CustodyAttempt(request: request, sessionKey: record)
    }
  }
}
