import EthereumPrimitives
import ExchangeAPI
import Foundation
import PerpsProtocol
import SessionKeys
import Testing

@Suite("Messages of a WebSocket's server")
struct SocketMessageTests {
  private static func members(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private static func read(_ bytes: [UInt8]) throws -> SocketMessage? {
    try SocketMessage.read(bytes, bytesMaximum: 65_536)
  }

  @Test("the answer of a request has the answer of its twin in it, as it is")
  func response() throws {
    let answer = Array(#"{"orderId":"1","price":"2.00000000"}"#.utf8)
    let message = try SocketMessage.write(response: answer, cid: "a\"b")
    let members = try Self.members(message)
    #expect(members["type"] as? String == "response")
    #expect(members["cid"] as? String == "a\"b")
    #expect((members["data"] as? [String: String])?["orderId"] == "1")
    guard case .response(let cid) = try Self.read(message) else {
      Issue.record("another message was read")
      return
    }
    #expect(cid == "a\"b")
    #expect(try SocketMessage.answer(in: message, as: [String: String].self)["price"] == "2.00000000")
    #expect(try Self.members(SocketMessage.write(response: Array("[]".utf8), cid: nil))["data"] is [Any])
  }

  @Test("an error has the code and the sentence, and the name of what it answers")
  func error() throws {
    let details = ErrorDetails(code: .exchange(.marketNotFound), message: "there is none")
    guard case .error(details, "9") = try Self.read(SocketMessage.write(error: details, cid: "9")),
      case .error(details, nil) = try Self.read(SocketMessage.write(error: details, cid: nil))
    else {
      Issue.record("another message was read")
      return
    }
  }

  @Test("subscriptions are listed as they are asked for")
  func subscriptions() throws {
    let eth = try MarketSymbol("ETH-USD")
    let message = try SocketMessage.write(
      subscriptions: [.markets(.orderBook, [eth]), .candles(.oneHour, [eth]), .wallet(.orders)], cid: "1")
    guard case .subscriptions(let named, "1") = try Self.read(message) else {
      Issue.record("another message was read")
      return
    }
    #expect(
      named == [
        NamedSubscription(.l2OrderBook, markets: [eth]),
        NamedSubscription(.candles, markets: [eth], interval: .oneHour), NamedSubscription(.orders),
      ])
  }

  @Test("an event is read as it was written, under the exchange's short names", arguments: SampleEvents.all)
  func event(_ sample: SampleEvents.Sample) throws {
    let message = try SocketMessage.write(sample.event)
    let members = try Self.members(message)
    #expect(members["type"] as? String == sample.event.name.wireName.description)
    let data = try #require(members["data"] as? [String: Any])
    #expect(Set(data.keys) == Set(sample.names.split(separator: " ").map(String.init)))
    guard case .event(let event) = try Self.read(message) else {
      Issue.record("another message was read")
      return
    }
    #expect(event == sample.event)
  }

  @Test("a message of a type that is not known is passed over, and a member as well")
  func unknown() throws {
    #expect(try Self.read(Array(#"{"type":"webclient","data":{}}"#.utf8)) == nil)
    let message = try SocketMessage.write(SampleEvents.all[1].event)
    let text = String(decoding: message, as: UTF8.self).replacingOccurrences(
      of: "\"data\":{", with: "\"data\":{\"zz\":1,")
    guard case .event(let event) = try Self.read(Array(text.utf8)) else {
      Issue.record("another message was read")
      return
    }
    #expect(event == SampleEvents.all[1].event)
  }

  @Test("damaged messages are refused, and none ends the program")
  func damage() throws {
    var generator = SeededGenerator(state: 5)
    for sample in SampleEvents.all {
      let message = try SocketMessage.write(sample.event)
      for _ in 0..<100 {
        var damaged = message
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        _ = try? Self.read(damaged)
        _ = try? Self.read(Array(message.prefix(Int.random(in: 0..<message.count, using: &generator))))
      }
    }
  }
}
