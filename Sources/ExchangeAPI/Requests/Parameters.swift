internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// The parameters of one call: reads members by name into the types of the protocol.
struct Parameters {
  private let object: StrictObject

  init(_ decoder: any Decoder, allowing names: [String]) throws(StrictJSONError) {
    object = try StrictObject(decoder, allowing: names)
  }

  func contains(_ name: String) -> Bool { object.contains(name) }

  func nonce() throws -> Nonce { try required("nonce") { try Nonce($0) } }

  func address(_ name: String) throws -> Address { try required(name) { try Address($0) } }

  func optionalAddress(_ name: String) throws -> Address? { try optional(name) { try Address($0) } }

  /// The key that signs: absent, or the zero address, when the wallet does.
  func sessionKey(_ name: String = "delegatedKey") throws -> Address? {
    try optionalAddress(name).flatMap { $0 == .zero ? nil : $0 }
  }

  func market() throws -> MarketSymbol { try required("market") { try MarketSymbol($0) } }

  func pips(_ name: String) throws -> Pips { try required(name) { try Pips($0) } }

  func optionalPips(_ name: String) throws -> Pips? { try optional(name) { try Pips($0) } }

  func nullablePips(_ name: String) throws -> Pips? {
    guard contains(name), let text = try object.nullableString(name) else { return nil }
    return try read(name, text) { try Pips($0) }
  }

  func bytes(_ name: String, maximum: Int) throws -> [UInt8] {
    try required(name) { try Hex.decode($0, byteCountMaximum: maximum) }
  }

  func choice<Choice: WireName>(_ name: String) throws -> Choice {
    guard let choice: Choice = try optionalChoice(name) else {
      throw StrictJSONError.missing(path: object.path(to: name))
    }
    return choice
  }

  func optionalChoice<Choice: WireName>(_ name: String) throws -> Choice? {
    guard let text = try object.optionalString(name) else { return nil }
    guard let choice = Choice(wireName: text) else {
      let known = Choice.allCases.map { "\($0.wireName)" }.joined(separator: ", ")
      throw RequestBodyError.parameter(name: name, reason: "must be one of \(known)")
    }
    return choice
  }

  func flag(_ name: String) throws -> Bool { try object.optionalBool(name) ?? false }

  func texts(_ name: String, maximum: Int) throws -> [String]? {
    try object.optionalStrings(name, maximum: maximum)
  }

  func timestamp(_ name: String) throws -> Timestamp {
    let reason = "must be milliseconds since 1970 before the year 10000"
    let milliseconds: UInt64
    do throws(StrictJSONError) { milliseconds = try object.value(name) } catch {
      switch error {
      // Foundation has an error of its own, without a path, for numbers that are no UInt64.
      case .refused, .invalidValue: throw refuse(name, reason)
      default: throw error
      }
    }
    guard let time = Timestamp(milliseconds: milliseconds) else { throw refuse(name, reason) }
    return time
  }

  func name() throws -> SessionKeyName? {
    guard let text = try object.optionalString("name") else { return nil }
    guard let name = SessionKeyName(text) else {
      throw RequestBodyError.parameter(
        name: "name", reason: "must have at most 64 characters, without control or formatting characters")
    }
    return name
  }

  func required<Value>(_ name: String, _ parse: (String) throws -> Value) throws -> Value {
    try read(name, try object.string(name), parse)
  }

  func optional<Value>(_ name: String, _ parse: (String) throws -> Value) throws -> Value? {
    guard let text = try object.optionalString(name) else { return nil }
    return try read(name, text, parse)
  }

  func read<Value>(_ name: String, _ text: String, _ parse: (String) throws -> Value) throws -> Value {
    do { return try parse(text) } catch { throw RequestBodyError.parameter(name: name, reason: "\(error)") }
  }

  /// Fails on a combination that the call does not take.
  func refuse(_ name: String, _ reason: String) -> RequestBodyError { .parameter(name: name, reason: reason) }
}
