internal import EthereumPrimitives
internal import ExchangeAPI
internal import HTTPTypes
internal import Ledger
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys
internal import Signing

/// Says who may read which wallet's data.
struct ReadingDesk: Sendable {
  let issuer: CredentialIssuer
  let ledger: any Ledger
  let replica: ExchangeReplica
  let policy: AdmissionPolicy
  let clock: @Sendable () -> Timestamp

  /// Who has signed a call with an API key; `nil` where nobody claims to have.
  ///
  /// Says nothing about whether the key is still good for reading.
  func reader(of call: Call, signing message: [UInt8]) throws(CallFailure) -> Reader? {
    let (key, signature) = (try call.header(.apiKey), try call.header(.hmacSignature))
    guard let key else {
      guard signature == nil else { throw CallFailure(.requiredAPIKey, "kp-hmac-signature came without kp-api-key") }
      return nil
    }
    guard let signature else {
      throw CallFailure(
        .requiredHMACSignature, "kp-api-key came without kp-hmac-signature: sign the call with its secret")
    }
    guard let reader = issuer.reader(ofKey: key), let credentials = issuer.credentials(of: reader) else {
      throw CallFailure(.invalidAPIKey, "kp-api-key is no key of this server")
    }
    guard credentials.isValid(signature, over: message) else {
      throw CallFailure(
        .invalidHMACSignature,
        "kp-hmac-signature must be the HMAC-SHA256 in lower-case hexadecimal, by the key's secret, of the query exactly "
          + "as sent, or of the body")
    }
    return reader
  }

  /// How many wallets are answered to an account that names none.
  private static let walletsMaximum = 100

  /// Takes a call that reads a wallet's data, or refuses it.
  func admit(_ reader: Reader, to wallet: Address, nonce: Nonce) async throws {
    try await admit(reader, toAll: [wallet], nonce: nonce)
  }

  /// Takes a call that reads several wallets' data, or refuses it.
  func admit(_ reader: Reader, toAll wallets: [Address], nonce: Nonce) async throws {
    try await admit(reader, toAll: wallets)
    try checkFreshness(of: nonce)
  }

  /// Takes whoever wants to read a wallet's data, or refuses them.
  func admit(_ reader: Reader, to wallet: Address) async throws { try await admit(reader, toAll: [wallet]) }

  private func admit(_ reader: Reader, toAll wallets: [Address]) async throws {
    switch reader {
    case .sessionKey(let address):
      let own = try await wallet(of: address)
      guard wallets.allSatisfy({ $0 == own }) else {
        throw CallFailure(.walletNotAssociated, "the API key reads the wallet \(own) only")
      }
    case .account(let account):
      let areAssociated = replica.read { exchange in
        wallets.allSatisfy { exchange.isAssociated($0, withAccount: account.text) }
      }
      guard areAssociated else {
        throw CallFailure(
          .walletNotAssociated, "the wallet is not associated with the account: POST /v1/wallets does that")
      }
    }
  }

  /// The wallets that a reader may read.
  func wallets(of reader: Reader) async throws -> [Address] {
    switch reader {
    case .sessionKey(let address): [try await wallet(of: address)]
    case .account(let account):
      replica.read { $0.wallets(ofAccount: account.text, limit: Self.walletsMaximum) }
    }
  }

  /// The wallet that a session key's pair reads. It dies with the key.
  private func wallet(of sessionKey: Address) async throws -> Address {
    guard let status = try await ledger.status(of: sessionKey), status.state(at: clock()) == .active else {
      throw CallFailure(
        .invalidAPIKey, "the session key of this API key has been revoked or has expired: authorise a new one")
    }
    return status.record.wallet
  }

  /// A query that was overheard is good for no longer than a wallet's signature; reading it twice changes nothing.
  private func checkFreshness(of nonce: Nonce) throws {
    let now = NonceTime(clock())
    if nonce.time < now.subtracting(milliseconds: policy.walletNonceAgeMaximum) {
      throw Refusal.nonceTooOld(maximumMilliseconds: policy.walletNonceAgeMaximum)
    }
    if nonce.time > now.adding(milliseconds: policy.nonceAheadMaximum) {
      throw Refusal.nonceAhead(maximumMilliseconds: policy.nonceAheadMaximum)
    }
  }
}
