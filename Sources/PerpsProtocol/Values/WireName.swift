/// A choice that JSON and typed data write by a fixed name.
public protocol WireName: CaseIterable, Hashable, Sendable {
  /// The name on the wire.
  var wireName: StaticString { get }
}

extension WireName {
  /// The case of a name on the wire, compared byte for byte, or `nil`.
  public init?(wireName: String) {
    for candidate in Self.allCases where candidate.wireName.description.utf8.elementsEqual(wireName.utf8) {
      self = candidate
      return
    }
    return nil
  }
}
