internal import ExchangeAPI
internal import Ledger
internal import Logging
internal import SessionKeys

/// What is done about a call that failed, whichever way it came: counted, charged, logged.
struct FailureDesk: Sendable {
  let limiter: RateLimiter<CallerAddress>
  let metrics: ServerMetrics
  let logger: Logger
  let uptime: @Sendable () -> UInt64
  /// What requests are called in the log.
  let ids = RequestIDs()
  private let pace = WarningPace()

  init(
    limiter: RateLimiter<CallerAddress>, metrics: ServerMetrics, logger: Logger,
    uptime: @escaping @Sendable () -> UInt64
  ) {
    self.limiter = limiter
    self.metrics = metrics
    self.logger = logger
    self.uptime = uptime
  }

  /// Takes one request of an address, or refuses it at once.
  func take(_ address: CallerAddress) throws {
    if let excess = limiter.take(of: address, at: uptime()) { throw excess }
  }

  /// Takes one request of an address, or refuses it after a while.
  ///
  /// Nothing more is read from the connection meanwhile: an address that floods is held up by its own connections, and
  /// not answered as fast as it sends.
  func admit(_ address: CallerAddress) async throws {
    do { try take(address) } catch {
      try? await Task.sleep(for: .milliseconds(ServerLimits.millisecondsUntilExcessRefused))
      throw error
    }
  }

  /// What the client is told.
  ///
  /// - Parameters:
  ///   - id: under which the operator finds what the client is not told.
  ///   - call: what was called, for the log.
  func failure(of error: any Error, in call: String, by address: CallerAddress, id: String) -> CallFailure {
    let failure = CallFailure(error)
    metrics.countRefusal(code: failure.code.text)
    charge(address, for: error)
    if failure.isServersFault {
      logger.error("a request failed", metadata: ["request": "\(id)", "call": "\(call)", "error": "\(error)"])
    } else if Self.isOfStore(error) {
      if pace.mayWarn(at: uptime()) {
        logger.warning(
          "the store failed a request", metadata: ["request": "\(id)", "call": "\(call)", "error": "\(error)"])
      }
    } else {
      logger.debug(
        "a request was refused", metadata: ["request": "\(id)", "call": "\(call)", "code": "\(failure.code.text)"])
    }
    return failure
  }

  /// Charges an address for a signature that cost work and stands for nothing, also where the call is answered.
  func charge(_ address: CallerAddress, for error: any Error) {
    guard let cost = Self.cost(of: error) else { return }
    limiter.charge(cost, to: address, at: uptime())
  }

  /// Whether the store failed, where the client is only told to come back: a full disk is the operator's to see.
  private static func isOfStore(_ error: any Error) -> Bool {
    switch error {
    case LedgerError.notAdmitted, LedgerError.closed, LedgerError.unreachable: true
    default: false
    }
  }

  /// What an error costs in requests, besides the request itself; `nil` for nothing.
  private static func cost(of error: any Error) -> Int? {
    switch error {
    case Refusal.invalidSignature, Refusal.consentInvalid, LedgerError.indexPricePublisherNotAppointed:
      ServerLimits.costOfBadSignature
    case Refusal.custodyNotPermitted: ServerLimits.costOfCustodyAttempt
    default: nil
    }
  }
}
