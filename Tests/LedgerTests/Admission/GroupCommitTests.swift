import Dispatch
import Synchronization
import Testing

@testable import Ledger

@Suite("What waits to be committed")
struct GroupCommitTests {
  /// A store that is held up in its first batch until everything else was added.
  private final class SlowStore: Sendable {
    let batches = Mutex<[[String]]>([])
    private let isWriting = DispatchSemaphore(value: 0)
    private let mayGoOn = DispatchSemaphore(value: 0)

    func queue(batchMaximum: Int = 256, waitingMaximum: Int = 100) -> GroupCommit<String> {
      GroupCommit(waitingMaximum: waitingMaximum, batchMaximum: batchMaximum) { batch in
        let isFirst = self.batches.withLock { batches in
          batches.append(batch)
          return batches.count == 1
        }
        guard isFirst else { return }
        self.isWriting.signal()
        self.mayGoOn.wait()
      }
    }

    /// The batches after the first, which is held up while a body adds to the queue.
    func batches(of queue: GroupCommit<String>, adding body: () throws -> Void) async throws -> [[String]] {
      try queue.add("first")
      isWriting.wait()
      do { try body() } catch {
        mayGoOn.signal()
        throw error
      }
      mayGoOn.signal()
      await queue.idle()
      return batches.withLock { Array($0.dropFirst()) }
    }
  }

  @Test("what came while a batch was written is the next batch, in its order")
  func othersGather() async throws {
    let store = SlowStore()
    let queue = store.queue()
    let batches = try await store.batches(of: queue) { for name in ["a", "b", "c"] { try queue.add(name) } }
    #expect(batches == [["a", "b", "c"]])
  }

  @Test("what goes ahead is committed before what has waited longer, and without it")
  func aheadIsFirst() async throws {
    let store = SlowStore()
    let queue = store.queue()
    let batches = try await store.batches(of: queue) {
      for name in ["a", "b", "c"] { try queue.add(name) }
      try queue.add("revocation", isAhead: true)
    }
    #expect(batches == [["revocation"], ["a", "b", "c"]])
  }

  @Test("however much goes ahead, every other batch is the others'")
  func othersAreNotStarved() async throws {
    let store = SlowStore()
    let queue = store.queue(batchMaximum: 2)
    let batches = try await store.batches(of: queue) {
      for name in ["a", "b", "c"] { try queue.add(name) }
      for number in 1...7 { try queue.add("\(number)", isAhead: true) }
    }
    #expect(batches == [["1", "2"], ["a", "b"], ["3", "4"], ["c"], ["5", "6"], ["7"]])
  }

  @Test("what goes ahead counts as what waits: a full queue takes nothing more")
  func aheadIsBounded() async throws {
    let store = SlowStore()
    let queue = store.queue(waitingMaximum: 3)
    let batches = try await store.batches(of: queue) {
      try queue.add("a")
      try queue.add("1", isAhead: true)
      #expect(throws: LedgerError.queueFull(maximum: 3)) { try queue.add("2", isAhead: true) }
      #expect(throws: LedgerError.queueFull(maximum: 3)) { try queue.add("b") }
    }
    #expect(batches == [["1"], ["a"]])
  }

  @Test("a queue that is shut commits what it has taken, and takes nothing more")
  func shutQueueFinishes() async throws {
    let store = SlowStore()
    let queue = store.queue()
    let batches = try await store.batches(of: queue) {
      try queue.add("a")
      queue.shut()
      #expect(throws: LedgerError.closed) { try queue.add("b", isAhead: true) }
    }
    #expect(batches == [["a"]])
  }
}
