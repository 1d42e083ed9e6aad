internal import ExchangeAPI
internal import PerpsProtocol

/// Looks for an order whose request was not answered.
struct FateLookup {
  private let account: Account
  private let order: Order
  private let reference: OrderReference
  private let configuration: ClientConfiguration

  /// How far the server's time of an order may lie before its nonce's, in milliseconds: the clocks are measured, not the
  /// same. An older order of the same name is another one.
  static let clockErrorMaximum: UInt64 = 5_000

  /// `nil` where there are no credentials to look with, or no name to look for.
  init?(_ trader: some Trader, _ order: Order) {
    guard let credentials = trader.credentials, let id = order.clientOrderID else { return nil }
    account = trader.exchange.account(of: trader.wallet, credentials: credentials)
    self.order = order
    reference = .client(id)
    configuration = trader.exchange.caller.configuration
  }

  /// Answers the order if it is there within a few looks.
  func find(after fate: UnknownFate) async throws(ExchangeError) -> OrderDetails {
    var lookup = UnknownFate.Lookup.notFound
    for pause in configuration.fateLookupPauses {
      if pause > .zero { await configuration.pause(pause) }
      do {
        let found = try await account.order(reference)
        if isSame(found) { return found }
        lookup = .notFound
      } catch {
        if case .refused(.exchange(.orderNotFound), _, _) = error {
          lookup = .notFound
        } else {
          lookup = .failed(reason: error.description)
        }
      }
    }
    throw .fateUnknown(
      UnknownFate(
        endpoint: fate.endpoint, nonce: fate.nonce, clientOrderID: fate.clientOrderID, reason: fate.reason,
        lookup: lookup))
  }

  private func isSame(_ found: OrderDetails) -> Bool {
    found.time.adding(milliseconds: Self.clockErrorMaximum) >= order.nonce.time.timestamp
      && found.market == order.market && found.side == order.side && found.originalQuantity == order.quantity
  }
}
