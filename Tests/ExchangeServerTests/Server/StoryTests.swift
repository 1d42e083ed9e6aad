import ExchangeAPI
import HTTPTypes
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import ExchangeServer

@Suite("Approve once, trade, and end it")
struct StoryTests {
  @Test("a key trades without its wallet, cannot withdraw, and does nothing after its revocation")
  func wholeStory() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      let order: OrderDetails = try await exchange.send(trader.order(exchange)).value()
      #expect(order.status == .open && order.delegatedKey == trader.key.address)
      #expect(order.sessionKey?.expiresAt == exchange.now.adding(milliseconds: Timestamp.millisecondsPerDay))

      let attempt = try await exchange.send(trader.withdrawal(exchange, by: trader.keyKey))
      #expect(attempt.status == 403 && attempt.code == "SESSION_KEY_NOT_PERMITTED")
      let withdrawal: WithdrawalDetails = try await exchange.send(trader.withdrawal(exchange)).value()
      #expect(withdrawal.quantity.description == "100.00000000")

      var query = ReadQuery()
      query.wallet = trader.wallet.address
      let open: [OrderDetails] = try await exchange.read(.orders, with: credentials, query).value()
      #expect(open.map(\.orderID) == [order.orderID])

      let revocation: SessionKeyRevocationResult = try await exchange.send(trader.revocation(exchange)).value()
      #expect(revocation.orders.map(\.orderID) == [order.orderID] && revocation.orders.first?.status == .canceled)
      let late = try await exchange.send(trader.order(exchange))
      #expect(late.status == 403 && late.code == "SESSION_KEY_REVOKED")
      let dead = try await exchange.read(.orders, with: credentials, query)
      #expect(dead.status == 401 && dead.code == "INVALID_API_KEY")
    }
  }

  @Test("what was answered is there after a restart, and a request that was carried out is refused again")
  func restartForgetsNothing() async throws {
    let directory = TemporaryDirectory()
    defer { directory.remove() }
    let (trader, clock) = (try Trader(seed: 1), TestClock())
    let sent = Box<SignedRequest?>(nil)
    let before = Box<TestAnswer?>(nil)
    var query = ReadQuery()
    query.wallet = trader.wallet.address
    let wallet = query
    try await TestExchange.run(in: directory.path, clock: clock) { exchange in
      _ = try await trader.begin(exchange)
      let order = try trader.order(exchange)
      sent.value = order
      before.value = try await exchange.send(order)
    }
    try await TestExchange.run(in: directory.path, clock: clock) { exchange in
      let credentials = CredentialIssuer(
        serverKey: try #require(ServerKey(bytes: [UInt8](repeating: 7, count: 32))), domain: TestExchange.domain
      ).credentials(of: .sessionKey(trader.key.address))
      let open: [OrderDetails] = try await exchange.read(.orders, with: try #require(credentials), wallet).value()
      #expect(open.map(\.orderID) == [try #require(before.value).value(OrderDetails.self).orderID])
      let again = try await exchange.send(try #require(sent.value))
      #expect(again.status == 409 && again.code == "NONCE_ALREADY_USED")
    }
  }

  @Test("an order of a key with a daily limit says what is left of the day")
  func remainingValueIsTold() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let scope = try SessionKeyScope(permission: .trade, maximumDailyValue: try Pips("2500.00000000"))
      _ = try await trader.begin(exchange, scope: scope)
      let first: OrderDetails = try await exchange.send(trader.order(exchange)).value()
      #expect(first.sessionKey?.valueRemainingToday?.description == "1500.00000000")
      _ = try await exchange.send(trader.order(exchange))
      let third = try await exchange.send(trader.order(exchange))
      #expect(third.status == 403 && third.code == "SESSION_KEY_DAILY_VALUE_EXCEEDED")
    }
  }

  @Test("half a unit of open interest is worth half the index price")
  func openInterestIsValued() async throws {
    try await TestExchange.run { exchange in
      let (buyer, seller) = (try Trader(seed: 1), try Trader(seed: 2))
      _ = try await buyer.begin(exchange)
      _ = try await seller.begin(exchange)
      _ = try await exchange.send(seller.order(exchange, .sell, "0.50000000", at: "2000.00000000"))
      _ = try await exchange.send(buyer.order(exchange, .buy, "0.50000000", at: "2000.00000000"))
      let details: ExchangeDetails = try await exchange.execute(.get, "/v1/exchange").value()
      #expect(details.totalOpenInterest.description == "1000.00000000" && details.totalTrades == 1)
    }
  }

  @Test("what the exchange cannot carry out has used its nonce and changed nothing else")
  func businessRefusalChangesNothing() async throws {
    try await TestExchange.run { exchange in
      let trader = try Trader(seed: 1)
      let credentials = try await trader.begin(exchange)
      let order = try trader.order(exchange, .buy, "100.00000000")
      let refused = try await exchange.send(order)
      #expect(refused.status == 422 && refused.code == "INSUFFICIENT_FUNDS")
      #expect(try await exchange.send(order).code == "NONCE_ALREADY_USED")
      var query = ReadQuery()
      query.wallet = trader.wallet.address
      let wallets: [WalletDetails] = try await exchange.read(.wallets, with: credentials, query).value()
      #expect(wallets.first?.availableCollateral.description == "10000.00000000")
    }
  }
}
