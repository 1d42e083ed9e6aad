internal import SessionKeys

/// Why a query cannot be taken.
public enum QueryError: Error, Hashable, Sendable {
  /// The query is larger than is read.
  case tooLong(bytesMaximum: Int)
  /// There are more parameters than any call has.
  case tooManyParameters(maximum: Int)
  /// A part is no `name=value`, or its percent-encoding or UTF-8 is wrong.
  case malformed
  /// A parameter is there twice.
  case repeated(name: String)
  /// The call has no such parameter.
  case unknown(name: String)
  /// A parameter has a value that does not fit; the reason is a sentence.
  case invalid(name: ReadParameter, reason: String)
  /// The call needs this parameter.
  case required(name: ReadParameter)

  /// The code that it is answered with.
  public var code: ErrorCode {
    switch self {
    case .tooLong, .tooManyParameters, .malformed, .repeated: .exchange(.badRequest)
    case .unknown, .invalid: .refusal(.invalidParameter)
    case .required: .exchange(.requiredParameter)
    }
  }
}

extension QueryError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .tooLong(let maximum): "the query is longer than \(maximum) bytes"
    case .tooManyParameters(let maximum): "the query has more than \(maximum) parameters"
    case .malformed: "the query is not name=value, joined by &, in percent-encoded UTF-8"
    case .repeated(let name): "the parameter \(name) is named twice: leave one out"
    case .unknown(let name): "the call has no parameter \(name): leave it out or correct its name"
    case .invalid(let name, let reason): "\(name.rawValue): \(reason)"
    case .required(let name): "\(name.rawValue) is missing: add it"
    }
  }
}
