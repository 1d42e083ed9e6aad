package import EthereumPrimitives
internal import PerpsProtocol
package import SessionKeys

extension SessionKeyRecord {
  /// The record that an admitted request has registered, as ``VerifiedAction/registeredKey`` gave it; `nil` for a
  /// request that registers nothing.
  package init?(registeredBy request: SignedRequest, publicKey: PublicKey?) {
    switch request.action {
    case .authorizeDelegatedKey(let message, let wallet):
      self.init(
        address: message.delegatedKey, wallet: wallet, publicKey: publicKey, scope: .unlimited,
        authorizationNonce: message.nonce, expiresAt: message.expiresAt, name: request.label)
    case .authorizeSessionKey(let enrollment):
      let authorization = enrollment.authorization
      self.init(
        address: authorization.sessionKey, wallet: authorization.wallet, publicKey: publicKey,
        scope: authorization.scope, authorizationNonce: authorization.nonce, expiresAt: authorization.expiresAt,
        name: request.label)
    default: return nil
    }
  }
}
