internal import SandboxExchange

/// TEMPORARY
final class Snapshotter: Sendable {
  init(configuration: ServerConfiguration) {}
  func restore(into replica: ExchangeReplica, notAfter: UInt64) -> [String] { [] }
  func writeIfDue(_ replica: ExchangeReplica) {}
  func write(_ replica: ExchangeReplica) {}
}
