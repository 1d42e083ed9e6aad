internal import ExchangeAPI
internal import NIOCore
internal import Synchronization

/// The requests that wait for a connection, for a place on it, or for their answer.
///
/// A request is marked as offered right before it is written, on the connection's event loop: one that is not marked
/// when the connection ends has never left this machine.
final class RequestBoard: Sendable {
  typealias Outcome = Result<SocketAnswer, TransportFailure>

  /// What somebody waits for.
  enum Wish {
    case message([UInt8])
    /// Only that the connection is open.
    case open
  }

  struct Ticket {
    let wish: Wish
    let deadline: NIODeadline
    let waiter: CheckedContinuation<Outcome, Never>
    var isOffered = false
  }

  struct State {
    var lastID: UInt64 = 0
    /// Those without a place, in their order; some may have been given up since.
    var queue = CircularBuffer<UInt64>()
    var waiting: [UInt64: Ticket] = [:]
    var inFlight: [UInt64: Ticket] = [:]
    var line = Line.none
  }

  /// The connection.
  enum Line {
    case none
    case opening
    case open(SocketConnection, RequestReceiver)
    case shut
  }

  let transport: SocketTransport
  let timeout: TimeAmount
  let state = Mutex(State())

  init(_ transport: SocketTransport, timeout: TimeAmount) {
    self.transport = transport
    self.timeout = timeout
  }

  func nextID() -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
  }

  /// Waits until a wish is fulfilled, or until it is known that it will not be.
  func submit(_ wish: Wish, id: UInt64? = nil) async -> Outcome {
    let id = id ?? nextID()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let refusal = state.withLock { state -> TransportFailure? in
          if case .shut = state.line { return .neverSent(reason: "the connection was closed here") }
          if Task.isCancelled { return .cancelledBeforeSending }
          guard state.waiting.count < transport.limits.requestsWaitingMaximum else {
            return .neverSent(reason: "too many requests wait for the connection")
          }
          state.queue.append(id)
          state.waiting[id] = Ticket(wish: wish, deadline: .now() + timeout, waiter: waiter)
          return nil
        }
        if let refusal { waiter.resume(returning: .failure(refusal)) } else { pump() }
      }
    } onCancel: {
      giveUp(id) { $0.isOffered ? .cancelled : .cancelledBeforeSending }
    }
  }
}

// MARK: - Moving on

extension RequestBoard {
  /// Gives places to those that wait, as far as there are any; opens a connection where there is none.
  private func pump() {
    while let step = state.withLock({ nextStep(&$0) }) {
      switch step {
      case .open: Task { await open() }
      case .answer(let ticket): ticket.waiter.resume(returning: .success(.opened))
      case .send(let id, let connection):
        connection.send { [weak self] isOpen in self?.offer(id, isOpen: isOpen) }
      }
    }
  }

  private enum Step {
    case open
    case answer(Ticket)
    case send(UInt64, SocketConnection)
  }

  private func nextStep(_ state: inout State) -> Step? {
    while let first = state.queue.first, state.waiting[first] == nil { state.queue.removeFirst() }
    guard let id = state.queue.first else { return nil }
    switch state.line {
    case .none:
      state.line = .opening
      return .open
    case .opening, .shut: return nil
    case .open(let connection, _):
      guard state.inFlight.count < transport.limits.requestsInFlightMaximum else { return nil }
      state.queue.removeFirst()
      guard let ticket = state.waiting.removeValue(forKey: id) else { return nil }
      guard case .message = ticket.wish else { return .answer(ticket) }
      state.inFlight[id] = ticket
      return .send(id, connection)
    }
  }

  /// On the connection's event loop: what is to be written now, or nothing.
  private func offer(_ id: UInt64, isOpen: Bool) -> [UInt8]? {
    guard isOpen else {
      giveUp(id) { _ in .neverSent(reason: "the connection had ended before the request was sent") }
      return nil
    }
    return state.withLock { state in
      guard case .message(let bytes)? = state.inFlight[id]?.wish else { return nil }
      state.inFlight[id]?.isOffered = true
      return bytes
    }
  }

  private func open() async {
    let receiver = RequestReceiver(self)
    do throws(SocketEnd) {
      let connection = try await transport.open(receiver)
      let isWanted = state.withLock { state in
        guard case .opening = state.line, !receiver.isOver else { return false }
        state.line = .open(connection, receiver)
        return true
      }
      // It may have ended, or been closed here, before it could be used.
      if isWanted { pump() } else { fail(.lost(reason: "the connection ended at once")) }
    } catch { fail(error) }
  }

  /// Nobody that waits for the connection will get it.
  private func fail(_ end: SocketEnd) {
    let tickets = state.withLock { state in
      if case .opening = state.line { state.line = .none }
      state.queue.removeAll()
      return state.waiting.removeAll()
    }
    for ticket in tickets { ticket.waiter.resume(returning: .failure(.neverSent(reason: end.description))) }
  }
}

// MARK: - Ends

extension RequestBoard {
  /// A request was answered.
  func answer(_ id: UInt64, with answer: SocketAnswer) {
    let ticket = state.withLock { $0.inFlight.removeValue(forKey: id) }
    ticket?.waiter.resume(returning: .success(answer))
    pump()
  }

  /// A connection has ended: what was written on it has an unknown fate.
  func end(of receiver: RequestReceiver, _ reason: SocketEnd) {
    let tickets = state.withLock { state -> [Ticket] in
      guard case .open(_, let current) = state.line, current === receiver else { return [] }
      state.line = .none
      return state.inFlight.removeAll()
    }
    for ticket in tickets {
      let reason = reason.description
      let failure = ticket.isOffered ? TransportFailure.connectionLost(reason: reason) : .neverSent(reason: reason)
      ticket.waiter.resume(returning: .failure(failure))
    }
    pump()
  }

  /// Those whose time is over, all of them before any gets a place that another one has left.
  func giveUpLate(now: NIODeadline) {
    let late = state.withLock { state in
      let ids = [state.waiting, state.inFlight].flatMap { $0.filter { $0.value.deadline <= now }.keys }
      return ids.compactMap { state.waiting.removeValue(forKey: $0) ?? state.inFlight.removeValue(forKey: $0) }
    }
    for ticket in late {
      let failure =
        ticket.isOffered
        ? TransportFailure.timedOut : .neverSent(reason: "there was no place on the connection in time")
      ticket.waiter.resume(returning: .failure(failure))
    }
    if !late.isEmpty { pump() }
  }

  func shutdown() {
    let (tickets, connection) = state.withLock { state -> ([Ticket], SocketConnection?) in
      var connection: SocketConnection?
      if case .open(let open, _) = state.line { connection = open }
      state.line = .shut
      return (state.waiting.removeAll() + state.inFlight.removeAll(), connection)
    }
    for ticket in tickets {
      let failure = ticket.isOffered ? TransportFailure.cancelled : .neverSent(reason: "the connection was closed here")
      ticket.waiter.resume(returning: .failure(failure))
    }
    connection?.close()
  }

  private func giveUp(_ id: UInt64, _ failure: (Ticket) -> TransportFailure) {
    let ticket = state.withLock { state in
      state.waiting.removeValue(forKey: id) ?? state.inFlight.removeValue(forKey: id)
    }
    guard let ticket else { return }
    ticket.waiter.resume(returning: .failure(failure(ticket)))
    pump()
  }
}

extension [UInt64: RequestBoard.Ticket] {
  fileprivate mutating func removeAll() -> [RequestBoard.Ticket] {
    defer { self = [:] }
    return Array(values)
  }
}
