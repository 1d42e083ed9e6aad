import ExchangeAPI
import ExchangeClient
import PerpsProtocol
import Signing
import Synchronization
import Testing

@Suite("A wallet's streams", .timeLimit(.minutes(1)))
struct WalletStreamTests {
  private func trading(
    historyPageItems: Int = 1_000
  ) async throws -> (fake: FakeTrading, session: Session, scene: Scene) {
    let fake = FakeTrading()
    let scene = try await Scene(
      configure: { $0.historyPageItems = historyPageItems }, sockets: fake.socketScript,
      answering: { fake.answer($0) })
    return (fake, try await scene.session(), scene)
  }

  @Test("fills begin now, or after the one that is named")
  func fills() async throws {
    let (fake, session, _) = try await trading(historyPageItems: 2)
    fake.happen(.place(1, quantity: 10))
    for _ in 1...4 { fake.happen(.fill(1, 1)) }
    var told: [String] = []
    for try await element in session.fills() {
      if element == .connected { fake.happen(.fill(1, 2)) }
      if let fill = element.value {
        #expect(fill.orderID?.text == "1" && fill.market == .any && fill.side == .buy)
        told.append(fill.fillID)
        break
      }
    }
    #expect(told == ["5"])
    let later = try await session.fills(after: "2").elements { $0 == .connected }
    #expect(later.compactMap { $0.value?.fillID } == ["3", "4", "5"])
  }

  @Test("orders after a fill: the fills, their orders, and what is open")
  func ordersAfterAFill() async throws {
    let (fake, session, _) = try await trading()
    for id in 1...3 { fake.happen(.place(id, quantity: 2)) }
    for id in 1...2 { for _ in 1...2 { fake.happen(.fill(id, 1)) } }
    let updates = try await session.orderUpdates(after: "2").elements { $0 == .connected }.compactMap(\.value)
    #expect(updates.compactMap { $0.fill?.fillID } == ["3", "4"])
    #expect(updates.compactMap(\.order) == [fake.orders[1], fake.orders[2]])
  }

  @Test("what the history has forgotten is a gap")
  func gap() async throws {
    let (fake, session, _) = try await trading()
    fake.happen(.place(1, quantity: 100))
    fake.happen(.fill(1, 1))
    var isCut = false
    let elements = try await session.orderUpdates().elements { element in
      if element == .connected, !isCut {
        isCut = true
        fake.cut()
        for _ in 1...5 { fake.happen(.fill(1, 1)) }
        fake.forgetFills(3)
        return false
      }
      return element == .connected
    }
    #expect(elements.contains(.gap(.fills(after: "1"))))
    #expect(elements.compactMap { $0.value?.fill?.fillID } == ["4", "5", "6"])
    #expect(elements.compactMap { $0.value?.order }.last?.executedQuantity == .whole(6))
  }

  @Test("the end of the key ends the stream with the exchange's code")
  func revoked() async throws {
    let (fake, session, scene) = try await trading()
    fake.happen(.place(1, quantity: 2))
    let told = Mutex<[OrderUpdate]>([])
    let error = await thrown { () async throws(ExchangeError) in
      for try await element in session.orderUpdates() {
        if element == .connected {
          fake.happen(.fill(1, 1))
          fake.revoke()
        }
        if let update = element.value { told.withLock { $0.append(update) } }
      }
    }
    guard case .refused(.exchange(.invalidAPIKey), _, 401)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(told.withLock { $0.count } == 2)
    try await scene.server.sockets.all.first?.closed()
  }

  @Test("also where the key has ended while there was no connection")
  func revokedUnseen() async throws {
    let (fake, session, _) = try await trading()
    let error = await thrown { () async throws(ExchangeError) in
      for try await element in session.fills() where element == .connected {
        fake.cut()
        fake.revoke()
      }
    }
    #expect(error?.code == .exchange(.invalidAPIKey))
  }

  @Test("a history that cannot be read for a while is read later, and nothing is told twice")
  func historyFails() async throws {
    let fake = FakeTrading()
    let failures = Mutex(0)
    let scene = try await Scene(
      configure: { $0.readRetriesMaximum = 0 }, sockets: fake.socketScript,
      answering: { request in
        let fails = failures.withLock { count -> Bool in
          guard count > 0, request.call == "GET /v1/orders" else { return false }
          count -= 1
          return true
        }
        return fails ? .answer(503, Scene.error("SERVICE_UNAVAILABLE")) : fake.answer(request)
      })
    let session = try await scene.session()
    fake.happen(.place(1, quantity: 9))
    var isCut = false
    let elements = try await session.orderUpdates().elements { element in
      if element == .connected, !isCut {
        isCut = true
        fake.cut()
        for _ in 1...3 { fake.happen(.fill(1, 1)) }
        failures.withLock { $0 = 3 }
        return false
      }
      return element == .connected
    }
    #expect(elements.compactMap { $0.value?.fill?.fillID } == ["1", "2", "3"])
    #expect(elements.filter { if case .disconnected(.notServed) = $0 { true } else { false } }.count == 3)
  }

  @Test("deposits come once, those that were missed among them")
  func deposits() async throws {
    let ids = Mutex<[Int]>([1, 2])
    let scene = try await Scene.streaming(answering: { request in
      switch request.call {
      case "POST /v1/sessionKeys": return Scene.registration(of: request)
      case "GET /v1/wsToken": return .answer(200, #"{"token":"token"}"#)
      default:
        let from = (try? ReadQuery(request.query, of: .deposits).fromID).flatMap { Int($0) } ?? 0
        let all = ids.withLock { $0 }.filter { $0 >= from }.map {
          #"{"depositId":"\#($0)","asset":"USD","quantity":"1.00000000","bridgeSource":"x","time":\#(Scene.now),"#
            + #""katanaTxId":"0x00"}"#
        }
        return .answer(200, "[" + all.joined(separator: ",") + "]")
      }
    }) { socket in
      let id = socket.number == 0 ? 3 : 5
      ids.withLock { $0.append(id) }
      socket.send(
        #"{"type":"deposits","data":{"w":"\#(Scene.wallet.address)","i":"\#(id)","a":"USD","q":"1.00000000","#
          + #""qb":"1.00000000","t":\#(Scene.now)}}"#)
      if socket.number == 0 {
        ids.withLock { $0.append(4) }
        socket.cut()
      }
    }
    func id(_ element: LiveElement<DepositUpdate>) -> String? {
      switch element.value {
      case .credited(let deposit)?: deposit.depositID
      case .missed(let deposit)?: deposit.depositID
      case nil: nil
      }
    }
    let elements = try await scene.session().depositUpdates().elements { id($0) == "5" }
    #expect(elements.compactMap(id) == ["3", "4", "5"])
  }
}
