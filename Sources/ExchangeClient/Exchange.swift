public import ExchangeAPI
public import PerpsProtocol
public import TypedData

/// An exchange that one is connected to: its public data, and the way to sessions, wallets and accounts.
///
/// Copies share the connections, the nonces and the measured clock. The connections close when the last copy goes, or
/// with ``close()``.
public struct Exchange: Sendable {
  /// Where it is.
  public let endpoint: ExchangeEndpoint
  /// What it said of itself when it was connected to.
  public let details: ExchangeDetails
  /// The domain that everything is signed in.
  public let domain: Domain
  let caller: Caller

  /// Connects: asks for the chain, the contract and the time.
  ///
  /// - Throws: ``ExchangeError/notReachable(reason:)`` where there is no server.
  public static func connect(
    to endpoint: ExchangeEndpoint, configuration: ClientConfiguration = ClientConfiguration()
  ) async throws(ExchangeError) -> Exchange {
    let caller = Caller(
      endpoint: endpoint, transport: HTTPTransport(base: endpoint.base, configuration: configuration),
      clock: ServerClock(local: configuration.clock), configuration: configuration,
      sockets: SocketTransport(endpoint, configuration: configuration), requests: nil)
    let details = try await caller.read(.exchange, ReadQuery(), as: ExchangeDetails.self)
    let exchange = Exchange(endpoint: endpoint, details: details, caller: caller)
    try await exchange.synchronizeClock()
    return exchange
  }

  init(endpoint: ExchangeEndpoint, details: ExchangeDetails, caller: Caller) {
    self.endpoint = endpoint
    self.details = details
    self.caller = caller
    domain = .katanaPerps(
      endpoint.environment, chainID: details.chainID, contract: details.exchangeContractAddress)
  }

  /// Measures again how far this machine's clock is off the server's; nonces and expiries go by the server's.
  ///
  /// Worth doing now and then in a program that runs for days. When a nonce was refused for its time it is done anyway.
  public func synchronizeClock() async throws(ExchangeError) { try await synchronizeClock(isAfterRefusal: false) }

  func synchronizeClock(isAfterRefusal: Bool) async throws(ExchangeError) {
    try await caller.clock.synchronize(isAfterRefusal: isAfterRefusal) { () async throws(ExchangeError) in
      try await caller.read(.time, ReadQuery(), as: ServerTime.self).serverTime
    }
  }

  /// Milliseconds that the server's clock is ahead of this machine's; negative when it is behind.
  public var clockOffsetMilliseconds: Int64 { caller.clock.offset }

  /// The server's time, as far as it is known here.
  public var now: Timestamp { caller.clock.now }

  /// A nonce by the server's clock that was never made before.
  public func nonce() -> Nonce { caller.clock.nonce() }

  /// Closes all connections, also those of streams. Whatever is asked of any copy afterwards fails.
  public func close() async { await caller.shutdown() }
}
