internal import Foundation
public import PerpsProtocol
public import SessionKeys

/// What a client sends over a WebSocket: `{"method": …, "cid"?, …}`.
///
/// Members that a method does not take are refused, as everywhere.
public struct SocketRequest: Sendable {
  /// What is asked for.
  public let method: Method
  /// The client's own name for the message; the answer has it, too.
  public let cid: String?

  /// What is asked for.
  public enum Method: Sendable {
    /// Subscribes. A token is needed where one of them is private.
    case subscribe([NamedSubscription], markets: [MarketSymbol]?, token: String?)
    /// Ends subscriptions: the named ones, those of markets, the named ones of markets, or all.
    case unsubscribe([NamedSubscription]?, markets: [MarketSymbol]?)
    /// Asks for the subscriptions that there are.
    case subscriptions
    /// Asks for a pong, which comes as a frame of its own kind: for browsers, which cannot send pings.
    case ping
    /// Sends a signed request, as its call over HTTP takes it.
    case request(SignedEndpoint, SignedRequestBody)
  }

  /// The most bytes that a message may have: a signed body and what is around it.
  public static let bytesMaximum = SignedRequestBody.bytesMaximum + 1_024
  /// The most bytes that the client's name of a message may have.
  public static let cidBytesMaximum = 64
  /// The most subscriptions that one message may name.
  public static let subscriptionsMaximum = 32
  /// The most bytes that a token may have.
  public static let tokenBytesMaximum = 512

  /// Reads a message.
  public init(_ bytes: [UInt8]) throws(RequestBodyError) {
    do { self = try StrictJSON.decode(SocketRequest.self, from: bytes, bytesMaximum: Self.bytesMaximum) } catch {
      throw RequestBodyError(error)
    }
  }

  /// The client's name of a message that cannot be read otherwise, so that it learns which one was wrong.
  public static func cid(in bytes: [UInt8]) -> String? {
    try? StrictJSON.decode(Label.self, from: bytes, bytesMaximum: bytesMaximum).cid
  }

  private struct Label: Decodable {
    let cid: String?

    init(from decoder: any Decoder) throws {
      let text = try decoder.container(keyedBy: WireKey.self).decodeIfPresent(String.self, forKey: "cid")
      cid = text.flatMap { $0.utf8.count <= SocketRequest.cidBytesMaximum ? $0 : nil }
    }
  }
}

extension SocketRequest: Decodable {
  /// Reads a message.
  public init(from decoder: any Decoder) throws {
    let name = try decoder.container(keyedBy: WireKey.self).decode(String.self, forKey: "method")
    let object = try StrictObject(decoder, allowing: ["method", "cid"] + Self.members(of: name))
    cid = try object.optionalString("cid")
    if let cid, cid.utf8.count > Self.cidBytesMaximum {
      throw RequestBodyError.parameter(name: "cid", reason: "must have at most \(Self.cidBytesMaximum) bytes")
    }
    method = try Self.method(name, object)
  }

  private static func members(of method: String) -> [String] {
    switch method {
    case "subscribe": ["subscriptions", "markets", "token"]
    case "unsubscribe": ["subscriptions", "markets"]
    case "request": ["path", "body"]
    default: []
    }
  }

  private static func method(_ name: String, _ object: StrictObject) throws -> Method {
    switch name {
    case "subscribe":
      let token = try object.optionalString("token")
      if let token, token.utf8.count > tokenBytesMaximum {
        throw RequestBodyError.parameter(name: "token", reason: "must have at most \(tokenBytesMaximum) bytes")
      }
      guard let subscriptions = try subscriptions(object), !subscriptions.isEmpty else {
        throw RequestBodyError.required(name: "subscriptions")
      }
      return .subscribe(subscriptions, markets: try object.optionalMarkets("markets"), token: token)
    case "unsubscribe":
      return .unsubscribe(try subscriptions(object), markets: try object.optionalMarkets("markets"))
    case "subscriptions": return .subscriptions
    case "ping": return .ping
    case "request":
      guard let endpoint = SignedEndpoint(methodAndPath: try object.string("path")) else {
        throw RequestBodyError.parameter(name: "path", reason: "must be a signed call, as in POST /v1/orders")
      }
      return .request(endpoint, try SignedRequestBody(in: object, named: "body", of: endpoint))
    default:
      throw RequestBodyError.parameter(
        name: "method", reason: "must be subscribe, unsubscribe, subscriptions, ping or request")
    }
  }

