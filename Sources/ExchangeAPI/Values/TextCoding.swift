/// Reads a JSON text into a value that is checked where it is made.
///
/// - Throws: `DecodingError.dataCorrupted` with the reason, which becomes ``StrictJSONError/invalidValue(path:)``.
func decodeText<Value>(_ decoder: any Decoder, _ parse: (String) throws -> Value) throws -> Value {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  do { return try parse(text) } catch {
    throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
  }
}

/// Writes a value as a JSON text.
func encodeText(_ text: String, to encoder: any Encoder) throws {
  var container = encoder.singleValueContainer()
  try container.encode(text)
}
