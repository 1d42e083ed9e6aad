internal import ExchangeAPI

/// Why a stream cannot go on as it is.
enum StreamFailure: Error {
  /// Another connection may do better.
  case passing(SocketEnd)
  /// Trying again makes no sense.
  case final(ExchangeError)

  /// What has been asked for beside the connection has failed.
  init(_ error: ExchangeError) {
    switch error {
    case .notReachable(let reason): self = .passing(.notReachable(reason: reason))
    case .notAnswered: self = .passing(.notServed(reason: error.description))
    case .unreadableAnswer(let status, _) where !(200..<300).contains(status):
      self = .passing(.notServed(reason: error.description))
    case .refused(_, _, let status) where status >= 500 || status == 429 || status == 408:
      self = .passing(.notServed(reason: error.description))
    default: self = .final(error)
    }
  }

  /// What was asked for over the connection was refused, or has ended.
  init(_ details: ErrorDetails) {
    self.init(ExchangeError.refused(code: details.code, message: details.message, status: details.code.status))
  }
}
