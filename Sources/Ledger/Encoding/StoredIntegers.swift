package import PerpsProtocol

// The protocol's numbers as every store keeps them. All are below 2⁶³, by their types.

extension Pips {
  package var sql: Int64 { Int64(count) }
}

extension Timestamp {
  package var sql: Int64 { Int64(milliseconds) }
}

extension NonceTime {
  package var sql: Int64 { Int64(ticks) }
}

extension Nonce {
  /// The 62 bits of the clock sequence and node, which tell nonces of one tick apart.
  package var restSQL: Int64 { Int64(uint128 & 0x3fff_ffff_ffff_ffff) }
}
