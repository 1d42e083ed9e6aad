extension String {
  /// A text of bytes that are known to be UTF-8.
  ///
  /// `String(decoding:as:)` would repair them if they were not; the code that does is a tenth of the browser's module.
  @inline(never)
  package init(utf8 bytes: [UInt8]) {
    guard let text = try? UTF8Span(validating: bytes.span) else { preconditionFailure("the bytes are UTF-8") }
    self.init(copying: text)
  }

  /// Texts one after the other, joined as bytes.
  ///
  /// `+` and interpolation reckon with texts of other encodings, which takes as much code again.
  @inline(never)
  package init(joining parts: [String]) {
    var bytes: [UInt8] = []
    for part in parts { bytes += part.utf8Bytes }
    self.init(utf8: bytes)
  }

  /// Decimal digits of a 128-bit number.
  ///
  /// Divides by 10 digit by digit of 32 bits, because the browser's build has no 128-bit division to link to.
  @inline(never)
  package init(decimal value: UInt128) {
    var digits = [96, 64, 32, 0].map { UInt64(UInt32(truncatingIfNeeded: value >> UInt128($0))) }
    var text: [UInt8] = []
    while digits.contains(where: { $0 != 0 }) || text.isEmpty {
      var remainder: UInt64 = 0
      for index in digits.indices {
        let dividend = remainder << 32 | digits[index]
        digits[index] = dividend / 10
        remainder = dividend % 10
      }
      text.append(UInt8(ascii: "0") + UInt8(remainder))
    }
    self.init(utf8: [UInt8](text.reversed()))
  }

  /// Texts with whole numbers between them that are not negative, in decimal.
  @inline(never)
  package init(
    _ first: StaticString, _ number: Int, _ second: StaticString, _ last: Int? = nil, _ third: StaticString = ""
  ) {
    var parts = [first.description, String(decimal: UInt128(number)), second.description]
    if let last { parts += [String(decimal: UInt128(last)), third.description] }
    self.init(joining: parts)
  }

  /// The bytes of the text in UTF-8. `Array(text.utf8)` reckons with texts of other encodings too.
  @inline(never)
  package var utf8Bytes: [UInt8] {
    var bytes: [UInt8] = []
    let span = utf8.span
    bytes.reserveCapacity(span.count)
    for index in span.indices { bytes.append(span[index]) }
    return bytes
  }
}
