internal import Foundation
internal import Synchronization

/// Keeps a ledger to one process, and to one place in it.
///
/// SQLite would let two writers take turns, and every fact is read inside the transaction, so nothing would be
/// admitted wrongly. But two programs that believe to be the exchange of one ledger are a mistake to be told of at
/// once. The system lets go of the lock when the process ends, however it ends.
final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  init(path: String) throws(LedgerError) {
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw .cannotOpen("\(path) cannot be written (error \(errno) of the system)") }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw .inUse
    }
    descriptor = Mutex(opened)
  }

  deinit { release() }

  /// Lets go. Nothing happens the second time.
  func release() {
    let held = descriptor.withLock { descriptor in
      defer { descriptor = nil }
      return descriptor
    }
    guard let held else { return }
    // Closing alone leaves the lock with a child process that has been forked and not yet begun another program.
    flock(held, LOCK_UN)
    close(held)
  }
}
