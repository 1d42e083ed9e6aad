internal import PerpsProtocol

/// How near a session's end is.
public enum SessionWarning: Hashable, Sendable, CaseIterable {
  /// It has seven days left, or less.
  case sevenDaysLeft
  /// It has one day left, or less.
  case oneDayLeft
  /// It has one hour left, or less.
  case oneHourLeft
  /// It may do nothing any more.
  case expired

  /// How many milliseconds before the expiry its moment is; the moment itself is inside.
  public var millisecondsBefore: UInt64 {
    switch self {
    case .sevenDaysLeft: 7 * Timestamp.millisecondsPerDay
    case .oneDayLeft: Timestamp.millisecondsPerDay
    case .oneHourLeft: 3_600_000
    case .expired: 0
    }
  }

  /// The nearest warning whose moment has come.
  static func due(at now: Timestamp, expiry: Timestamp) -> SessionWarning? {
    allCases.last { now.adding(milliseconds: $0.millisecondsBefore) >= expiry }
  }
}

extension Session {
  /// Warns when the session has seven days, a day and an hour left, and tells when it has expired, by the server's
  /// clock. What is near already when one begins to listen is told at once, the nearest warning alone.
  ///
  /// It says nothing of a revocation. It ends after ``SessionWarning/expired``, and when the task is cancelled.
  public func warnings() -> SessionWarnings { SessionWarnings(session: self) }
}

/// The warnings of a session; see ``Session/warnings()``.
public struct SessionWarnings: AsyncSequence, Sendable {
  /// What is iterated over.
  public typealias Element = SessionWarning
  /// It does not fail.
  public typealias Failure = Never

  fileprivate let session: Session

  /// Begins anew.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(session: session) }

  /// Waits for the next warning.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let session: Session
    private var last: SessionWarning?

    fileprivate init(session: Session) { self.session = session }

    /// How long it sleeps at most before it looks at the clock again, which may have been corrected.
    private static let pauseMaximum: UInt64 = 600_000

    /// The next warning; `nil` after the last one, and when the task is cancelled.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async -> SessionWarning? {
      while last != .expired && !Task.isCancelled {
        let now = session.exchange.now
        if let due = SessionWarning.due(at: now, expiry: session.expiresAt), last.map({ $0 < due }) ?? true {
          last = due
          return due
        }
        let wait = Self.pauseMaximum.clamped(toTheNextMomentAfter: now, expiry: session.expiresAt)
        await session.exchange.caller.configuration.pause(.milliseconds(Int64(wait)))
      }
      return nil
    }

    /// The next warning; `nil` after the last one, and when the task is cancelled.
    public mutating func next() async -> SessionWarning? { await next(isolation: nil) }
  }
}

extension SessionWarning: Comparable {
  /// The nearer the end, the greater.
  public static func < (left: SessionWarning, right: SessionWarning) -> Bool {
    left.millisecondsBefore > right.millisecondsBefore
  }
}

extension UInt64 {
  /// This many milliseconds, or fewer where a warning's moment comes before.
  fileprivate func clamped(toTheNextMomentAfter now: Timestamp, expiry: Timestamp) -> UInt64 {
    let moments = SessionWarning.allCases.compactMap { warning -> UInt64? in
      let moment = now.adding(milliseconds: warning.millisecondsBefore)
      return moment < expiry ? expiry.milliseconds - moment.milliseconds : nil
    }
    return Swift.min(self, moments.min() ?? self)
  }
}
