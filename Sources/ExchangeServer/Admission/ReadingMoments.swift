internal import ExchangeAPI
internal import HTTPTypes
internal import Ledger
internal import SandboxExchange

/// Says of which moment of the ledger an answer is, and lets a client wait for one.
///
/// A client that is answered by one server and reads at another would not find what it has just done: it sends the
/// number that it was told, and is answered when the other server has got as far. With one server nobody waits.
struct ReadingMoments: Sendable {
  let ledger: any Ledger
  let replica: ExchangeReplica

  /// The answer contains every entry up to this one; of a signed call it is the call's own.
  static let sequenceHeader = "x-sequence"
  /// The answer must contain every entry up to this one.
  static let waitHeader = "x-wait-for-sequence"

  /// How long a call waits for an entry. The servers of a ledger hear of each other's within milliseconds.
  static let waitMaximum = Duration.seconds(1)
  private static let pauseMinimum = Duration.milliseconds(1)
  private static let pauseMaximum = Duration.milliseconds(16)

  /// Answers a call when this server has got as far as the client wants, and is up to date.
  func reply(to call: Call, by handler: RouteTable.Handler) async throws -> Reply {
    try replica.checkIsCurrent(with: ledger)
    if let text = try call.header(.waitForSequence) { try await wait(for: try Self.sequence(text)) }
    let sequence = sequence
    var reply = try await handler(call)
    if reply.headers[.sequence] == nil { reply.headers[.sequence] = String(sequence) }
    return reply
  }

  private var sequence: UInt64 { replica.read { $0.sequence } }

  private static func sequence(_ text: String) throws(CallFailure) -> UInt64 {
    guard let sequence = UInt64(text), String(sequence) == text else {
      throw CallFailure(.badRequest, "\(waitHeader) is not a sequence number, as an answer's \(sequenceHeader) is")
    }
    return sequence
  }

  /// Looks again and again, more and more slowly: there are no more who wait than connections, and nothing to clean up.
  private func wait(for wanted: UInt64) async throws {
    let deadline = ContinuousClock.now + Self.waitMaximum
    var pause = Self.pauseMinimum
    while sequence < wanted {
      guard ContinuousClock.now < deadline else { throw ReplicaError.notReached(sequence: wanted) }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, Self.pauseMaximum)
    }
  }
}
