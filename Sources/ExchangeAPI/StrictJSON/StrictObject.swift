/// A JSON object of which every member is known.
///
/// For the `init(from:)` of wire types: a member that is not allowed is refused rather than passed over, so that
/// nobody believes to have sent something that was never read.
public struct StrictObject {
  private let container: KeyedDecodingContainer<WireKey>

  /// Opens the decoder's object.
  ///
  /// - Parameter names: every member that the object may have.
  public init(_ decoder: any Decoder, allowing names: [String]) throws(StrictJSONError) {
    do { container = try decoder.container(keyedBy: WireKey.self) } catch { throw StrictJSONError(error) }
    var unknown: String?
    for key in container.allKeys where !names.contains(key.stringValue) {
      unknown = min(unknown ?? key.stringValue, key.stringValue)
    }
    if let unknown { throw .unknownMember(path: wirePath(container.codingPath), name: unknown) }
  }

  /// Whether the object has the member, be it `null`.
  public func contains(_ name: String) -> Bool { container.contains(WireKey(name)) }

  /// Reads a required member.
  public func value<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self
  ) throws(StrictJSONError) -> Value {
    try required(name) { try container.decode(type, forKey: $0) }
  }

  /// Reads a member that may be left out; it must not be `null`.
  public func optionalValue<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self
  ) throws(StrictJSONError) -> Value? {
    try optional(name) { try container.decodeIfPresent(type, forKey: $0) }
  }

  /// Reads a member that must be there and may be `null`.
  public func nullableValue<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self
  ) throws(StrictJSONError) -> Value? {
    try isNull(name) ? nil : try value(name, as: type)
  }

  /// Reads a required text.
  public func string(_ name: String) throws(StrictJSONError) -> String {
    try required(name) { try container.decode(String.self, forKey: $0) }
  }

  /// Reads a text that may be left out; it must not be `null`.
  public func optionalString(_ name: String) throws(StrictJSONError) -> String? {
    try optional(name) { try container.decodeIfPresent(String.self, forKey: $0) }
  }

  /// Reads a text that must be there and may be `null`.
  public func nullableString(_ name: String) throws(StrictJSONError) -> String? { try nullableValue(name) }

  /// Reads a required `true` or `false`.
  public func bool(_ name: String) throws(StrictJSONError) -> Bool { try value(name) }

  /// Reads a `true` or `false` that may be left out; it must not be `null`.
  public func optionalBool(_ name: String) throws(StrictJSONError) -> Bool? {
    try optional(name) { try container.decodeIfPresent(Bool.self, forKey: $0) }
  }

  /// Reads a required array of texts, with at most so many of them.
  public func strings(_ name: String, maximum: Int) throws(StrictJSONError) -> [String] {
    guard let texts = try optionalStrings(name, maximum: maximum) else { throw .missing(path: path(to: name)) }
    return texts
  }

  /// Reads an array of texts that may be left out, with at most so many of them; it must not be `null`.
  public func optionalStrings(_ name: String, maximum: Int) throws(StrictJSONError) -> [String]? {
    guard let texts = try optionalValue(name, as: [String].self) else { return nil }
    guard texts.count <= maximum else { throw .tooManyElements(path: path(to: name), maximum: maximum) }
    return texts
  }

  /// Where a member is in the document, for errors.
  public func path(to name: String) -> String { wirePath(container.codingPath + [WireKey(name)]) }

  // For texts and flags the callers name the type: the decoder has a shorter way for these than for any type.

  private func required<Value>(
    _ name: String, _ decode: (WireKey) throws -> Value
  ) throws(StrictJSONError) -> Value {
    let key = WireKey(name)
    do { return try decode(key) } catch { throw StrictJSONError(error, at: container.codingPath + [key]) }
  }

  private func optional<Value>(
    _ name: String, _ decode: (WireKey) throws -> Value?
  ) throws(StrictJSONError) -> Value? {
    let key = WireKey(name)
    do {
      if let value = try decode(key) { return value }
    } catch { throw StrictJSONError(error, at: container.codingPath + [key]) }
    if container.contains(key) { throw .null(path: path(to: name)) }
    return nil
  }

  private func isNull(_ name: String) throws(StrictJSONError) -> Bool {
    do { return try container.decodeNil(forKey: WireKey(name)) } catch { throw StrictJSONError(error) }
  }
}
