public import EthereumPrimitives
public import PerpsProtocol

extension SandboxExchange {
  /// A wallet's open orders, resting or waiting for their trigger, oldest first.
  ///
  /// - Parameter market: only those of this market; `nil` for all.
  public func openOrders(of wallet: Address, in market: MarketSymbol? = nil) -> [OrderState] {
    guard let account = accounts.indices[wallet] else { return [] }
    return orders.slots(of: account).map { orders.slots[Int($0)].state }
      .filter { market == nil || $0.order.market == market }
  }

  /// A wallet's closed orders that are remembered, in the order in which they were closed, the oldest first.
  public func closedOrders(of wallet: Address, in market: MarketSymbol? = nil) -> [OrderState] {
    history(of: wallet)?.closedOrders.elements.filter { market == nil || $0.order.market == market } ?? []
  }

  /// One order of a wallet, open or closed; of several closed ones with a client order id the last.
  public func order(_ reference: OrderReference, of wallet: Address) -> OrderState? {
    guard let account = accounts.indices[wallet] else { return nil }
    if let slot = orders.slot(of: reference, account: account) { return orders.slots[Int(slot)].state }
    return closedOrders(of: wallet).last { state in
      switch reference {
      case .client(let id): state.order.clientOrderID == id
      case .order(let id): OrderNumber(id) == state.number
      }
    }
  }

  /// A wallet's fills that are remembered, oldest first.
  ///
  /// - Parameter market: only those of this market; `nil` for all.
  public func fills(of wallet: Address, in market: MarketSymbol? = nil) -> [Fill] {
    history(of: wallet)?.fills.elements.filter { market == nil || $0.market == market } ?? []
  }

  /// The fills of one order that are remembered, oldest first.
  public func fills(of order: OrderNumber, of wallet: Address) -> [Fill] {
    fills(of: wallet).filter { $0.order == order }
  }

  /// A wallet's deposits that are remembered, oldest first.
  public func deposits(of wallet: Address) -> [FundMovement] { history(of: wallet)?.deposits.elements ?? [] }

  /// A wallet's withdrawals that are remembered, oldest first.
  public func withdrawals(of wallet: Address) -> [FundMovement] { history(of: wallet)?.withdrawals.elements ?? [] }

  /// Whether a wallet is associated.
  public func isAssociated(_ wallet: Address) -> Bool {
    accounts.indices[wallet].map { accounts.list[$0].isAssociated } ?? false
  }

  private func history(of wallet: Address) -> History? { accounts.indices[wallet].map { histories[$0] } }
}