  private static func subscriptions(_ object: StrictObject) throws -> [NamedSubscription]? {
    let subscriptions = try object.optionalValue("subscriptions", as: [NamedSubscription].self)
    guard subscriptions.map({ $0.count <= subscriptionsMaximum }) ?? true else {
      throw StrictJSONError.tooManyElements(path: object.path(to: "subscriptions"), maximum: subscriptionsMaximum)
    }
    return subscriptions
  }
}

// MARK: - Writing

extension SocketRequest {
  /// The message that subscribes.
  public static func subscribe(
    to subscriptions: [Subscription], token: String? = nil, cid: String? = nil
  ) throws(RequestWritingError) -> [UInt8] {
    try SignedRequestBody.write(
      Written(method: "subscribe", cid: cid, subscriptions: subscriptions, token: token, request: nil))
  }

  /// The message that ends subscriptions.
  public static func unsubscribe(
    from subscriptions: [Subscription], cid: String? = nil
  ) throws(RequestWritingError) -> [UInt8] {
    try SignedRequestBody.write(
      Written(method: "unsubscribe", cid: cid, subscriptions: subscriptions, token: nil, request: nil))
  }

  /// The message that sends a signed request.
  ///
  /// - Throws: when reading it would not give the same request.
  public static func request(_ request: SignedRequest, cid: String) throws(RequestWritingError) -> [UInt8] {
    let message = try SignedRequestBody.write(
      Written(method: "request", cid: cid, subscriptions: nil, token: nil, request: request))
    guard message.count <= bytesMaximum else { throw .tooLong(actualBytes: message.count) }
    return message
  }

  private struct Written: Encodable {
    let method: String
    let cid: String?
    let subscriptions: [Subscription]?
    let token: String?
    let request: SignedRequest?

    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: WireKey.self)
      try object.encode(method, forKey: "method")
      try object.encodeIfPresent(cid, forKey: "cid")
      try object.encodeIfPresent(subscriptions, forKey: "subscriptions")
      try object.encodeIfPresent(token, forKey: "token")
      guard let request else { return }
      let endpoint = request.action.endpoint
      try object.encode(endpoint.rawValue, forKey: "path")
      try object.encode(WrittenBody(request: request, endpoint: endpoint), forKey: "body")
    }
  }
}

/// Why a subscription is refused.
public enum SocketRequestError: Error, Hashable, Sendable {
  /// What is a market's needs markets, of its own or of the message.
  case marketsMissing(SubscriptionName)
  /// What is a wallet's has no markets of its own.
  case marketsNotTaken(SubscriptionName)
  /// Candles need an interval.
  case intervalMissing
  /// Only candles have an interval.
  case intervalNotTaken(SubscriptionName)
  /// What is a wallet's needs a token.
  case tokenMissing(SubscriptionName)

  /// The code of the answer.
  public var code: ExchangeErrorCode {
    switch self {
    case .marketsMissing, .intervalMissing, .tokenMissing: .requiredParameter
    case .marketsNotTaken, .intervalNotTaken: .badRequest
    }
  }
}

extension SocketRequestError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .marketsMissing(let name): "\(name.wireName) needs markets: name at least one"
    case .marketsNotTaken(let name): "\(name.wireName) is of a whole wallet: leave markets out"
    case .intervalMissing: "candles need an interval, such as 1m"
    case .intervalNotTaken(let name): "\(name.wireName) has no interval: leave it out"
    case .tokenMissing(let name): "\(name.wireName) is private: send a token of GET /v1/wsToken"
    }
  }
}
