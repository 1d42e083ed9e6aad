package import EthereumPrimitives
package import SessionKeys

/// Keeps the records that were asked for last, in two generations.
///
/// When the younger is full the older is dropped and the younger takes its place; what is asked for in the older comes
/// into the younger again. So keys that trade stay, however many others come by, and nothing is sorted by its use.
package struct RecordCache: Sendable {
  package typealias Generation = [Address: SessionKeyRecord]

  private let generationMaximum: Int
  private var younger: Generation = [:]
  private var older: Generation = [:]

  /// Keeps at most so many records.
  package init(countMaximum: Int) { generationMaximum = max(countMaximum / 2, 1) }

  package mutating func record(of address: Address) -> SessionKeyRecord? {
    if let record = younger[address] { return record }
    guard let record = older[address] else { return nil }
    _ = keep(record)
    return record
  }

  /// Keeps a record, and hands out the generation that is dropped for it.
  package mutating func keep(_ record: SessionKeyRecord) -> Generation? {
    var dropped: Generation?
    if younger.count >= generationMaximum {
      dropped = older
      older = younger
      younger = [:]
    }
    younger[record.address] = record
    return dropped
  }

  package var count: Int { younger.count + older.count }
}
