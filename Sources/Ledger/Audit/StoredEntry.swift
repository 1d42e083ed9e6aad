package import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol
package import SessionKeys

/// An entry as it stands in the file, whatever is in it.
package struct StoredEntry: Sendable {
  /// SQLite keeps these in order and apart. Anything but a positive number is wrong.
  package let sequence: Int64
  package let contents: Result<Contents, LedgerError>

  package struct Contents: Sendable {
    package let kind: LedgerEntry.Kind
    package let sessionKey: Address?
    package let request: [UInt8]
    package let judgement: Judgement
    package let chain: Bytes32
  }

  /// The columns that are selected, in this order.
  package static let columns = """
    sequence, time, kind, session_key, request, index_price, order_value, value_used_before, chain
    """

  init(_ row: Row) { self.init(sequence: row[0], Columns(row: row)) }

  /// Reads the other columns.
  package init(sequence: Int64, _ columns: some StoredColumns) {
    self.sequence = sequence
    do { contents = .success(try Contents(columns)) } catch { contents = .failure(LedgerError(reading: error)) }
  }

  /// The hash that chains this entry, or `nil` where there is none to be read.
  var chain: Bytes32? { try? contents.get().chain }
}

extension StoredEntry.Contents {
  fileprivate init(_ columns: some StoredColumns) throws {
    kind = try columns.required(UInt8(exactly: columns.integer(2)).flatMap(LedgerEntry.Kind.init))
    sessionKey = try columns.optionalAddress(3)
    request = try columns.bytes(4)
    judgement = try columns.judgement(time: 1, facts: 5)
    chain = try columns.required(Bytes32(columns.bytes(8)))
  }

  /// Whether the entry is what was chained to the hash before it.
  package func isChained(to previous: Bytes32, sequence: UInt64) -> Bool {
    chain
      == EntryChain.hash(
        after: previous, sequence: sequence, kind: kind.rawValue, sessionKey: sessionKey, request: request,
        judgement: judgement)
  }
}
