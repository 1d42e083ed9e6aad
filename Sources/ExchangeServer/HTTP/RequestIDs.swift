internal import Synchronization

/// Gives each request an id under which the operator finds it in the log.
///
/// It is told to the client, and says nothing: a number that this run of the server has drawn, and a count. One from
/// the system's generator for each request would cost it as much time as reading the request's head.
final class RequestIDs: Sendable {
  private let run: String
  private let count = Atomic<UInt64>(0)

  init() {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    run = String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// One that no other request has had.
  func next() -> String {
    run + "-" + String(count.wrappingAdd(1, ordering: .relaxed).newValue, radix: 16)
  }
}
