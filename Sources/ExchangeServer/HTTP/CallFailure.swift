internal import ExchangeAPI
internal import Ledger
internal import SandboxExchange
internal import SessionKeys

/// Why a call is not answered with what it asked for: what the client is told.
struct CallFailure: Error {
  let code: ErrorCode
  let message: String
  /// When it is worth trying again, in seconds.
  var secondsUntilRetry: Int?

  init(_ code: ExchangeErrorCode, _ message: String, secondsUntilRetry: Int? = nil) {
    self.code = .exchange(code)
    self.message = message
    self.secondsUntilRetry = secondsUntilRetry
  }

  init(_ code: ErrorCode, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension CallFailure {
  /// The one place where errors become answers.
  ///
  /// What is not known here is the server's fault: the client learns nothing of it but that, and the operator finds
  /// it in the log under the request's id.
  init(_ error: any Error) {
    switch error {
    case let failure as CallFailure: self = failure
    case let refusal as Refusal: self.init(.refusal(refusal.code), refusal.description)
    case let refusal as BusinessRefusal: self.init(ErrorCode("\(refusal.code)"), refusal.description)
    case let error as RequestBodyError: self.init(error)
    case let error as QueryError: self.init(error.code, error.description)
    case let error as SocketRequestError: self.init(error.code, error.description)
    case let excess as RateExcess:
      self.init(
        .exceededRateLimit, "too many requests: wait \(excess.secondsUntilRetry) seconds",
        secondsUntilRetry: excess.secondsUntilRetry)
    case let error as LedgerError: self.init(error)
    case let error as ReplicaError: self.init(error)
    default: self = .internalError
    }
  }

  private init(_ error: RequestBodyError) {
    if case .document(.tooLong) = error {
      self.init(.requestTooLarge, error.description)
    } else {
      self.init(error.errorCode, error.description)
    }
  }

  /// Reasons of the store are the operator's: they can name files.
  private init(_ error: LedgerError) {
    switch error {
    case .queueFull: self.init(.serviceUnavailable, error.description, secondsUntilRetry: 1)
    case .closed: self.init(.serviceUnavailable, error.description, secondsUntilRetry: 5)
    case .notAdmitted:
      self.init(
        .serviceUnavailable, "the request was not admitted, since the store failed: try again later",
        secondsUntilRetry: 5)
    case .unreachable:
      self.init(
        .serviceUnavailable, "the store is not reached at the moment: ask another server, or try again later",
        secondsUntilRetry: 1)
    case .indexPricePublisherNotAppointed: self.init(.refusal(.invalidWalletSignature), error.description)
    case .fateUnknown:
      self.init(
        .admissionUnknown, "the store failed, and whether the request was admitted is not known: read before you retry")
    case .inUse, .notALedger, .anotherDomain, .newerSchema, .cannotOpen, .damaged, .unreadable: self = .internalError
    }
  }

  private init(_ error: ReplicaError) {
    switch error {
    case .halted:
      self.init(
        .serviceUnavailable, "the exchange has stopped and takes no requests: tell its operator", secondsUntilRetry: 60)
    case .behind:
      self.init(
        .serviceUnavailable, "this server has not heard of the ledger for a while: ask another, or try again later",
        secondsUntilRetry: 1)
    case .notReached(let sequence):
      self.init(
        .serviceUnavailable, "entry \(sequence) has not reached this server: ask another, or try again later",
        secondsUntilRetry: 1)
    case .outcomeMissing:
      self.init(.admissionUnknown, "the request was admitted, and what came of it is not known: read before you retry")
    }
  }

  private static let internalError = CallFailure(
    .internalServerError, "the server has failed: tell its operator the X-Request-Id of this answer")

  /// What the client is told.
  var details: ErrorDetails { ErrorDetails(code: code, message: message) }

  /// Whether the operator should look at it.
  var isServersFault: Bool { code.status == 500 }
}
