import ExchangeAPI
import ExchangeClient
import PerpsProtocol

extension Scene {
  /// A server that acknowledges subscriptions, and then does what the script says with the number of the connection.
  static func streaming(
    configure: (inout ClientConfiguration) -> Void = { _ in },
    answering: @escaping ScriptedServer.Script = { _ in .silence },
    _ script: @escaping @Sendable (ScriptedSocket) -> Void
  ) async throws -> Scene {
    try await Scene(
      configure: configure,
      sockets: { socket, message in
        guard message.contains(#""subscribe""#) else { return }
        socket.send(#"{"type":"subscriptions","subscriptions":[],"cid":"1"}"#)
        script(socket)
      }, answering: answering)
  }
}

extension LiveStream {
  /// The elements up to the first that is the last one wanted.
  func elements(through isLast: (LiveElement<Value>) -> Bool) async throws(ExchangeError) -> [LiveElement<Value>] {
    var elements: [LiveElement<Value>] = []
    for try await element in self {
      elements.append(element)
      if isLast(element) { break }
    }
    return elements
  }

  /// The first elements.
  func first(_ count: Int) async throws(ExchangeError) -> [LiveElement<Value>] {
    var left = count
    return try await elements { _ in
      left -= 1
      return left == 0
    }
  }
}

extension StreamedTrade {
  static func fake(_ sequence: UInt64) -> StreamedTrade {
    StreamedTrade(
      market: .any, fillID: String(sequence), price: .one, quantity: .one, quoteQuantity: Amount(.one),
      time: .test(sequence), makerSide: .buy, sequence: sequence)
  }

  var message: [UInt8] { (try? SocketMessage.write(.trade(self))) ?? [] }
}

extension Scene {
  /// The trades of a market from one sequence number to another, as `GET /v1/trades` answers them.
  static func trades(_ sequences: ClosedRange<UInt64>, asked request: ArrivedRequest) -> Reaction {
    guard let query = try? ReadQuery(request.query, of: .trades) else { return .answer(400, error("BAD_REQUEST")) }
    let limit = query.limit ?? 50
    let all = sequences.filter { number in query.fromID.flatMap(UInt64.init).map { number >= $0 } ?? true }
    let page = query.fromID == nil && query.start == nil ? all.suffix(limit) : all.prefix(limit)
    let trades = page.map {
      #"{"fillId":"\#($0)","price":"1.00000000","quantity":"1.00000000","quoteQuantity":"1.00000000","#
        + #""time":\#(now + $0),"makerSide":"buy","sequence":\#($0)}"#
    }
    return .answer(200, "[" + trades.joined(separator: ",") + "]")
  }
}
