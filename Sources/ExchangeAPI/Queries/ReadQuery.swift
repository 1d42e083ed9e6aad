public import EthereumPrimitives
public import PerpsProtocol

/// The query of a call that reads. Server and client share it; a call takes only ``ReadEndpoint/parameters``.
public struct ReadQuery: Hashable, Sendable {
  /// See ``ReadParameter/nonce``.
  public var nonce: Nonce?
  /// See ``ReadParameter/wallet``.
  public var wallet: Address?
  /// See ``ReadParameter/wallets``.
  public var wallets: [Address]?
  /// See ``ReadParameter/market``.
  public var market: MarketSymbol?
  /// See ``ReadParameter/orderID``.
  public var orderID: OrderReference?
  /// See ``ReadParameter/fillID``.
  public var fillID: String?
  /// See ``ReadParameter/depositID``.
  public var depositID: String?
  /// See ``ReadParameter/withdrawalID``.
  public var withdrawalID: String?
  /// See ``ReadParameter/closed``.
  public var closed: Bool?
  /// See ``ReadParameter/includePositions``.
  public var includePositions: Bool?
  /// See ``ReadParameter/start``.
  public var start: Timestamp?
  /// See ``ReadParameter/end``.
  public var end: Timestamp?
  /// See ``ReadParameter/fromID``.
  public var fromID: String?
  /// See ``ReadParameter/limit``.
  public var limit: Int?
  /// See ``ReadParameter/level``.
  public var level: Int?
  /// See ``ReadParameter/interval``.
  public var interval: CandleInterval?

  /// How many elements are answered where ``limit`` is not given.
  public static let limitDefault = 50
  /// The most elements that can be asked for.
  public static let limitMaximum = 1_000
  /// The most wallets that can be named at a time. With their commas encoded they have 1,440 bytes.
  public static let walletsMaximum = 32
  /// The most bytes that the id of a fill, deposit or withdrawal may have.
  public static let idBytesMaximum = 128

  /// An empty query.
  public init() {}
}

extension ReadQuery {
  /// Reads a query, without its question mark, for a call.
  ///
  /// - Throws: ``QueryError`` for what the call does not know, for a name that is there twice, for malformed
  ///   percent-encoding, and where a private call has no nonce.
  public init(_ text: String, of endpoint: ReadEndpoint) throws(QueryError) {
    self.init()
    for (name, value) in try QueryString(text).items {
      guard let parameter = endpoint.parameters.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) }) else {
        throw .unknown(name: name)
      }
      try set(parameter, value, of: endpoint)
    }
    if endpoint.isPrivate && nonce == nil { throw .required(name: .nonce) }
  }

  /// The query as it is sent, without a question mark; empty when nothing is asked for.
  public var text: String {
    QueryString(items: ReadParameter.allCases.compactMap { name in self[name].map { (name.rawValue, $0) } }).text
  }

  private mutating func set(
    _ parameter: ReadParameter, _ text: String, of endpoint: ReadEndpoint
  ) throws(QueryError) {
    func read<Value>(_ parse: (String) throws -> Value) throws(QueryError) -> Value {
      do { return try parse(text) } catch { throw .invalid(name: parameter, reason: "\(error)") }
    }
    switch parameter {
    case .nonce: nonce = try read { try Nonce($0) }
    case .wallet: wallet = try read { try Address($0) }
    case .wallets: wallets = try read(Self.wallets)
    case .market: market = try read { try MarketSymbol($0) }
    case .orderID: orderID = try read { try OrderReference($0) }
    case .fillID: fillID = try read(Self.id)
    case .depositID: depositID = try read(Self.id)
    case .withdrawalID: withdrawalID = try read(Self.id)
    case .closed: closed = try read(Self.flag)
    case .includePositions: includePositions = try read(Self.flag)
    case .start: start = try read(Self.time)
    case .end: end = try read(Self.time)
    case .fromID: fromID = try read(Self.id)
    case .limit: limit = try read { try Self.number($0, in: endpoint.limits) }
    case .level: level = try read { try Self.number($0, in: 1...2) }
    case .interval: interval = try read(Self.interval)
    }
  }

  private subscript(parameter: ReadParameter) -> String? {
    switch parameter {
    case .nonce: nonce?.description
    case .wallet: wallet?.description
    case .wallets: wallets?.map(\.description).joined(separator: ",")
    case .market: market?.text
    case .orderID: orderID?.text
    case .fillID: fillID
    case .depositID: depositID
    case .withdrawalID: withdrawalID
    case .closed: closed?.description
    case .includePositions: includePositions?.description
    case .start: start?.milliseconds.description
    case .end: end?.milliseconds.description
    case .fromID: fromID
    case .limit: limit?.description
    case .level: level?.description
    case .interval: interval?.wireName.description
    }
  }
}

// MARK: - Values

extension ReadQuery {
  private struct Reason: Error, CustomStringConvertible {
    let description: String
  }

  private static func id(_ text: String) throws -> String {
    guard (1...idBytesMaximum).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Reason(description: "an id has 1 to \(idBytesMaximum) printable ASCII characters")
    }
    return text
  }

  private static func wallets(_ text: String) throws -> [Address] {
    let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count <= walletsMaximum else {
      throw Reason(description: "name at most \(walletsMaximum) wallets")
    }
    return try parts.map { try Address(String(decoding: $0, as: UTF8.self)) }
  }

  private static func flag(_ text: String) throws -> Bool {
    guard let flag = Bool(text) else { throw Reason(description: "must be true or false") }
    return flag
  }

  private static func time(_ text: String) throws -> Timestamp {
    guard let milliseconds = UInt64(text), milliseconds.description == text,
      let time = Timestamp(milliseconds: milliseconds)
    else { throw Reason(description: "must be milliseconds since 1970 before the year 10000") }
    return time
  }

  private static func number(_ text: String, in range: ClosedRange<Int>) throws -> Int {
    guard let number = Int(text), number.description == text, range.contains(number) else {
      throw Reason(description: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func interval(_ text: String) throws -> CandleInterval {
    guard let interval = CandleInterval(wireName: text) else {
      let known = CandleInterval.allCases.map { "\($0.wireName)" }.joined(separator: ", ")
      throw Reason(description: "must be one of \(known)")
    }
    return interval
  }
}
