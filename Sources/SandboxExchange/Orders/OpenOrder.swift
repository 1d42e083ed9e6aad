internal import PerpsProtocol

/// The place of an order in the store; ``none`` for no order.
typealias Slot = Int32

extension Slot {
  static let none: Slot = -1
}

/// An open order with its links: in the queue of its price level, and among the orders of its wallet.
struct OpenOrder: Sendable {
  var state: OrderState
  let account: Int
  let market: Int
  /// The price that it is queued by: its limit price, or its trigger price while it waits.
  var queuePrice: Int64 = 0
  var previous = Slot.none
  var next = Slot.none
  var accountPrevious = Slot.none
  var accountNext = Slot.none

  init(state: OrderState, account: Int, market: Int) {
    self.state = state
    self.account = account
    self.market = market
  }
}

/// The open orders of a wallet, oldest first.
struct AccountOrders: Sendable {
  var first = Slot.none
  var last = Slot.none
  var count = 0
}

/// A client order id within its wallet.
struct ClientOrderKey: Hashable, Sendable {
  let account: Int
  let id: ClientOrderID
}
