internal import EthereumPrimitives
public import TypedData

/// A market's name, such as `ETH-USD` or `1000PEPE-USD`.
///
/// From 1 to 32 ASCII letters, digits and hyphens: nothing that looks like another market's name, and nothing that a
/// page or a terminal could take for markup.
public struct MarketSymbol: Hashable, Sendable {
  /// The name and its hash, which every order for the market shares.
  public let typedDataText: TypedDataText

  /// The most bytes that a name may have.
  public static let bytesMaximum = 32

  /// Checks a name.
  public init(_ text: String) throws(MarketSymbolError) {
    let bytes = text.utf8Bytes
    guard !bytes.isEmpty, bytes.count <= Self.bytesMaximum else { throw .wrongLength }
    guard bytes.allSatisfy(Self.isAllowed) else { throw .unexpectedCharacter }
    typedDataText = TypedDataText(text)
  }

  /// The name.
  public var text: String { typedDataText.text }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension MarketSymbol: CustomStringConvertible {
  /// The name.
  public var description: String { text }
}

/// Why a text is not a market's name.
public enum MarketSymbolError: Error, Hashable, Sendable {
  /// Empty, or longer than 32 bytes.
  case wrongLength
  /// Something other than an ASCII letter, digit or hyphen.
  case unexpectedCharacter
}

extension MarketSymbolError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .wrongLength: "a market's name has 1 to 32 characters, as in ETH-USD"
    case .unexpectedCharacter: "a market's name has only ASCII letters, digits and hyphens, as in ETH-USD"
    }
  }
}
