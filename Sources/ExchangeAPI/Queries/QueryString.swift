internal import EthereumPrimitives

/// The query of a URL as a list of names and values, read so strictly that there is one way to understand it.
///
/// A name is there once, everything outside of RFC 3986's unreserved characters and its sub-delimiters is
/// percent-encoded UTF-8, and a plus sign is a space, as in forms and in `URLSearchParams`. It is written with `%20` and
/// `%2B`, which everybody reads alike. Credentials sign the text exactly as it was sent, so whoever
/// verifies them must use that and not what is written here.
struct QueryString {
  /// The names and values, decoded, in their order.
  let items: [(name: String, value: String)]

  static let bytesMaximum = 4_096
  static let itemsMaximum = 32

  init(items: [(name: String, value: String)]) { self.items = items }

  /// Reads a query without its question mark; an empty text has no items.
  init(_ text: String) throws(QueryError) {
    guard text.utf8.count <= Self.bytesMaximum else { throw .tooLong(bytesMaximum: Self.bytesMaximum) }
    var items: [(name: String, value: String)] = []
    let parts =
      text.utf8.isEmpty ? [] : Array(text.utf8).split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    guard parts.count <= Self.itemsMaximum else { throw .tooManyParameters(maximum: Self.itemsMaximum) }
    for part in parts {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { throw .malformed }
      let name = try Self.decode(part[..<equals])
      guard !items.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { throw .repeated(name: name) }
      items.append((name, try Self.decode(part[(equals + 1)...])))
    }
    self.items = items
  }

  /// The query as it is sent.
  var text: String {
    items.map { Self.encode($0.name) + "=" + Self.encode($0.value) }.joined(separator: "&")
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) throws(QueryError) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        guard isAllowed(byte) else { throw .malformed }
        decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Hex.value), let low = rest.popFirst().flatMap(Hex.value) else {
        throw .malformed
      }
      decoded.append(high << 4 | low)
    }
    guard let text = try? UTF8Span(validating: decoded.span) else { throw .malformed }
    return String(copying: text)
  }

  private static func encode(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), upperDigit(byte >> 4), upperDigit(byte & 0x0f)]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func upperDigit(_ value: UInt8) -> UInt8 {
    let digit = Hex.digit(value)
    return digit >= UInt8(ascii: "a") ? digit - 32 : digit
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// What RFC 3986, section 3.4, lets stand in a query as it is, but for what separates names and values.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || "!$'()*+,;:@/?".utf8.contains(byte)
  }
}
