internal import Ledger

/// What can go wrong with a connection.
enum PostgreSQLError: Error {
  /// The database is not reached, or not any more, for this reason. What was sent last may have been done.
  case connectionLost(String)
  /// The database refuses a statement. The transaction is over, and nothing of it was done.
  case refused(state: String, message: String)

  /// Whether a statement breaks a constraint or a trigger's rule.
  var isConstraint: Bool {
    guard case .refused(let state, _) = self else { return false }
    return state.hasPrefix("23") || state == "P0001" || state.hasPrefix("22")
  }

  var isConnectionLost: Bool { if case .connectionLost = self { true } else { false } }
}

extension PostgreSQLError: CustomStringConvertible {
  var description: String {
    switch self {
    case .connectionLost(let reason): "the database is not reached: \(reason)"
    case .refused(let state, let message): "\(message) (SQLSTATE \(state))"
    }
  }
}

extension LedgerError {
  /// What opening threw.
  init(opening error: any Error) {
    self = (error as? LedgerError) ?? .cannotOpen("\(error)")
  }

  /// What reading threw.
  init(reading error: any Error) {
    switch error {
    case let error as LedgerError: self = error
    case let error as RequestEncodingError: self = .damaged("\(error)")
    case let error as PostgreSQLError where error.isConnectionLost: self = .unreachable("\(error)")
    default: self = .unreadable("\(error)")
    }
  }

  /// What taking requests threw, where it is known that nothing was admitted.
  init(admitting error: any Error) {
    switch error {
    case let error as LedgerError: self = error
    case let error as RequestEncodingError: self = .damaged("\(error)")
    default: self = .notAdmitted("\(error)")
    }
  }
}
