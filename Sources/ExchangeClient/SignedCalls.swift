internal import EthereumPrimitives
public import ExchangeAPI
internal import PerpsProtocol
public import SessionKeys
public import Signing

// What somebody has signed.
extension Exchange {
  /// Sends a signed request, once, and reads its answer as the type that the call answers with.
  ///
  /// When the nonce is refused for its time, the server's clock is measured again, so that the next request is not.
  ///
  /// - Throws: ``ExchangeError/fateUnknown(_:)`` when the connection failed before the answer.
  public func send<Answer: Decodable>(
    _ request: SignedRequest, as type: Answer.Type, credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> Answer {
    let isAsked = endpoint.terms.areOfDelegatedKeys || request.action.endpoint == .associateWallet
    let credentials = credentials ?? endpoint.terms.accountCredentials
    let measurement = caller.clock.measurement
    do { return try await caller.send(request, as: type, with: isAsked ? credentials : nil) } catch {
      // Somebody else may have measured it meanwhile.
      if error.isOfNonceTime && caller.clock.measurement == measurement {
        try? await synchronizeClock(isAfterRefusal: true)
      }
      throw error
    }
  }

  /// Has a request made, signed and sent, and once more with a new nonce when the first was refused for its time: it was
  /// not admitted, and the server's clock has been measured since.
  func withNonce<Answer>(
    _ send: (Nonce) async throws(ExchangeError) -> Answer
  ) async throws(ExchangeError) -> Answer {
    let measurement = caller.clock.measurement
    do { return try await send(nonce()) } catch {
      guard error.isOfNonceTime, caller.clock.measurement != measurement else { throw error }
      return try await send(nonce())
    }
  }

  /// Whether a signed request would be admitted now, and if not, why. Changes nothing and does not use up the nonce.
  public func check(_ request: SignedRequest) async throws(ExchangeError) -> AdmissionCheck {
    try await caller.check(request)
  }

  /// Asks a wallet to sign a message.
  func signature(
    by wallet: some WalletSigner, over message: any PerpsMessage
  ) async throws(ExchangeError) -> RecoverableSignature {
    func sign<Message: PerpsMessage>(_ message: Message) async throws -> RecoverableSignature {
      try await wallet.sign(message, in: domain)
    }
    do { return try await sign(message) } catch { throw .notSigned(error) }
  }

  /// Asks a wallet to sign an action, and sends it.
  func send<Answer: Decodable>(
    _ action: RequestedAction, signedBy wallet: some WalletSigner, as type: Answer.Type,
    label: SessionKeyName? = nil, credentials: APICredentials? = nil
  ) async throws(ExchangeError) -> Answer {
    let signature = try await signature(by: wallet, over: action.message)
    let request = SignedRequest(action: action, signature: .secp256k1(signature), label: label)
    return try await send(request, as: type, credentials: credentials)
  }
}

extension ExchangeError {
  /// Whether the server has refused a request for the time in its nonce.
  fileprivate var isOfNonceTime: Bool {
    if case .refused(.refusal(.nonceOutsideWindow), _, _) = self { true } else { false }
  }
}
