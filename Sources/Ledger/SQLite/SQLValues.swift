internal import EthereumPrimitives
internal import Foundation
internal import GRDB

extension Address {
  var blob: Data { Data(bytes) }
}

/// Reads one row's columns, and calls the ledger damaged where they are impossible.
struct Columns: StoredColumns {
  let row: Row

  func optionalInteger(_ index: Int) throws -> UInt64? {
    switch (row[index] as DatabaseValue).storage {
    case .null: return nil
    case .int64(let value) where value >= 0: return UInt64(value)
    case .int64: throw LedgerError.damaged("a negative number is stored")
    case .double, .string, .blob: throw LedgerError.damaged("something else is stored where a number must be")
    }
  }

  func optionalText(_ index: Int) throws -> String? {
    switch (row[index] as DatabaseValue).storage {
    case .null: return nil
    case .string(let text): return text
    case .int64, .double, .blob: throw LedgerError.damaged("something else is stored where a text must be")
    }
  }

  func optionalBytes(_ index: Int) throws -> [UInt8]? {
    try row.withUnsafeData(atIndex: index) { $0.map { [UInt8]($0) } }
  }
}
