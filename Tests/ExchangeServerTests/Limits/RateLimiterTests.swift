import Testing

@testable import ExchangeServer

@Suite("Whoever asks for too much has to wait, and nobody else")
struct RateLimiterTests {
  private let second: UInt64 = 1_000_000_000

  @Test("two seconds' worth may be taken at once, and not one more")
  func bucketIsBounded() {
    let limiter = RateLimiter<String>(perSecond: 10)
    let results = (0..<25).map { _ in limiter.take(of: "a", at: second) }
    #expect(results.prefix(20).allSatisfy { $0 == nil })
    #expect(results.dropFirst(20).allSatisfy { $0?.secondsUntilRetry == 1 })
  }

  @Test("one that was emptied gets what a second brings, and no more")
  func bucketFillsUp() {
    let limiter = RateLimiter<String>(perSecond: 10)
    for _ in 0..<20 { _ = limiter.take(of: "a", at: second) }
    #expect(
      (0..<11).map { _ in limiter.take(of: "a", at: 2 * second) == nil } == Array(repeating: true, count: 10) + [false])
  }

  @Test("a long absence does not save up more than two seconds' worth")
  func absenceSavesNothing() {
    let limiter = RateLimiter<String>(perSecond: 10)
    _ = limiter.take(of: "a", at: second)
    let results = (0..<25).map { _ in limiter.take(of: "a", at: 1_000 * second) == nil }
    #expect(results.filter(\.self).count == 20)
  }

  @Test("one does not pay for another")
  func keysAreApart() {
    let limiter = RateLimiter<String>(perSecond: 1)
    for _ in 0..<10 { _ = limiter.take(of: "a", at: second) }
    #expect(limiter.take(of: "b", at: second) == nil)
  }

  @Test("a charge is paid off before anything is taken again")
  func chargeIsPaidOff() {
    let limiter = RateLimiter<String>(perSecond: 10)
    limiter.charge(30, to: "a", at: second)
    #expect(limiter.take(of: "a", at: second)?.secondsUntilRetry == 2)
    #expect(limiter.take(of: "a", at: 2 * second) != nil)
    #expect(limiter.take(of: "a", at: 3 * second) == nil)
  }

  @Test("an emptied bucket is not forgotten while others come", arguments: [1, 3, 7])
  func emptiedBucketIsRemembered(countedMaximum: Int) {
    let limiter = RateLimiter<Int>(perSecond: 10, countedMaximum: countedMaximum)
    for _ in 0..<20 { _ = limiter.take(of: 0, at: second) }
    for other in 1..<countedMaximum { _ = limiter.take(of: other, at: second) }
    #expect(limiter.take(of: 0, at: second) != nil)
  }
}
