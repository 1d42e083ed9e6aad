internal import PerpsProtocol
internal import SessionKeys
internal import Synchronization

/// What the server counts about itself. Labels are routes and codes: their number is bounded by the program.
final class ServerMetrics: Sendable {
  private let state = Mutex(State())

  private struct State {
    var responses: [RouteStatus: UInt64] = [:]
    var latencies: [String: Histogram] = [:]
    var admitted: [String: UInt64] = [:]
    var refused: [String: UInt64] = [:]
    var waiting = 0
    var admission = Histogram()
    var closedSockets: [SocketClosing: UInt64] = [:]
  }

  private struct RouteStatus: Hashable {
    let route: String
    let status: Int
  }

  /// Counts a response.
  func countResponse(route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.responses[RouteStatus(route: route, status: status), default: 0] += 1
      state.latencies[route, default: Histogram()].record(seconds: seconds)
    }
  }

  /// Counts a WebSocket that the server has closed.
  func countClosedSocket(_ reason: SocketClosing) { state.withLock { $0.closedSockets[reason, default: 0] += 1 } }

  /// Counts a request that was not carried out, by its code.
  func countRefusal(code: String) { state.withLock { $0.refused[code, default: 0] += 1 } }

  /// Counts how long the ledger takes, how many wait for it, and what it admits.
  func countingAdmission<Value: Sendable>(
    of request: AuthenticatedRequest, _ admit: () async throws -> Value
  ) async throws -> Value {
    let start = ContinuousClock.now
    state.withLock { $0.waiting += 1 }
    defer {
      state.withLock { state in
        state.waiting -= 1
        state.admission.record(seconds: start.secondsSince)
      }
    }
    let value = try await admit()
    state.withLock { $0.admitted[request.action.kind, default: 0] += 1 }
    return value
  }

  /// Everything, with gauges that somebody else knows.
  func text(_ gauges: Gauges) -> String {
    let state = state.withLock { $0 }
    var metrics = MetricsText()
    Self.write(gauges, waiting: state.waiting, to: &metrics)
    metrics.family("session_keys_admitted_total", "counter", "Signed requests that the ledger admitted.")
    for (action, count) in state.admitted.sorted(by: { $0.key < $1.key }) {
      metrics.line("session_keys_admitted_total", [("action", action)], count)
    }
    metrics.family("session_keys_refused_total", "counter", "Requests that were not carried out, by code.")
    for (code, count) in state.refused.sorted(by: { $0.key < $1.key }) {
      metrics.line("session_keys_refused_total", [("code", code)], count)
    }
    metrics.family("session_keys_websockets_closed_total", "counter", "WebSockets that the server closed, by reason.")
    for reason in SocketClosing.allCases {
      metrics.line(
        "session_keys_websockets_closed_total", [("reason", reason.rawValue)], state.closedSockets[reason] ?? 0)
    }
    metrics.family("session_keys_admission_seconds", "histogram", "From handing a request to the ledger to its answer.")
    metrics.histogram("session_keys_admission_seconds", [], state.admission)
    Self.write(responses: state.responses, latencies: state.latencies, to: &metrics)
    return metrics.text
  }

  private static func write(
    responses: [RouteStatus: UInt64], latencies: [String: Histogram], to metrics: inout MetricsText
  ) {
    metrics.family("session_keys_http_responses_total", "counter", "Responses by route and status.")
    for (key, count) in responses.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }) {
      metrics.line(
        "session_keys_http_responses_total", [("route", key.route), ("status", String(key.status))], count)
    }
    metrics.family("session_keys_http_seconds", "histogram", "From a request's head to its response's.")
    for (route, histogram) in latencies.sorted(by: { $0.key < $1.key }) {
      metrics.histogram("session_keys_http_seconds", [("route", route)], histogram)
    }
  }

  private static func write(_ gauges: Gauges, waiting: Int, to metrics: inout MetricsText) {
    metrics.family("session_keys_ready", "gauge", "1 when requests are taken.")
    metrics.line("session_keys_ready", [], gauges.isReady ? 1 : 0)
    metrics.family("session_keys_ledger_entries", "gauge", "The sequence number of the last entry.")
    metrics.line("session_keys_ledger_entries", [], gauges.latestSequence)
    metrics.family("session_keys_queue_depth", "gauge", "Requests that wait for the ledger.")
    metrics.line("session_keys_queue_depth", [], waiting)
    metrics.family("session_keys_websockets", "gauge", "WebSockets that are open.")
    metrics.line("session_keys_websockets", [], gauges.webSockets)
    metrics.family(
      "session_keys_stream_queue_depth", "gauge", "Batches of entries that wait to be told to subscribers.")
    metrics.line("session_keys_stream_queue_depth", [], gauges.batchesWaiting)
    metrics.family("session_keys_keys", "gauge", "Session keys by how they stand.")
    metrics.line("session_keys_keys", [("status", "active")], gauges.activeKeys)
    metrics.line("session_keys_keys", [("status", "revoked")], gauges.revokedKeys)
    metrics.line("session_keys_keys", [("status", "registered")], gauges.registeredKeys)
  }
}

/// What the server does not count itself.
struct Gauges: Sendable {
  let isReady: Bool
  let latestSequence: UInt64
  let registeredKeys: UInt64
  let revokedKeys: UInt64
  let activeKeys: UInt64
  let webSockets: Int
  let batchesWaiting: Int
}

extension ContinuousClock.Instant {
  /// How long ago it was, in seconds.
  var secondsSince: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - self).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}

extension RequestedAction {
  /// What it is, for counting: the name of its message.
  var kind: String {
    switch self {
    case .trade(let action):
      switch action {
      case .order: "order"
      case .cancelByOrderID, .cancelByDelegatedKey, .cancelByMarketSymbol, .cancelByWallet: "cancellation"
      case .setInitialMarginFraction: "initialMarginFractionOverride"
      }
    case .authorizeDelegatedKey, .authorizeSessionKey: "authorization"
    case .revokeDelegatedKey, .revokeSessionKey, .revokeAllSessionKeys: "revocation"
    case .associateWallet: "association"
    case .withdraw: "withdrawal"
    case .transfer: "transfer"
    case .deposit: "deposit"
    case .publishIndexPrice: "indexPrice"
    }
  }
}
