/// What happens on an exchange, as it happens, over as many connections as it takes.
///
/// Iterating connects; each iterator has a connection of its own, which closes when the iterator goes or its task is
/// cancelled. A lost connection is opened again, with longer and longer pauses, and what was missed is read from the
/// exchange's histories where there are any: what cannot be is a ``LiveElement/gap(_:)``.
///
/// A loop ends without an error when its task is cancelled, and with one when going on makes no sense: the session
/// key has been revoked or has expired, or the exchange refuses the subscription.
public struct LiveStream<Value: Sendable>: AsyncSequence, Sendable {
  /// What is iterated over.
  public typealias Element = LiveElement<Value>
  /// Why it may end.
  public typealias Failure = ExchangeError

  let begin: @Sendable () throws(ExchangeError) -> StreamMachine<Value>

  /// - Parameter begin: makes what an iterator does, or throws why nothing can be done.
  init(_ begin: @escaping @Sendable () throws(ExchangeError) -> StreamMachine<Value>) { self.begin = begin }

  /// Begins anew.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(begin) }

  /// Waits for what is next.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let begin: @Sendable () throws(ExchangeError) -> StreamMachine<Value>
    private var machine: StreamMachine<Value>?

    fileprivate init(_ begin: @escaping @Sendable () throws(ExchangeError) -> StreamMachine<Value>) {
      self.begin = begin
    }

    /// The next element, or `nil` when the task is cancelled.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ExchangeError) -> LiveElement<Value>? {
      if machine == nil { machine = try begin() }
      return try await machine?.next()
    }

    /// The next element, or `nil` when the task is cancelled.
    public mutating func next() async throws(ExchangeError) -> LiveElement<Value>? { try await next(isolation: nil) }
  }
}

/// One element of a ``LiveStream``.
public enum LiveElement<Value: Sendable>: Sendable {
  /// Something has happened.
  case value(Value)
  /// Between what came before and what comes next something is missing that cannot be found any more.
  case gap(StreamGap)
  /// There is a connection, and what was missed before it has been given: everything from now on is.
  case connected
  /// There is no connection; another one is opened.
  case disconnected(SocketEnd)
}

extension LiveElement: Equatable where Value: Equatable {}

extension LiveElement {
  /// What has happened, where that is what it is.
  public var value: Value? { if case .value(let value) = self { value } else { nil } }
}
