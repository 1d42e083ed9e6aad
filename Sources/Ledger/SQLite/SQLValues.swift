internal import EthereumPrimitives
internal import Foundation
internal import GRDB
internal import PerpsProtocol

// The protocol's values as SQLite keeps them. All integers here are below 2⁶³, by their types.

extension Address {
  var blob: Data { Data(bytes) }
}

extension Pips {
  var sql: Int64 { Int64(count) }
}

extension Timestamp {
  var sql: Int64 { Int64(milliseconds) }
}

extension NonceTime {
  var sql: Int64 { Int64(ticks) }
}

extension Nonce {
  /// The 62 bits of the clock sequence and node, which tell nonces of one tick apart.
  var restSQL: Int64 { Int64(uint128 & 0x3fff_ffff_ffff_ffff) }
}

/// Reads one row's columns, and calls the ledger damaged where they are impossible.
struct Columns {
  let row: Row

  func integer(_ index: Int) throws -> UInt64 { try required(optionalInteger(index)) }

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

  func time(_ index: Int) throws -> Timestamp { try required(Timestamp(milliseconds: integer(index))) }

  func optionalPips(_ index: Int) throws -> Pips? {
    try optionalInteger(index).map { try required(Pips(count: $0)) }
  }

  func optionalAddress(_ index: Int) throws -> Address? {
    try optionalBytes(index).map { try required(Address($0)) }
  }

  func bytes(_ index: Int) throws -> [UInt8] { try required(optionalBytes(index)) }

  func optionalBytes(_ index: Int) throws -> [UInt8]? {
    try row.withUnsafeData(atIndex: index) { $0.map { [UInt8]($0) } }
  }

  func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw LedgerError.damaged("a value that must be stored is missing or impossible") }
    return value
  }
}
