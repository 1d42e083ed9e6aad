import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Signing

// Following what happens.

func follow(_ session: Session) async throws {
  for try await element in session.orderUpdates() {
    switch element {
    case .connected: print("from now on everything is told")
    case .value(.order(let order, _)): print(order.orderID.text, order.status.wireName)
    case .value(.fill(let fill)): print("traded", fill.quantity, "at", fill.price)
    case .disconnected(let end): print("no connection:", end)
    case .gap(let gap): print("missed for good:", gap)
    }
  }
}

func goOn(with session: Session, after lastFillID: String, remember: (FillDetails) throws -> Void) async throws {
  for try await element in session.fills(after: lastFillID) {
    if let fill = element.value { try remember(fill) }
  }
}

func prices(of market: MarketSymbol, on exchange: Exchange) async throws {
  for try await element in exchange.events(of: [.markets(.tickers, [market])]) {
    if case .value(.ticker(let ticker)) = element, let price = ticker.indexPrice { print(price) }
  }
}

func placeFast(_ draft: OrderDraft, with session: Session) async throws -> OrderDetails {
  let fast = try await session.overSocket()
  let order = try await fast.place(draft)
  return order
}

// Keeping a session: before it expires.

func renew(_ session: Session, by wallet: some WalletSigner, on exchange: Exchange) async throws -> Session {
  for await warning in session.warnings() where warning >= .oneHourLeft {
    let renewed = try await exchange.renew(session, authorizedBy: wallet)
    try await session.end(openOrders: .keep)
    return renewed
  }
  return session
}
