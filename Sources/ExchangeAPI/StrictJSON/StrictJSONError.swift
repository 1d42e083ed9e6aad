/// Why a JSON document is refused.
///
/// Offsets count bytes from the document's beginning; a path is written as in `parameters.orderIds[2]`.
public enum StrictJSONError: Error, Sendable {
  /// The document is larger than is read.
  case tooLong(bytesMaximum: Int, actualBytes: Int)
  /// The document has a byte order mark, is UTF-16 or UTF-32, or its UTF-8 is wrong.
  case notUTF8
  /// More objects and arrays are open at this offset than may be.
  case tooDeep(offset: Int, depthMaximum: Int)
  /// The document is not JSON. The offset is known when the error is not only in the order of its parts.
  case malformed(offset: Int?)
  /// A text contains a control character or a wrong escape, or half of a surrogate pair.
  case malformedString(offset: Int)
  /// A number is not spelled as JSON spells it.
  case malformedNumber(offset: Int)
  /// A member's name is too long, or has something other than printable ASCII characters without escapes.
  ///
  /// Other names can be equal for one reader and different for the next.
  case unusualMemberName(offset: Int)
  /// An object has two members of this name.
  case duplicateMember(offset: Int, name: String)
  /// The object at the path has a member that does not belong there.
  case unknownMember(path: String, name: String)
  /// A required member is not there.
  case missing(path: String)
  /// A member that may be left out is `null`, or a required one is.
  case null(path: String)
  /// A member has another JSON type than it must have.
  case wrongType(path: String)
  /// A member has the right type and a value that does not fit.
  case invalidValue(path: String)
  /// An array has too many elements.
  case tooManyElements(path: String, maximum: Int)
  /// The type that was read refused its own content, for this reason.
  case refused(any Error)
}

extension StrictJSONError {
  /// Takes whatever decoding threw.
  ///
  /// - Parameter path: where decoding was, because Foundation does not say for which number it has no room.
  init(_ error: any Error, at path: [any CodingKey] = []) {
    switch error {
    case let error as StrictJSONError: self = error
    case DecodingError.keyNotFound(let key, let context): self = .missing(path: wirePath(context.codingPath + [key]))
    case DecodingError.valueNotFound(_, let context): self = .null(path: wirePath(context.codingPath))
    case DecodingError.typeMismatch(_, let context): self = .wrongType(path: wirePath(context.codingPath))
    case DecodingError.dataCorrupted(let context):
      let path = context.codingPath.isEmpty ? path : context.codingPath
      self = path.isEmpty ? .malformed(offset: nil) : .invalidValue(path: wirePath(path))
    default: self = Self.isOfFoundation(error) ? .invalidValue(path: wirePath(path)) : .refused(error)
    }
  }

  /// Inside of a document, Foundation throws a private error for a number that its type has no room for.
  private static func isOfFoundation(_ error: any Error) -> Bool {
    String(reflecting: type(of: error)).utf8.starts(with: "Foundation".utf8)
  }
}

extension StrictJSONError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .tooLong(let maximum, let actual): "the document has \(actual) bytes: send at most \(maximum)"
    case .notUTF8: "the document is not UTF-8: send JSON as UTF-8 without a byte order mark"
    case .tooDeep(let offset, let maximum): "nesting at byte \(offset) is deeper than the maximum of \(maximum)"
    case .malformed(let offset?): "the document is not JSON at byte \(offset): write it as RFC 8259 says"
    case .malformed(nil): "the document is not JSON: write it as RFC 8259 says"
    case .malformedString(let offset):
      "the text at byte \(offset) has a control character, a wrong escape or half of a surrogate pair: escape it"
    case .malformedNumber(let offset): "the number at byte \(offset) is not spelled as JSON spells numbers"
    case .unusualMemberName(let offset):
      "the member name at byte \(offset) must be up to \(StrictJSON.memberNameBytesMaximum) printable ASCII "
        + "characters without escapes"
    case .duplicateMember(let offset, let name): "the member \(name) at byte \(offset) is named twice: leave one out"
    case .unknownMember(let path, let name): "\(path) has no member \(name): leave it out or correct its name"
    case .missing(let path): "\(path) is missing: add it"
    case .null(let path): "\(path) must not be null: give it a value, or leave it out if it is optional"
    case .wrongType(let path): "\(path) has the wrong JSON type"
    case .invalidValue(let path): "\(path) has a value that does not fit its type"
    case .tooManyElements(let path, let maximum): "\(path) has too many elements: send at most \(maximum)"
    case .refused(let reason): "\(reason)"
    }
  }
}
