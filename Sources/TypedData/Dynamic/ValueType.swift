/// The type of a member or element.
indirect enum ValueType {
  case elementary(ElementaryType)
  /// A struct type, by its position among the declared ones.
  case structure(Int)
  /// `T[n]`, or `T[]` when the count is `nil`.
  case array(ValueType, count: Int?)
}

/// Reads 1 to 5 decimal digits without a zero in front.
func positiveCount(_ digits: some Collection<UInt8>) -> Int? {
  guard (1...5).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
  var number = 0
  for digit in digits {
    guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
    number = number * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return number
}
