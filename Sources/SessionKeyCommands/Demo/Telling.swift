internal import ExchangeAPI
internal import ExchangeClient

/// A step went otherwise: the story ends there.
struct StoryEnd: Error {}

/// Carries out steps, compares what happens with what is told, and keeps what happened.
struct Telling {
  private(set) var steps: [DemoStep] = []
  private let tell: (DemoStep) -> Void

  init(tell: @escaping (DemoStep) -> Void) { self.tell = tell }

  /// A step that must succeed.
  mutating func step(
    _ name: DemoStep.Name, _ body: () async throws(ExchangeError) -> String
  ) async throws(StoryEnd) {
    try await value(name) { () async throws(ExchangeError) in ((), try await body()) }
  }

  /// A step that must succeed, and that the story needs something of.
  mutating func value<Value>(
    _ name: DemoStep.Name, _ body: () async throws(ExchangeError) -> (Value, String)
  ) async throws(StoryEnd) -> Value {
    let (value, words): (Value, String)
    do { (value, words) = try await body() } catch {
      note(name, asTold: false, error.description)
      throw StoryEnd()
    }
    note(name, asTold: true, words)
    return value
  }

  /// A step that the exchange must refuse, with this code.
  mutating func refusal(
    _ name: DemoStep.Name, with code: ErrorCode, _ body: () async throws(ExchangeError) -> String
  ) async throws(StoryEnd) {
    do {
      note(name, asTold: false, try await body())
    } catch {
      guard case .refused(code, let message, _) = error else {
        note(name, asTold: false, error.description)
        throw StoryEnd()
      }
      note(name, asTold: true, "refused: \(message) (\(code))")
      return
    }
    throw StoryEnd()
  }

  private mutating func note(_ name: DemoStep.Name, asTold: Bool, _ words: String) {
    let step = DemoStep(name: name, asTold: asTold, words: words)
    steps.append(step)
    tell(step)
  }
}
