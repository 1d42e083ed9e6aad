internal import ExchangeAPI

/// What a stream makes of the events of its subscription, and how it finds what it has missed.
///
/// Methods that throw leave everything as it was.
protocol StreamLogic<Value> {
  associatedtype Value: Sendable

  /// What is subscribed to.
  var subscriptions: [Subscription] { get }

  /// Learns where the stream begins. Called before the first subscription, until it succeeds.
  nonisolated(nonsending) mutating func prepare() async throws(ExchangeError)

  /// Finds what was missed. Called after each subscription was acknowledged, and after ``Intake/resynchronize``.
  nonisolated(nonsending) mutating func resume() async throws(ExchangeError) -> [LiveElement<Value>]

  /// Takes an event.
  mutating func take(_ event: StreamedEvent) -> Intake<Value>
}

/// What has come of an event.
enum Intake<Value: Sendable> {
  case elements([LiveElement<Value>])
  /// Something before it is missing: it is to be found, and the event taken again.
  case resynchronize
}

extension StreamLogic {
  mutating func prepare() {}
}
