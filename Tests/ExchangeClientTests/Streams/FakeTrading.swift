import ExchangeAPI
import ExchangeClient
import Foundation
import PerpsProtocol
import SessionKeys
import Synchronization

/// What a wallet trades on a made-up exchange: histories that can be read, and events for whoever listens.
final class FakeTrading: Sendable {
  private struct State {
    var orders: [OrderDetails] = []
    var fills: [FillDetails] = []
    var listeners: [ObjectIdentifier: ScriptedSocket] = [:]
    var beforeRead: [@Sendable () -> Void] = []
    var isRevoked = false
  }

  private let state = Mutex(State())

  var fills: [FillDetails] { state.withLock { $0.fills } }
  var orders: [OrderDetails] { state.withLock { $0.orders } }

  /// Done once, right before the next list of fills is answered.
  func onNextRead(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.beforeRead.append(body) } }

  /// Forgets the oldest fills.
  func forgetFills(_ count: Int) { state.withLock { $0.fills.removeFirst(count) } }

  /// Cuts every connection: nobody listens any more.
  func cut() {
    let sockets = state.withLock { state in
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for socket in sockets { socket.cut() }
  }

  /// The key that listens is revoked.
  func revoke() {
    let sockets = state.withLock { state in
      state.isRevoked = true
      return Array(state.listeners.values)
    }
    for socket in sockets {
      socket.send(#"{"type":"error","data":{"code":"INVALID_API_KEY","message":"revoked"}}"#)
    }
  }

  /// Subscribes whoever asks.
  var socketScript: ScriptedSockets.Script {
    { socket, message in
      guard case .subscribe(let names, _, let token)? = try? SocketRequest(Array(message.utf8)).method else { return }
      guard token == "token" || names.allSatisfy({ !$0.name.isPrivate }) else { return }
      self.state.withLock { $0.listeners[ObjectIdentifier(socket)] = socket }
      socket.send(#"{"type":"subscriptions","subscriptions":[],"cid":"1"}"#)
    }
  }

  /// Answers what is read.
  func answer(_ request: ArrivedRequest) -> Reaction {
    switch request.call {
    case "POST /v1/sessionKeys": return Scene.registration(of: request)
    case "GET /v1/wsToken":
      return state.withLock { $0.isRevoked }
        ? .answer(401, Scene.error("INVALID_API_KEY")) : .answer(200, #"{"token":"token"}"#)
    case "GET /v1/fills":
      let hooks = state.withLock { state in
        defer { state.beforeRead = [] }
        return state.beforeRead
      }
      for hook in hooks { hook() }
      return page(fills, of: request, .fills, id: \.fillID)
    case "GET /v1/orders":
      guard let query = try? ReadQuery(request.query, of: .orders) else {
        return .answer(400, Scene.error("BAD_REQUEST"))
      }
      if let reference = query.orderID {
        guard let order = orders.first(where: { .order($0.orderID) == reference }) else {
          return .answer(404, Scene.error("ORDER_NOT_FOUND"))
        }
        return json(order)
      }
      // As on the exchange: what has ended without a trade is in neither list.
      let isClosed = query.closed ?? false
      let listed = orders.filter { $0.hasEnded == isClosed && (!isClosed || $0.executedQuantity > .zero) }
      return page(listed, of: request, .orders, id: \.orderID.text)
    default: return .answer(404, Scene.error("ENDPOINT_NOT_FOUND"))
    }
  }

  private func page<Item: Encodable>(
    _ items: [Item], of request: ArrivedRequest, _ endpoint: ReadEndpoint, id: (Item) -> String
  ) -> Reaction {
    guard let query = try? ReadQuery(request.query, of: endpoint) else {
      return .answer(400, Scene.error("BAD_REQUEST"))
    }
    let limit = query.limit ?? ReadQuery.limitDefault
    if let from = query.fromID {
      return json(Array(items.filter { Self.number(id($0)) >= Self.number(from) }.prefix(limit)))
    }
    return json(Array(query.start == nil ? items.suffix(limit) : items.prefix(limit)))
  }

  /// Ids are numbers in this exchange, so that later ones are greater.
  private static func number(_ id: String) -> Int { Int(id) ?? 0 }

  private func json(_ value: some Encodable) -> Reaction {
    (try? JSONEncoder().encode(value)).map { .answer(200, String(decoding: $0, as: UTF8.self)) } ?? .hangUp
  }

  private func tell(_ event: StreamedEvent) {
    guard let message = try? SocketMessage.write(event) else { return }
    for socket in state.withLock({ Array($0.listeners.values) }) { socket.send(message) }
  }
}

// MARK: - What happens

extension FakeTrading {
  /// Something that happens to the orders.
  enum Step: Sendable, CustomStringConvertible {
    case place(Int, quantity: UInt64)
    case fill(Int, UInt64)
    case cancel(Int)
    case takeOver

    var description: String {
      switch self {
      case .place(let id, let quantity): "place \(quantity) as \(id)"
      case .fill(let id, let quantity): "fill \(quantity) of \(id)"
      case .cancel(let id): "cancel \(id)"
      case .takeOver: "take over"
      }
    }
  }

  /// Lets something happen: the histories have it, and whoever listens is told.
  func happen(_ step: Step) {
    switch step {
    case .place(let id, let quantity):
      let order = OrderDetails.fake(id, quantity: quantity, executed: 0, status: .open)
      state.withLock { $0.orders.append(order) }
      tell(.order(order.change(.new)))
    case .fill(let id, let quantity):
      let (order, fill) = state.withLock { state in
        let place = state.orders.firstIndex { $0.orderID.text == String(id) } ?? 0
        let order = state.orders[place].filled(quantity)
        let fill = FillDetails.fake(state.fills.count + 1, quantity: quantity, orderID: order.orderID)
        state.orders[place] = order
        state.fills.append(fill)
        return (order, fill)
      }
      tell(.order(order.change(.fill, fill)))
    case .cancel(let id):
      let order = state.withLock { state in
        let place = state.orders.firstIndex { $0.orderID.text == String(id) } ?? 0
        state.orders[place] = state.orders[place].with(status: .canceled)
        return state.orders[place]
      }
      tell(.order(order.change(.canceled)))
    case .takeOver:
      let fill = state.withLock { state in
        let fill = FillDetails.fake(state.fills.count + 1, quantity: 1, orderID: nil)
        state.fills.append(fill)
        return fill
      }
      tell(.takeover(fill.takeover))
    }
  }
}
