internal import Dispatch
internal import Foundation
internal import Ledger
internal import Synchronization

/// Follows the log on a connection and a thread of its own: told by the database of every commit, and asking each
/// second whether there was one that it was not told of.
final class Follower: Sendable {
  private let connect: @Sendable () throws -> Connection
  private let pages: EntryPages
  private let delivery: Delivery
  private let onUnreachable: @Sendable (String) -> Void
  private let queue = DispatchQueue(label: "ledger.postgresql.follower")
  private let waker: Waker
  private let isStopped = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  /// How long the follower waits for a notification before it asks by itself.
  private static let pollInterval = Duration.seconds(1)
  /// How long it lets commits gather before it reads them: under load one reading then brings several, for less of the
  /// database's time and this server's.
  private static let gatheringPause = Duration.milliseconds(10)
  private static let pauseMinimum = Duration.milliseconds(20)
  private static let pauseMaximum = Duration.milliseconds(500)

  init(
    connect: @escaping @Sendable () throws -> Connection, pages: EntryPages, delivery: Delivery,
    onUnreachable: @escaping @Sendable (String) -> Void
  ) throws {
    self.connect = connect
    self.pages = pages
    self.delivery = delivery
    self.onUnreachable = onUnreachable
    waker = try Waker()
  }

  func start() { queue.async { self.run() } }

  /// Ends it, and waits until it has ended: at most as long as one answer of the database takes.
  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    waker.wake()
    ended.wait()
    // For whoever stops it again.
    ended.signal()
  }

  private var goesOn: Bool { !isStopped.load(ordering: .sequentiallyConsistent) }

  private func run() {
    var pause = Self.pauseMinimum
    while goesOn {
      do {
        let connection = try connect()
        try connection.script(Self.listen)
        pause = Self.pauseMinimum
        try follow(on: connection)
      } catch {
        onUnreachable("\(error)")
        // Whoever asks for the readiness learns of it, when it has lasted.
        waker.wait(for: pause)
        pause = min(pause * 2, Self.pauseMaximum)
      }
    }
    ended.signal()
  }

  private func follow(on connection: Connection) throws {
    while goesOn {
      try catchUp(on: connection)
      try waitForNews(on: connection)
    }
  }

  /// Waits until there is something to read, or it is time to ask.
  private func waitForNews(on connection: Connection) throws {
    let nextPoll = ContinuousClock.now + Self.pollInterval
    while goesOn {
      let left = nextPoll - .now
      guard left > .zero else { return }
      guard let told = try connection.waitForNotification(or: waker.descriptor, within: left), isNew(told) else {
        continue
      }
      return waker.wait(for: Self.gatheringPause)
    }
  }

  /// Whether a notification tells of an entry that was not handed on: a server hears of its own commits, too.
  private func isNew(_ notification: String) -> Bool {
    guard let sequence = UInt64(notification), let position = delivery.position else { return true }
    return sequence > position.sequence
  }

  private func catchUp(on connection: Connection) throws {
    while goesOn, let position = delivery.position {
      let moment = ContinuousClock.now
      let page = try pages.page(after: position, on: connection)
      if page.after.sequence != position.sequence { delivery.noteDivergence() }
      try delivery.deliver(others: page)
      if page.entries.isEmpty {
        delivery.noteCurrent(at: moment)
        return
      }
      // What is held back is the writer's.
      if delivery.position == position { return }
    }
  }

  /// The channel has the schema's name: two ledgers in one database do not wake each other.
  static let channel = "'ledger_' || current_schema()"
  private static let listen = """
    DO $$ BEGIN EXECUTE format('LISTEN %I', \(channel)); END $$;
    """
}

/// Wakes a thread that waits for a descriptor.
final class Waker: Sendable {
  /// Can be read when somebody wakes.
  let descriptor: Int32
  private let input: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw LedgerError.cannotOpen("there are no descriptors left") }
    (descriptor, input) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(descriptor)
    close(input)
  }

  func wake() { _ = unsafe write(input, [UInt8(1)], 1) }

  /// Waits until somebody wakes, or the time is over.
  func wait(for time: Duration) {
    var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
    let milliseconds = time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
    _ = unsafe poll(&descriptors, 1, Int32(clamping: milliseconds))
  }
}
