/// A JSON document as it was written: numbers keep their spelling and objects their order.
///
/// Reading JSON text is not done here, so that this module needs no Foundation; `StrictJSON` of `ExchangeAPI` makes
/// these values.
public indirect enum JSONValue: Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number, as the characters that spell it: no precision is lost.
  case number(String)
  /// A text, with its escapes resolved.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object, its members in the order in which they were written.
  case object([JSONMember])
}

/// A member of a JSON object.
public struct JSONMember: Sendable {
  /// The member's name.
  public let name: String
  /// The member's value.
  public let value: JSONValue

  /// Puts a name and a value together.
  public init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }
}
