import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@Suite("The client in the terms of Katana Perps, against a server", .serialized, .timeLimit(.minutes(2)))
struct DelegatedKeyTests {
  @Test("a session starts, trades, follows its orders, is continued, renewed, and ends by the wallet")
  func story() async throws {
    try await Sandbox.run { sandbox in
      let credentials = try Sandbox.accountCredentials()
      let exchange = try await sandbox.connect(terms: .delegatedKeys(credentials: credentials))
      let wallet = Sandbox.wallet(1)
      try await exchange.deposit("100000.00000000", authorizedBy: wallet)
      let session = try await exchange.startSession(authorizedBy: wallet, permitting: .unlimited)

      // One that rests stands there when its stream begins: it is not told again.
      let draft = try OrderDraft.limit(.buy, "1.00000000", of: "ETH-USD", at: "1900.00000000")
      var updates: [OrderUpdate] = []
      for try await element in session.orderUpdates() {
        if element == .connected { _ = try await session.place(draft) }
        if let update = element.value {
          updates.append(update)
          break
        }
      }
      #expect(updates.first?.order?.delegatedKey == session.key.address)

      let resumed = try await exchange.resumeSession(key: session.key, wallet: session.wallet)
      #expect(resumed.expiresAt == session.expiresAt)
      let renewed = try await exchange.renew(resumed, authorizedBy: wallet)
      try await exchange.end(session, authorizedBy: wallet)
      let left = try await renewed.account.orders()
      #expect(left.isEmpty)
      await #expect(throws: ExchangeError.self) { try await session.place(draft) }
      await #expect(throws: ExchangeError.self) {
        try await exchange.resumeSession(key: session.key, wallet: session.wallet)
      }
      let order = try await renewed.place(draft)
      #expect(try await renewed.account.orders().map(\.orderID) == [order.orderID])
    }
  }
}
