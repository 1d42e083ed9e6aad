/// Why a request's body cannot be taken. Nothing has been verified or changed.
public enum RequestBodyError: Error, Sendable {
  /// The document is not what the call takes: not JSON, of the wrong shape, or with a member that does not belong.
  case document(StrictJSONError)
  /// A parameter has a value that does not fit; the reason is a sentence.
  case parameter(name: String, reason: String)
  /// A parameter is missing.
  case required(name: String)
  /// The list of orders to cancel is there and names none. The exchange has a code of its own for it.
  case noOrders

  /// The exchange's code for it.
  public var code: String {
    switch self {
    case .document(.missing), .required: "REQUIRED_PARAMETER"
    case .document(.unknownMember), .document(.null), .document(.wrongType), .document(.invalidValue),
      .document(.tooManyElements), .parameter:
      "INVALID_PARAMETER"
    case .document, .noOrders: "BAD_REQUEST"
    }
  }
}

extension RequestBodyError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .document(let reason): reason.description
    case .parameter(let name, let reason): "\(name): \(reason)"
    case .required(let name): "\(name) is missing: add it"
    case .noOrders: "orderIds names no order: name at least one, or leave it out to cancel all"
    }
  }
}

extension RequestBodyError {
  /// Finds the reason that a body's own `init(from:)` gave.
  init(_ error: StrictJSONError) {
    if case .refused(let reason as RequestBodyError) = error { self = reason } else { self = .document(error) }
  }
}
