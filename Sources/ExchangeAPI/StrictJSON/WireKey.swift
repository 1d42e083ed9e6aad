/// The name of a JSON member, whatever it is.
public struct WireKey: CodingKey, Hashable, Sendable {
  /// The member's name.
  public let stringValue: String
  /// Always `nil`: members are never numbered.
  public var intValue: Int? { nil }

  /// The key of a member.
  public init(_ name: String) { stringValue = name }

  /// The key of a member.
  public init(stringValue: String) { self.init(stringValue) }

  /// No member has a number in place of a name.
  public init?(intValue: Int) { nil }
}

/// Where in a document a value is, as in `parameters.orderIds[2]`; `document` is the document itself.
func wirePath(_ codingPath: [any CodingKey]) -> String {
  var path = ""
  for key in codingPath {
    if let index = key.intValue {
      path += "[\(index)]"
    } else {
      path += path.isEmpty ? key.stringValue : "." + key.stringValue
    }
  }
  return path.isEmpty ? "document" : path
}
