/// A type as it is spelled in a declaration: a name and brackets.
struct TypeSpelling {
  let name: String
  /// What stands in the brackets, innermost array first; `nil` for empty brackets.
  private(set) var counts: [Int?] = []

  /// Reads a type such as `uint8[2][]`, or `nil` when it is not spelled like one.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    let nameEnd = bytes.firstIndex(of: UInt8(ascii: "[")) ?? bytes.endIndex
    name = String(decoding: bytes[..<nameEnd], as: UTF8.self)
    guard isIdentifier(name) else { return nil }
    var rest = bytes[nameEnd...]
    while !rest.isEmpty {
      guard counts.count < DynamicTypedData.arrayDimensionsMaximum, rest.first == UInt8(ascii: "[") else { return nil }
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let count = rest[(rest.startIndex + 1)..<end]
      rest = rest[(end + 1)...]
      if count.isEmpty {
        counts.append(nil)
      } else if let number = positiveCount(count) {
        counts.append(number)
      } else {
        return nil
      }
    }
  }

  /// The type, given the type that the name stands for.
  func type(of base: ValueType) -> ValueType {
    var type = base
    for count in counts { type = .array(type, count: count) }
    return type
  }
}
