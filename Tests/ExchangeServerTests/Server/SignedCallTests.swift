import EthereumPrimitives
import ExchangeAPI
import HTTPTypes
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import ExchangeServer

@Suite("Signed calls do what was signed, and nothing else")
struct SignedCallTests {
  @Test("asking whether an order would be admitted says so, and changes nothing")
  func checkChangesNothing() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      _ = try await trader.begin(exchange)
      let before = try await exchange.execute(.get, "/health").text
      let order = try trader.order(exchange)
      func check(_ request: SignedRequest) async throws -> AdmissionCheck {
        try await exchange.execute(.post, CheckedRequestBody.path, body: try CheckedRequestBody.encode(request)).value()
      }
      #expect(try await check(order) == AdmissionCheck(admitted: true))
      #expect(try await check(order).admitted)
      let attempt = try await check(trader.withdrawal(exchange, by: trader.keyKey))
      #expect(!attempt.admitted && attempt.code?.text == "SESSION_KEY_NOT_PERMITTED" && attempt.message != nil)
      #expect(try await exchange.execute(.get, "/health").text == before)
      #expect(try await exchange.send(order).status == 200)
      #expect(try await check(order).code?.text == "NONCE_ALREADY_USED")
    }
  }

  @Test("a custody attempt is shown with its key, and what the rules refused is counted")
  func attemptsAreShown() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      _ = try await exchange.send(trader.withdrawal(exchange, by: trader.keyKey))
      let order = try trader.order(exchange)
      _ = try await exchange.send(order)
      _ = try await exchange.send(order)
      var query = ReadQuery()
      query.wallet = trader.wallet.address
      let keys: [SessionKeyDetails] = try await exchange.read(.sessionKeys, with: credentials, query).value()
      #expect(keys.count == 1 && keys[0].status == .active && keys[0].actionCount == 1)
      #expect(keys[0].custodyAttempts?.count == 1)
      #expect(keys[0].refusals.count == 1 && keys[0].refusals.lastCode?.text == "NONCE_ALREADY_USED")
    }
  }

  @Test("by the operator's policy a custody attempt ends the key and cancels its orders")
  func attemptRevokes() async throws {
    let strict = AdmissionPolicy(
      walletNonceAgeMaximum: 600_000, sessionKeyNonceAgeMaximum: 60_000, nonceAheadMaximum: 10_000,
      custodyAttemptRevokesKey: true)
    try await TestExchange.run(
      change: { $0.policy = strict ?? .standard }
    ) { exchange in
      let trader = try Trader(seed: 1)
      _ = try await trader.begin(exchange)
      _ = try await exchange.send(trader.order(exchange))
      let attempt = try await exchange.send(trader.withdrawal(exchange, by: trader.keyKey))
      #expect(attempt.code == "SESSION_KEY_NOT_PERMITTED")
      #expect(try await exchange.send(trader.order(exchange)).code == "SESSION_KEY_REVOKED")
      let book: OrderBook = try await exchange.execute(.get, "/v1/orderbook?market=ETH-USD&level=2").value()
      #expect(book.bids.isEmpty)
    }
  }

  enum Form: CaseIterable { case exchange, cancelling, keeping }

  @Test("the exchange's call takes a revocation in each of its forms", arguments: Form.allCases)
  func delegatedKeyIsRemoved(form: Form) async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      _ = try await trader.begin(exchange)
      _ = try await exchange.send(trader.order(exchange))
      let (wallet, key, nonce) = (trader.wallet.address, trader.key.address, exchange.nonce())
      let openOrders: OpenOrders = form == .keeping ? .keep : .cancel
      let action: RequestedAction =
        form == .exchange
        ? .revokeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: wallet)
        : .revokeSessionKey(
          SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: openOrders))
      guard case .secp256k1(let signature) = try trader.sign(action).signature else { return }
      let body = """
        {"parameters": {"nonce": "\(nonce)", "wallet": "\(wallet)", "delegatedKey": "\(key)"},
         "signature": "\(Hex.encode(signature.bytes))"}
        """
      let removed: DelegatedKeyDetails = try await exchange.execute(
        .delete, "/v1/delegatedKeys", body: Array(body.utf8)
      ).value()
      #expect(removed.delegatedKey == key)
      #expect(try await exchange.send(trader.order(exchange)).code == "SESSION_KEY_REVOKED")
      let book: OrderBook = try await exchange.execute(.get, "/v1/orderbook?market=ETH-USD&level=2").value()
      #expect(book.bids.count == (form == .keeping ? 1 : 0))
    }
  }

  @Test("every session key of a wallet is listed, also where there are more than a page of the ledger has")
  func allKeysAreListed() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      for number in 0..<UInt8(120) {
        let key = SessionKey(try Secp256k1PrivateKey(bytes: Keccak256.hash([9, number]).bytes))
        let authorization = DelegatedKeyAuthorization(nonce: exchange.nonce(), delegatedKey: key.address)
        let request = try trader.sign(.authorizeDelegatedKey(authorization, wallet: trader.wallet.address))
        #expect(try await exchange.send(request).status == 200)
      }
      var query = ReadQuery()
      query.wallet = trader.wallet.address
      let keys: [SessionKeyDetails] = try await exchange.read(.sessionKeys, with: credentials, query).value()
      #expect(keys.count == 121 && Set(keys.map(\.sessionKey)).count == 121)
      #expect(keys.last?.sessionKey == trader.key.address)
    }
  }

  @Test("an exchange that is no sandbox knows no play money")
  func sandboxCallsAreAbsent() async throws {
    try await TestExchange.run(change: { $0.isSandbox = false }) { exchange in
      let trader = try Trader(seed: 1)
      #expect(try await exchange.send(trader.deposit(exchange)).code == "ENDPOINT_NOT_FOUND")
      #expect(!exchange.server.calls.contains { $0.contains("sandbox") })
    }
  }
}
