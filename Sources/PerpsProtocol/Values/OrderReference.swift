internal import EthereumPrimitives

/// A trader's own name for an order: at most 40 bytes of UTF-8.
///
/// Bytes count, not characters: 14 Chinese characters are 42 bytes and too long. Two ids are the same when their bytes
/// are; Swift's `String` would call some ids equal that the contract tells apart.
public struct ClientOrderID: Sendable {
  /// The id.
  public let text: String

  /// The most bytes that an id may have.
  public static let bytesMaximum = 40

  /// Checks an id; an empty one means the same as none.
  public init(_ text: String) throws(ClientOrderIDError) {
    let byteCount = text.utf8.span.count
    guard byteCount <= Self.bytesMaximum else { throw .tooLong(actualBytes: byteCount) }
    self.text = text
  }
}

extension ClientOrderID: Hashable {
  /// Compares the bytes.
  public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Feeds the bytes, which is what `==` compares.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

/// Why a text is not a client order id.
public enum ClientOrderIDError: Error, Hashable, Sendable {
  /// More than 40 bytes of UTF-8.
  case tooLong(actualBytes: Int)
}

extension ClientOrderIDError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .tooLong(let actual):
      String("a client order id has at most 40 bytes of UTF-8, not ", actual, "")
    }
  }
}

/// An order as a cancellation names it: by the exchange's id, or by the trader's own as `client:<id>`.
public enum OrderReference: Hashable, Sendable {
  /// The exchange's id, as it was spelled: 1 to 64 printable ASCII characters without a colon.
  case order(OrderID)
  /// The trader's own id; never empty here.
  case client(ClientOrderID)

  private static let clientPrefix = "client:"

  /// Reads a reference as it stands on the wire.
  public init(_ text: String) throws(OrderReferenceError) {
    let (bytes, prefix) = (text.utf8Bytes, Self.clientPrefix.utf8Bytes)
    if bytes.starts(with: prefix) {
      let id = String(utf8: Array(bytes[prefix.count...]))
      guard bytes.count > prefix.count else { throw .empty }
      do { self = .client(try ClientOrderID(id)) } catch { throw .clientOrderID(error) }
    } else {
      self = .order(try OrderID(text))
    }
  }

  /// The reference as it is signed.
  public var text: String {
    switch self {
    case .order(let id): id.text
    case .client(let id): String(joining: [Self.clientPrefix, id.text])
    }
  }
}

/// The exchange's name for an order.
public struct OrderID: Sendable {
  /// The id as it was spelled, which is how it is signed.
  public let text: String

  /// The most bytes that an id may have.
  public static let bytesMaximum = 64

  /// Takes 1 to 64 printable ASCII characters without spaces and colons.
  public init(_ text: String) throws(OrderReferenceError) {
    let bytes = text.utf8Bytes
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.bytesMaximum else { throw .tooLong }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }) else {
      throw .unexpectedCharacter
    }
    self.text = text
  }

  /// The id that is a number in decimal.
  public init(number: UInt64) { text = String(number) }
}

extension OrderID: Hashable {
  /// Compares the bytes.
  public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Feeds the bytes, which is what `==` compares.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}

/// Why a text does not name an order.
public enum OrderReferenceError: Error, Hashable, Sendable {
  /// There is no id.
  case empty
  /// An exchange's id of more than 64 bytes.
  case tooLong
  /// An exchange's id with something other than printable ASCII, or with a colon.
  case unexpectedCharacter
  /// What follows `client:` is not a client order id.
  case clientOrderID(ClientOrderIDError)
}

extension OrderReferenceError: CustomStringConvertible {
  /// What was wrong and what is expected, in a sentence.
  public var description: String {
    switch self {
    case .empty: "an order id is empty"
    case .tooLong: "an order id has at most 64 characters"
    case .unexpectedCharacter: "an order id has only printable ASCII characters; a client order id begins with client:"
    case .clientOrderID(let reason): reason.description
    }
  }
}
