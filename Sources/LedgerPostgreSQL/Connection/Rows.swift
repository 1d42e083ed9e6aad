internal import CLibPQ
internal import Ledger

/// What a statement answers, in PostgreSQL's binary format.
@safe final class Rows {
  private let result: OpaquePointer

  /// Takes over what libpq has allocated.
  init(_ result: OpaquePointer) { unsafe self.result = result }

  deinit { unsafe PQclear(result) }

  var count: Int { unsafe Int(PQntuples(result)) }
  private var columnCount: Int { unsafe Int(PQnfields(result)) }
  var first: Fields? { count > 0 ? self[0] : nil }

  subscript(row: Int) -> Fields { Fields(rows: self, row: row) }

  func map<Value>(_ body: (Fields) throws -> Value) rethrows -> [Value] { try (0..<count).map { try body(self[$0]) } }

  fileprivate func type(_ column: Int) -> UInt32 { unsafe PQftype(result, Int32(column)) }

  /// The bytes of a value, or `nil` for a null and where there is none.
  fileprivate func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
    guard row < count, column < columnCount,
      unsafe PQgetisnull(result, Int32(row), Int32(column)) == 0,
      let start = unsafe PQgetvalue(result, Int32(row), Int32(column))
    else { return nil }
    let length = unsafe Int(PQgetlength(result, Int32(row), Int32(column)))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: length))
  }

  /// A whole number of at most eight bytes, read in its place.
  fileprivate func integer(_ row: Int, _ column: Int) -> Int64? {
    guard row < count, column < columnCount,
      unsafe PQgetisnull(result, Int32(row), Int32(column)) == 0,
      let start = unsafe PQgetvalue(result, Int32(row), Int32(column))
    else { return nil }
    let length = unsafe Int(PQgetlength(result, Int32(row), Int32(column)))
    guard (1...8).contains(length) else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
    let value = unsafe bytes.reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) }
    // Shorter numbers keep their sign.
    let shift = UInt64(64 - 8 * length)
    return Int64(bitPattern: value << shift) >> Int64(shift)
  }
}

/// One row of what a statement answers.
struct Fields: StoredColumns {
  fileprivate let rows: Rows
  fileprivate let row: Int

  private static let integerTypes: [UInt32] = [20, 21, 23]
  private static let textTypes: [UInt32] = [25, 1_043]
  private static let bytesType: UInt32 = 17
  private static let boolType: UInt32 = 16

  func optionalInteger(_ index: Int) throws -> UInt64? {
    guard Self.integerTypes.contains(rows.type(index)) else {
      throw LedgerError.damaged("something else is stored where a number must be")
    }
    guard let value = rows.integer(row, index) else { return nil }
    guard value >= 0 else { throw LedgerError.damaged("a negative number is stored") }
    return UInt64(value)
  }

  func optionalText(_ index: Int) throws -> String? {
    guard Self.textTypes.contains(rows.type(index)) else {
      throw LedgerError.damaged("something else is stored where a text must be")
    }
    return rows.bytes(row, index).map { String(decoding: $0, as: UTF8.self) }
  }

  func optionalBytes(_ index: Int) throws -> [UInt8]? {
    guard rows.type(index) == Self.bytesType else {
      throw LedgerError.damaged("something else is stored where bytes must be")
    }
    return rows.bytes(row, index)
  }

  func boolean(_ index: Int) throws -> Bool {
    guard rows.type(index) == Self.boolType else {
      throw LedgerError.damaged("something else is stored where yes or no must be")
    }
    return try required(rows.integer(row, index)) != 0
  }

  /// A number that may be negative, such as a nonce's rest never is but a bug's could be.
  func signed(_ index: Int) throws -> Int64 { try required(rows.integer(row, index)) }
}
