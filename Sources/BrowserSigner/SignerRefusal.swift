internal import EthereumPrimitives

/// Why the module gives no answer.
///
/// A class, because it is passed up through every reader: one reference takes less code than its texts.
public final class SignerRefusal: Error, Sendable {
  /// The kinds of reasons, by the exchange's names for them.
  public enum Code: Sendable {
    /// The record itself cannot be read, or asks for nothing that is known.
    case badRequest
    /// A field is missing.
    case requiredParameter
    /// A field has a value that does not fit, or does not belong.
    case invalidParameter
    /// A session key is asked to sign what only the wallet may.
    case sessionKeyNotPermitted

    /// The name in the answer.
    public var text: StaticString {
      switch self {
      case .badRequest: "BAD_REQUEST"
      case .requiredParameter: "REQUIRED_PARAMETER"
      case .invalidParameter: "INVALID_PARAMETER"
      case .sessionKeyNotPermitted: "SESSION_KEY_NOT_PERMITTED"
      }
    }
  }

  /// The kind of reason.
  public let code: Code
  /// What was wrong and what to do, in a sentence.
  public let message: String
  /// The field that is wrong, such as `parameters.price`; empty where it is none in particular.
  public let field: String

  @inline(never)
  init(_ code: Code, field: String = "", _ message: [String]) {
    self.code = code
    self.message = String(joining: message)
    self.field = field
  }

  @inline(never)
  convenience init(_ code: Code, field: String = "", _ message: String) { self.init(code, field: field, [message]) }

  var record: Record {
    var record = Record()
    record.append("code", code.text.description)
    record.append("message", message)
    record.append("field", field)
    return record
  }
}
