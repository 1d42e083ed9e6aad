import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import ExchangeServer

/// A wallet with a session key, and what they sign.
struct Trader: Sendable {
  let wallet: LocalWallet
  let walletKey: Secp256k1PrivateKey
  let keyKey: Secp256k1PrivateKey
  let key: SessionKey

  init(seed: UInt8) throws {
    walletKey = try Secp256k1PrivateKey(bytes: Keccak256.hash([seed]).bytes)
    keyKey = try Secp256k1PrivateKey(bytes: Keccak256.hash([seed, 1]).bytes)
    wallet = LocalWallet(walletKey)
    key = SessionKey(keyKey)
  }

  /// Signs with the wallet, or with the session key's bytes in a wallet's place: what a thief would do.
  func sign(_ action: RequestedAction, by signer: Secp256k1PrivateKey? = nil) throws -> SignedRequest {
    let signature = try LocalWallet(signer ?? walletKey).sign(action.message, in: TestExchange.domain)
    return SignedRequest(action: action, signature: .secp256k1(signature))
  }

  func authorization(
    _ exchange: TestExchange, scope: SessionKeyScope = .unlimited, name: String? = nil
  ) throws -> SignedRequest {
    let authorization = try SessionKeyAuthorization(
      nonce: exchange.nonce(), wallet: wallet.address, sessionKey: key.address, scope: scope,
      expiresAt: exchange.now.adding(milliseconds: Timestamp.millisecondsPerDay))
    let enrollment = SessionKeyEnrollment(
      authorization: authorization, consent: try key.consent(to: authorization, in: TestExchange.domain),
      publicKey: nil)
    let request = try sign(.authorizeSessionKey(enrollment))
    return SignedRequest(action: request.action, signature: request.signature, label: name.flatMap(SessionKeyName.init))
  }

  func order(
    _ exchange: TestExchange, _ side: OrderSide = .buy, _ quantity: String = "1.00000000",
    at price: String = "1000.00000000"
  ) throws -> SignedRequest {
    let order = try Order(
      nonce: exchange.nonce(), wallet: wallet.address, sessionKey: key.address, market: try MarketSymbol("ETH-USD"),
      side: side, quantity: try Pips(quantity), terms: .limit(price: try Pips(price)))
    return SignedRequest(
      action: .trade(.order(order)), signature: try key.sign(.order(order), in: TestExchange.domain))
  }

  func cancelAll(_ exchange: TestExchange) throws -> SignedRequest {
    let action = TradingAction.cancelByWallet(
      OrderCancellationByWallet(nonce: exchange.nonce(), wallet: wallet.address, sessionKey: key.address))
    return SignedRequest(action: .trade(action), signature: try key.sign(action, in: TestExchange.domain))
  }

  func deposit(_ exchange: TestExchange, _ quantity: String = "10000.00000000") throws -> SignedRequest {
    try sign(.deposit(Deposit(nonce: exchange.nonce(), wallet: wallet.address, quantity: try Pips(quantity))))
  }

  func withdrawal(
    _ exchange: TestExchange, by signer: Secp256k1PrivateKey? = nil
  ) throws -> SignedRequest {
    let withdrawal = try #require(
      Withdrawal(
        nonce: exchange.nonce(), wallet: wallet.address, quantity: try Pips("100.00000000"), maximumGasFee: .zero,
        bridgeAdapter: .zero, bridgeAdapterPayload: []))
    return try sign(.withdraw(withdrawal), by: signer)
  }

  func revocation(_ exchange: TestExchange, openOrders: OpenOrders = .cancel) throws -> SignedRequest {
    try sign(
      .revokeSessionKey(
        SessionKeyRevocation(
          nonce: exchange.nonce(), wallet: wallet.address, sessionKey: key.address, openOrders: openOrders)))
  }

  func indexPrice(_ exchange: TestExchange, _ price: String = "2000.00000000") throws -> SignedRequest {
    try sign(
      .publishIndexPrice(
        IndexPrice(
          nonce: exchange.nonce(), wallet: wallet.address, market: try MarketSymbol("ETH-USD"), price: try Pips(price)))
    )
  }

  /// Deposits, publishes a price and authorises the key; gives the pair that reads.
  func begin(_ exchange: TestExchange, scope: SessionKeyScope = .unlimited) async throws -> APICredentials {
    #expect(try await exchange.send(Trader(seed: 250).indexPrice(exchange)).status == 200)
    #expect(try await exchange.send(deposit(exchange)).status == 200)
    let registration: SessionKeyRegistration = try await exchange.send(authorization(exchange, scope: scope)).value()
    return try #require(APICredentials(key: registration.apiKey, secret: registration.apiSecret))
  }
}
