/// Why a ledger does not open, does not take a request, or cannot be read.
public enum LedgerError: Error, Hashable, Sendable {
  // Opening.

  /// Another process, or another part of this one, has the ledger open.
  case inUse
  /// The file is a database of something else.
  case notALedger
  /// The ledger belongs to another domain: another chain, contract or environment.
  case anotherDomain
  /// A newer program has written the ledger: use that one. Nothing was changed.
  case newerSchema
  /// The ledger cannot be opened, for this reason.
  case cannotOpen(String)
  /// What is stored is not what a ledger writes, for this reason: restore a copy.
  case damaged(String)

  // Taking requests: none of these was admitted, but for the last, of which nobody knows.

  /// So many requests are waiting that no more are taken. The request was not admitted: try again in a second.
  case queueFull(maximum: Int)
  /// The ledger is closed. The request was not admitted.
  case closed
  /// The store failed, for this reason: the disk is full, or has an error. The request was not admitted.
  case notAdmitted(String)
  /// An index price by another wallet than the one appointed for it. The request was not admitted.
  case indexPricePublisherNotAppointed
  /// The store failed while the request was being made durable, and again when that was to be undone. The ledger has
  /// closed; whether the request was admitted is known when it is open again.
  case fateUnknown(String)

  // Reading.

  /// The store could not be read, for this reason.
  case unreadable(String)
  /// The store is not reached at the moment, for this reason. That ends by itself.
  case unreachable(String)
}

extension LedgerError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .inUse: "the ledger is open elsewhere: stop the other program first"
    case .notALedger: "the file is not a ledger: name another one"
    case .anotherDomain: "the ledger belongs to another chain, contract or environment: name the one for this"
    case .newerSchema: "the ledger was written by a newer program: use that one"
    case .cannotOpen(let reason): "the ledger cannot be opened: \(reason)"
    case .damaged(let reason): "the ledger is damaged, restore a copy: \(reason)"
    case .queueFull(let maximum): "\(maximum) requests are waiting: try again in a second"
    case .closed: "the ledger is closed, the request was not admitted: try again later"
    case .notAdmitted(let reason): "the request was not admitted, since the store failed: \(reason)"
    case .indexPricePublisherNotAppointed: "only the wallet appointed for it publishes index prices"
    case .fateUnknown(let reason): "the store failed, and whether the request was admitted is not known: \(reason)"
    case .unreadable(let reason): "the ledger cannot be read: \(reason)"
    case .unreachable(let reason): "the ledger is not reached at the moment: \(reason)"
    }
  }
}
