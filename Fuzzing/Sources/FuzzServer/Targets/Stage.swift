import FuzzHarness

/// The exchange that the inputs of this program go to, one after another.
///
/// It is ended, checked and replaced now and then, so that an input meets a state that few others have had a part in, and
/// memory stays bounded.
final class Stage: @unchecked Sendable {
  // libFuzzer calls from one thread.
  static let shared = Stage()

  private var exchange = Exchange()
  private var inputCount = 0

  private static let inputsPerExchange = 2_000

  /// Gives the exchange for one more input.
  func next() -> Exchange {
    if inputCount == Self.inputsPerExchange {
      exchange.finish()
      exchange = Exchange()
      inputCount = 0
    }
    inputCount += 1
    exchange.cast.renewNextKey()
    return exchange
  }
}
