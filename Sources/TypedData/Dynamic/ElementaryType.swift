/// An elementary type of EIP-712.
enum ElementaryType {
  case bool
  case address
  case string
  case bytes
  /// `bytes1` to `bytes32`.
  case fixedBytes(count: Int)
  /// `uint8` to `uint256`, `int8` to `int256`.
  case integer(bits: Int, isSigned: Bool)

  /// Reads a type's name; aliases such as `uint` are none of EIP-712.
  init?(_ name: some Collection<UInt8>) {
    if name.elementsEqual("bool".utf8) {
      self = .bool
    } else if name.elementsEqual("address".utf8) {
      self = .address
    } else if name.elementsEqual("string".utf8) {
      self = .string
    } else if name.elementsEqual("bytes".utf8) {
      self = .bytes
    } else if let count = Self.suffix(of: name, after: "bytes"), count <= 32 {
      self = .fixedBytes(count: count)
    } else if let bits = Self.suffix(of: name, after: "uint"), bits <= 256, bits % 8 == 0 {
      self = .integer(bits: bits, isSigned: false)
    } else if let bits = Self.suffix(of: name, after: "int"), bits <= 256, bits % 8 == 0 {
      self = .integer(bits: bits, isSigned: true)
    } else {
      return nil
    }
  }

  private static func suffix(of name: some Collection<UInt8>, after prefix: String) -> Int? {
    name.starts(with: prefix.utf8) ? positiveCount(name.dropFirst(prefix.utf8.count)) : nil
  }

  /// Whether a struct type must not have this name: it is, or looks like, an elementary type.
  static func reserves(_ name: String) -> Bool {
    if ElementaryType(name.utf8) != nil { return true }
    for prefix in ["bytes", "uint", "int"] where name.utf8.starts(with: prefix.utf8) {
      return name.utf8.dropFirst(prefix.utf8.count).allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
    return false
  }
}
