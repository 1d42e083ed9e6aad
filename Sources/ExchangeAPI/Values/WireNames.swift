public import PerpsProtocol

/// A name that a choice of the API does not have.
struct UnknownNameError: Error, CustomStringConvertible {
  var description: String { "the name is none of those that are known" }
}

extension WireName where Self: Decodable {
  /// Reads the name; one that is not known is refused.
  public init(from decoder: any Decoder) throws { self = try decodeName(decoder) }
}

extension WireName where Self: Encodable {
  /// Writes the name.
  public func encode(to encoder: any Encoder) throws { try encodeText(wireName.description, to: encoder) }
}

// What is signed by its number is written by its name too: these stand before the coding of raw values.

extension WireName where Self: Decodable & RawRepresentable, RawValue == UInt8 {
  /// Reads the name; one that is not known is refused.
  public init(from decoder: any Decoder) throws { self = try decodeName(decoder) }
}

extension WireName where Self: Encodable & RawRepresentable, RawValue == UInt8 {
  /// Writes the name.
  public func encode(to encoder: any Encoder) throws { try encodeText(wireName.description, to: encoder) }
}

private func decodeName<Choice: WireName>(_ decoder: any Decoder) throws -> Choice {
  try decodeText(decoder) { text in
    guard let choice = Choice(wireName: text) else { throw UnknownNameError() }
    return choice
  }
}

extension OrderType: Codable {}
extension OrderSide: Codable {}
extension TimeInForce: Codable {}
extension SelfTradePrevention: Codable {}
extension TriggerType: Codable {}
extension OrderStatus: Codable {}
extension OrderUpdateKind: Codable {}
extension FillAction: Codable {}
extension FillType: Codable {}
extension Liquidity: Codable {}
extension PositionSide: Codable {}
extension MarketStatus: Codable {}
extension Permission: Codable {}
extension OpenOrders: Codable {}
extension CandleInterval: Codable {}
