public import EthereumPrimitives
internal import Foundation
internal import GRDB

/// Copies a ledger while a server writes it: all of it as it is at one moment.
///
/// Only reads, without the ledger's lock; SQLite's own backup copies the pages of one read transaction. Meanwhile the
/// server goes on, and its write-ahead log grows by what it writes.
///
/// Source: SQLite, "Online Backup API".
public struct LedgerBackup: Sendable {
  /// How many entries the copy has.
  public let entryCount: UInt64
  /// The hash that its next entry will be chained to: what an audit of the copy shows, too.
  public let lastHash: Bytes32

  /// Copies a ledger's file to another, which is durable when this returns.
  ///
  /// The copy is written under another name and gets its own when it is whole: a file of that name is a backup.
  ///
  /// - Parameter target: where nothing must be.
  /// - Throws: a ``LedgerError``; nothing of the target's name is there then.
  public init(of path: String, to target: String) throws(LedgerError) {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw .cannotOpen("there is something at \(target) already: name another place")
    }
    let file = try AuditFile(path: path)
    defer { file.close() }
    let partial = target + ".partial"
    do {
      try Self.makePrivate(partial)
      try file.copy(to: partial)
      (entryCount, lastHash) = try Self.summary(of: partial)
      try Self.synchronize(partial)
      guard unsafe rename(partial, target) == 0 else { throw LedgerError.cannotOpen("\(target): \(Self.reason)") }
      try Self.synchronize((target as NSString).deletingLastPathComponent)
    } catch {
      for end in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: partial + end) }
      throw error as? LedgerError ?? LedgerError(opening: error)
    }
  }

  /// Makes the file before SQLite does, so that nobody else can read it at any moment.
  private static func makePrivate(_ path: String) throws(LedgerError) {
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw .cannotOpen("\(path): \(reason)") }
    close(opened)
  }

  private static func summary(of path: String) throws -> (UInt64, Bytes32) {
    let copy = try DatabaseQueue(path: path)
    defer { try? copy.close() }
    return try copy.writeWithoutTransaction { db in
      // One file, with no log beside it.
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
      guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
        throw LedgerError.damaged("the copy has errors that SQLite finds: audit the ledger")
      }
      return (try EntryRows.last(in: db)?.sequence ?? 0, try EntryRows.latestChain(in: db))
    }
  }

  private static func synchronize(_ path: String) throws(LedgerError) {
    let opened = unsafe open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw .cannotOpen("\(path): \(reason)") }
    defer { close(opened) }
    guard fsync(opened) == 0 else { throw .cannotOpen("\(path): \(reason)") }
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }
}
