public import TypedData

extension JSONValue: Encodable {
  /// Writes the value as it was read.
  ///
  /// Integers keep their value exactly, up to 64 bits; any other number is refused, because encoders round it. The
  /// exchange's API writes fractions as texts.
  ///
  /// - Throws: `EncodingError.invalidValue` for a number with a fraction, an exponent, or more than 64 bits.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let flag): try Self.encode(flag, to: encoder)
    case .number(let lexeme): try Self.encode(number: lexeme, to: encoder)
    case .string(let text): try Self.encode(text, to: encoder)
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .object(let members):
      var container = encoder.container(keyedBy: WireKey.self)
      for member in members { try container.encode(member.value, forKey: WireKey(member.name)) }
    }
  }

  private static func encode(_ value: some Encodable, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  private static func encode(number lexeme: String, to encoder: any Encoder) throws {
    if let number = Int64(lexeme), isSpelling(lexeme, of: number) {
      try encode(number, to: encoder)
    } else if let number = UInt64(lexeme), isSpelling(lexeme, of: number) {
      try encode(number, to: encoder)
    } else {
      let reason = "a number that is not an integer of up to 64 bits has no exact form: write it as a text"
      throw EncodingError.invalidValue(
        lexeme, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: reason))
    }
  }

  /// Whether an integer is spelled as JSON spells it: `-0` is not 0.
  private static func isSpelling(_ lexeme: String, of number: some BinaryInteger) -> Bool {
    lexeme.utf8.elementsEqual(number.description.utf8)
  }
}
