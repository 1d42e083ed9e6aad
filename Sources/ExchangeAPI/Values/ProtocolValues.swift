public import EthereumPrimitives
public import PerpsProtocol

// The values of the protocol as they stand in JSON: one spelling each, read as strictly as everywhere else.

extension Pips: Codable {
  /// Reads a text with exactly eight digits after the point.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try Pips($0) } }
  /// Writes a text with exactly eight digits after the point.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension Amount: Codable {
  /// Reads a text with exactly eight digits after the point, and a hyphen in front when it is negative.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try Amount($0) } }
  /// Writes a text with exactly eight digits after the point, and a hyphen in front when it is negative.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension Address: Codable {
  /// Reads `0x` and 40 digits, with the right EIP-55 checksum where they are in mixed case.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try Address($0) } }
  /// Writes the address with its checksum.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension MarketSymbol: Codable {
  /// Reads a market's name.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try MarketSymbol($0) } }
  /// Writes the name.
  public func encode(to encoder: any Encoder) throws { try encodeText(text, to: encoder) }
}

extension OrderID: Codable {
  /// Reads an id.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try OrderID($0) } }
  /// Writes the id as it was spelled.
  public func encode(to encoder: any Encoder) throws { try encodeText(text, to: encoder) }
}

extension ClientOrderID: Codable {
  /// Reads an id.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try ClientOrderID($0) } }
  /// Writes the id.
  public func encode(to encoder: any Encoder) throws { try encodeText(text, to: encoder) }
}

extension Nonce: Codable {
  /// Reads a version-1 UUID.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { try Nonce($0) } }
  /// Writes the UUID in lower case with hyphens.
  public func encode(to encoder: any Encoder) throws { try encodeText(description, to: encoder) }
}

extension Timestamp: Codable {
  /// Reads whole milliseconds before the year 10000.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = Timestamp(milliseconds: try container.decode(UInt64.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a time must be milliseconds since 1970 before the year 10000")
    }
    self = time
  }

  /// Writes the milliseconds as a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

extension Curve: Codable {
  /// Reads `secp256k1` or `p256`.
  public init(from decoder: any Decoder) throws {
    self = try decodeText(decoder) { text in
      guard let curve = Curve.allCases.first(where: { $0.wireName.utf8.elementsEqual(text.utf8) }) else {
        throw UnknownNameError()
      }
      return curve
    }
  }

  /// Writes `secp256k1` or `p256`.
  public func encode(to encoder: any Encoder) throws { try encodeText(wireName, to: encoder) }

  private var wireName: String {
    switch self {
    case .secp256k1: "secp256k1"
    case .p256: "p256"
    }
  }
}
