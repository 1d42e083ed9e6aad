internal import Foundation
internal import PerpsProtocol

/// What a server sends over a WebSocket.
public enum SocketMessage: Sendable {
  /// Something that was subscribed to has happened.
  case event(StreamedEvent)
  /// The subscriptions that there are now: the answer of `subscribe`, `unsubscribe` and `subscriptions`.
  case subscriptions([NamedSubscription], cid: String?)
  /// A message was refused, or a subscription has ended.
  case error(ErrorDetails, cid: String?)
  /// A signed request was carried out; ``answer(in:as:)`` reads with what.
  case response(cid: String)

  /// The type of the message that answers a signed request. It is this project's own; the exchange has none.
  static let responseType = "response"
}

extension SocketMessage {
  /// Reads a message. One of a type that this version does not know is `nil`.
  public static func read(_ bytes: [UInt8], bytesMaximum: Int) throws(StrictJSONError) -> SocketMessage? {
    try StrictJSON.decode(Document.self, from: bytes, bytesMaximum: bytesMaximum).message
  }

  /// What a signed request was answered with, in a message that is a ``response(cid:)``.
  public static func answer<Answer: Decodable>(
    in bytes: [UInt8], as type: Answer.Type
  ) throws(StrictJSONError) -> Answer {
    try StrictJSON.decode(ResponseDocument<Answer>.self, from: bytes, bytesMaximum: bytes.count).data
  }

  private struct ResponseDocument<Answer: Decodable>: Decodable {
    let data: Answer
  }

  private struct Document: Decodable {
    let message: SocketMessage?

    init(from decoder: any Decoder) throws {
      let object = try decoder.container(keyedBy: WireKey.self)
      let type = try object.decode(String.self, forKey: "type")
      let cid = try object.decodeIfPresent(String.self, forKey: "cid")
      switch type {
      case "subscriptions":
        message = .subscriptions(try object.decode([NamedSubscription].self, forKey: "subscriptions"), cid: cid)
      case "error": message = .error(try object.decode(ErrorDetails.self, forKey: "data"), cid: cid)
      case SocketMessage.responseType: message = .response(cid: cid ?? "")
      default:
        guard let name = SubscriptionName(wireName: type) else {
          message = nil
          return
        }
        message = .event(try StreamedEvent(name, in: object))
      }
    }
  }
}

// MARK: - Writing

extension SocketMessage {
  /// The message that lists subscriptions.
  public static func write(subscriptions: [Subscription], cid: String?) throws -> [UInt8] {
    try encode(Written(type: "subscriptions", cid: cid, subscriptions: subscriptions))
  }

  /// The message that refuses, or tells that a subscription has ended.
  public static func write(error: ErrorDetails, cid: String?) throws -> [UInt8] {
    try encode(Written(type: "error", cid: cid, data: error))
  }

  /// The message that answers a signed request.
  ///
  /// - Parameter answer: what its twin over HTTP would answer: JSON, which stands in the message as it is.
  public static func write(response answer: [UInt8], cid: String?) throws -> [UInt8] {
    var message = try encode(Written(type: responseType, cid: cid))
    message.removeLast()
    message += Array(#","data":"#.utf8) + answer + [UInt8(ascii: "}")]
    return message
  }

  /// The message of an event.
  public static func write(_ event: StreamedEvent) throws -> [UInt8] { try encode(event) }

  private struct Written: Encodable {
    let type: String
    let cid: String?
    var subscriptions: [Subscription]?
    var data: ErrorDetails?
  }

  private static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value))
  }
}
