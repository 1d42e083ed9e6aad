/// Why a server does not start.
public enum ServerError: Error, Sendable {
  /// A file that belongs to the program is not there: install it whole.
  case incomplete(file: String)
  /// The data directory cannot be made or used, for this reason.
  case dataDirectory(String)
  /// The certificate or its key cannot be used.
  case tls(String)
  /// The page cannot be served, for this reason.
  case page(String)
  /// The ledger has an entry that the exchange does not take: the ledger is damaged.
  case notReplayable(sequence: UInt64)
}

extension ServerError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .incomplete(let file): "\(file) belongs to this program and is not there: install or build it again"
    case .dataDirectory(let reason): "the data directory cannot be used: \(reason)"
    case .tls(let reason): "the TLS certificate or its key cannot be used: \(reason)"
    case .page(let reason): "the page cannot be served: \(reason)"
    case .notReplayable(let sequence):
      "the ledger cannot be replayed at entry \(sequence): audit it, and restore a copy"
    }
  }
}
