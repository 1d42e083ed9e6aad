import ExchangeClient
import PerpsProtocol
import Synchronization
import Testing

@Suite("A session warns of its end")
struct WarningTests {
  private static let hour: UInt64 = 3_600_000

  /// A session that lasts so long, and a clock that goes on with each pause.
  private func session(lasting milliseconds: UInt64, serverAheadBy offset: Int64 = 0) async throws -> (
    Session, TestClock
  ) {
    let clock = TestClock(Scene.now)
    let scene = try await Scene(
      serverAheadBy: offset,
      configure: {
        $0.clock = { clock.now }
        $0.pause = { pause in
          clock.set(clock.now.milliseconds + UInt64(pause / .milliseconds(1)))
          await Task.yield()
        }
      }, answering: Scene.registration)
    return (try await scene.session(lasting: .milliseconds(Int64(milliseconds))), clock)
  }

  @Test("seven days, a day and an hour before, and at its end, to the millisecond", arguments: [0, 5_000, -5_000])
  func moments(offset: Int64) async throws {
    let (session, clock) = try await session(lasting: 10 * 24 * Self.hour, serverAheadBy: offset)
    var told: [SessionWarning: UInt64] = [:]
    for await warning in session.warnings() { told[warning] = clock.now.milliseconds - Scene.now }
    #expect(
      told == [
        .sevenDaysLeft: 72 * Self.hour, .oneDayLeft: 216 * Self.hour, .oneHourLeft: 239 * Self.hour,
        .expired: 240 * Self.hour,
      ])
  }

  @Test(
    "what is near already is told at once, the nearest alone",
    arguments: [
      (8 * 24 * hour, [.sevenDaysLeft, .oneDayLeft, .oneHourLeft, .expired]),
      (7 * 24 * hour, [.sevenDaysLeft, .oneDayLeft, .oneHourLeft, .expired]),
      (24 * hour, [.oneDayLeft, .oneHourLeft, .expired]),
      (24 * hour + 1, [.sevenDaysLeft, .oneDayLeft, .oneHourLeft, .expired]),
      (hour, [.oneHourLeft, .expired]), (1, [.oneHourLeft, .expired]),
    ] as [(UInt64, [SessionWarning])])
  func near(milliseconds: UInt64, expected: [SessionWarning]) async throws {
    let (session, clock) = try await session(lasting: milliseconds)
    var told: [SessionWarning] = []
    var first: UInt64?
    for await warning in session.warnings() {
      told.append(warning)
      first = first ?? clock.now.milliseconds
    }
    #expect(told == expected)
    if milliseconds <= 7 * 24 * Self.hour { #expect(first == Scene.now) }
  }

  @Test("cancelling ends it")
  func cancelled() async throws {
    let (waiting, signal) = AsyncStream.makeStream(of: Void.self)
    let scene = try await Scene(
      configure: {
        $0.pause = { _ in
          signal.yield()
          try? await Task.sleep(for: .seconds(3_600))
        }
      }, answering: Scene.registration)
    let session = try await scene.session(lasting: .seconds(20 * 86_400))
    let task = Task { for await _ in session.warnings() {} }
    for await _ in waiting { break }
    task.cancel()
    await task.value
  }
}
