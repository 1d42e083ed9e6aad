internal import Foundation
public import TypedData

/// Reading JSON without the liberties that Foundation takes.
///
/// `JSONDecoder` stays the parser. `JSONGuard` reads the bytes before it and refuses what it would let through:
/// a member named twice (it keeps one of the two), names that are equal only as Swift texts, trailing commas, UTF-16,
/// deep nesting, and misspelt numbers and texts in members that nobody reads. What was signed and what was read must
/// be the same thing to every reader.
public enum StrictJSON {
  /// The largest document that is read unless the caller says otherwise.
  public static let bytesMaximum = 1_048_576
  /// The most objects and arrays that may be open at a time.
  public static let depthMaximum = 32
  /// The longest member name.
  public static let memberNameBytesMaximum = 128

  /// Reads a document into a value.
  ///
  /// An error that an `init(from:)` throws itself arrives as ``StrictJSONError/refused(_:)``, or unchanged when it is
  /// a ``StrictJSONError``.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], bytesMaximum: Int = bytesMaximum
  ) throws(StrictJSONError) -> Value {
    try JSONGuard.check(bytes, bytesMaximum: bytesMaximum)
    let data = Data(bytes)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      let error = StrictJSONError(error)
      guard case .malformed = error, (try? JSONDecoder().decode(Sentence.self, from: data)) != nil else { throw error }
      // Foundation says of a number that does not fit that the document is not JSON, and not where.
      throw .invalidValue(path: wirePath([]))
    }
  }

  /// Reads a document whose members are not known beforehand, with every number as it was spelled.
  public static func tree(
    _ bytes: [UInt8], bytesMaximum: Int = bytesMaximum
  ) throws(StrictJSONError) -> JSONValue {
    let outline = try JSONGuard.outline(bytes, bytesMaximum: bytesMaximum)
    do {
      return try JSONDecoder().decode(JSONTree.self, from: Data(bytes), configuration: outline).value
    } catch {
      throw StrictJSONError(error)
    }
  }
}

/// Any document that is JSON: Foundation checks the sentence, and nothing is read.
private struct Sentence: Decodable {
  init(from decoder: any Decoder) throws {}
}
