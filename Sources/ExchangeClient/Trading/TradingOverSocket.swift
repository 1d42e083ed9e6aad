extension Exchange {
  /// The same exchange with orders, cancellations and leverage sent over one WebSocket connection in place of HTTP:
  /// whoever trades on what this returns, or starts a session there, uses it.
  ///
  /// The connection is opened now, and again when it is needed after it was lost. What was sent over a connection that
  /// ended before the answer has an unknown fate, as over HTTP, and an order is looked up. Up to 64 requests are under
  /// way at a time, and may be answered in any order. It closes when the last copy goes, or with ``Exchange/close()``.
  ///
  /// - Throws: ``ExchangeError/invalid(reason:)`` for Katana Perps itself, which takes no orders over its WebSocket.
  public func overSocket() async throws(ExchangeError) -> Exchange {
    guard !endpoint.terms.areOfDelegatedKeys else {
      throw .invalid(reason: "this exchange takes signed requests over HTTP only")
    }
    let requests = RequestSocket(caller.sockets, configuration: caller.configuration)
    do { try await requests.open() } catch { throw ExchangeError(reading: error) }
    return Exchange(endpoint: endpoint, details: details, caller: caller.sending(over: requests))
  }
}

extension Session {
  /// The same session with its orders, cancellations and leverage sent over one WebSocket connection; see
  /// ``Exchange/overSocket()``.
  public func overSocket() async throws(ExchangeError) -> Session {
    try await Session(self, on: exchange.overSocket())
  }
}
