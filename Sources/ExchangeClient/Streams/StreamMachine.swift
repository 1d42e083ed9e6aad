internal import ExchangeAPI
internal import NIOCore
internal import PerpsProtocol

/// Connects, subscribes, finds what was missed, delivers, and begins again when the connection is lost.
///
/// It works only while somebody waits for the next element; meanwhile the connection fills its inbox.
struct StreamMachine<Value: Sendable> {
  private let caller: Caller
  /// Whose token opens the subscriptions; `nil` for public ones.
  private let account: Account?
  private var logic: any StreamLogic<Value>
  private var ready = CircularBuffer<LiveElement<Value>>()
  private var line: Line?
  private var failures = 0
  private var isPrepared = false
  private var isOver = false

  /// The connection that is subscribed on.
  private struct Line {
    let connection: SocketConnection
    let inbox: Inbox
    let openedAt: Timestamp
  }

  init(_ caller: Caller, _ logic: any StreamLogic<Value>, account: Account? = nil) {
    self.caller = caller
    self.logic = logic
    self.account = account
  }

  /// The next element; `nil` when the task is cancelled, and ever after.
  nonisolated(nonsending) mutating func next() async throws(ExchangeError) -> LiveElement<Value>? {
    while !Task.isCancelled && !isOver {
      if let element = ready.popFirst() { return element }
      do throws(StreamFailure) {
        if let line { try await listen(to: line.inbox) } else { try await connect() }
      } catch {
        try recover(from: error)
      }
    }
    finish()
    return nil
  }

  private mutating func recover(from failure: StreamFailure) throws(ExchangeError) {
    switch failure {
    case .passing(let end):
      countFailure()
      hangUp(end)
      ready.append(.disconnected(end))
    case .final(.cancelled): finish()
    case .final(let error):
      finish()
      throw error
    }
  }

  /// A connection that has lasted was none.
  private mutating func countFailure() {
    let lasting = caller.configuration.reconnectPauses.maximum.wholeMilliseconds
    let hasLasted = line.map { $0.openedAt.adding(milliseconds: lasting) <= caller.configuration.clock() } ?? false
    failures = hasLasted ? 1 : failures + 1
  }

  private mutating func finish() {
    isOver = true
    ready.removeAll()
    hangUp(.closedHere)
  }

  private mutating func hangUp(_ reason: SocketEnd) {
    line?.connection.close(reason)
    line = nil
  }
}

// MARK: - Connecting

extension StreamMachine {
  private nonisolated(nonsending) mutating func connect() async throws(StreamFailure) {
    let pause = caller.configuration.reconnectPauses.pause(afterFailures: failures)
    if pause > .zero { await caller.configuration.pause(pause) }
    guard !Task.isCancelled else { return }
    guard !caller.sockets.isShut else { throw .final(.notReachable(reason: SocketEnd.closedHere.description)) }
    let token: String?
    do throws(ExchangeError) {
      if !isPrepared { try await logic.prepare() }
      isPrepared = true
      token = try await account?.webSocketToken().token
    } catch { throw StreamFailure(error) }
    try await subscribe(with: token)
  }

  /// Subscribes first and looks for what was missed then: whatever happens meanwhile waits in the inbox.
  private nonisolated(nonsending) mutating func subscribe(with token: String?) async throws(StreamFailure) {
    let inbox = Inbox(caller.sockets.limits)
    let connection: SocketConnection
    do { connection = try await caller.sockets.open(inbox) } catch { throw .passing(error) }
    line = Line(connection: connection, inbox: inbox, openedAt: caller.configuration.clock())
    let message: [UInt8]
    do { message = try SocketRequest.subscribe(to: logic.subscriptions, token: token, cid: Self.cid) } catch {
      throw .final(.invalid(reason: error.description))
    }
    let deadline = connection.closing(
      after: caller.configuration.requestTimeout, .notServed(reason: "the subscription was not answered in time"))
    defer { deadline.cancel() }
    connection.send(message)
    let early = try await acknowledgement(in: inbox)
    deadline.cancel()
    try await resume()
    ready.append(.connected)
    for event in early { try await take(event) }
  }

  private static var cid: String { "1" }

  /// Waits until the subscription stands, and keeps the events that come before it does: there are hardly any.
  private nonisolated(nonsending) func acknowledgement(
    in inbox: Inbox
  ) async throws(StreamFailure) -> [StreamedEvent] {
    var early: [StreamedEvent] = []
    while early.count <= caller.sockets.limits.messagesWaitingMaximum {
      switch try await Self.nextMessage(in: inbox) {
      case .subscriptions(_, Self.cid): return early
      case .error(let details, Self.cid): throw StreamFailure(details)
      case .event(let event): early.append(event)
      case .subscriptions, .error, .response, nil: break
      }
    }
    throw .passing(.consumerTooSlow)
  }

  private nonisolated(nonsending) mutating func resume() async throws(StreamFailure) {
    let missed: [LiveElement<Value>]
    do { missed = try await logic.resume() } catch { throw StreamFailure(error) }
    ready += missed
  }
}

// MARK: - Listening

extension StreamMachine {
  private nonisolated(nonsending) mutating func listen(to inbox: Inbox) async throws(StreamFailure) {
    switch try await Self.nextMessage(in: inbox) {
    case .event(let event): try await take(event)
    // What was subscribed to has ended: for good where the key has.
    case .error(let details, nil): throw StreamFailure(details)
    case .subscriptions, .error, .response, nil: break
    }
  }

  private nonisolated(nonsending) mutating func take(_ event: StreamedEvent) async throws(StreamFailure) {
    for _ in 0..<Self.attemptsMaximum {
      switch logic.take(event) {
      case .elements(let elements):
        ready += elements
        return
      case .resynchronize: try await resume()
      }
    }
    throw .passing(.invalidMessage(reason: "the exchange's answers do not lead up to its events"))
  }

  /// How often one event is taken, with a look for what leads up to it in between, until the connection is given up.
  private static var attemptsMaximum: Int { 5 }

  /// The next message; `nil` for one of an unknown type.
  private nonisolated(nonsending) static func nextMessage(
    in inbox: Inbox
  ) async throws(StreamFailure) -> SocketMessage? {
    switch await inbox.next() {
    case .message(let bytes):
      do { return try SocketMessage.read(bytes, bytesMaximum: bytes.count) } catch {
        throw .passing(.invalidMessage(reason: error.description))
      }
    case .ended(let reason): throw .passing(reason)
    case nil: throw .final(.cancelled)
    }
  }
}

extension Duration {
  /// Rounded down; 0 for a negative one.
  var wholeMilliseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return UInt64(seconds) * 1_000 + UInt64(attoseconds / 1_000_000_000_000_000)
  }
}
