internal import EthereumPrimitives

/// Bytes that JSON writes as `0x` and two digits each.
public struct HexBytes: Hashable, Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// The most bytes that are read.
  public static let bytesMaximum = 4_096

  /// Takes bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension HexBytes: Codable {
  /// Reads `0x` and an even number of digits.
  public init(from decoder: any Decoder) throws {
    self.init(try decodeText(decoder) { try Hex.decode($0, byteCountMaximum: Self.bytesMaximum) })
  }

  /// Writes lower-case digits.
  public func encode(to encoder: any Encoder) throws { try encodeText(Hex.encode(bytes), to: encoder) }
}
