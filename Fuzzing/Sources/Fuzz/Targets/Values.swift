import FuzzHarness
import PerpsProtocol

extension FuzzTarget {
  static let nonce = text("nonce") { text in
    guard let nonce = try? Nonce(text) else { return }
    let digits = text.lowercased().filter { $0 != "-" }
    require(same(nonce.description.filter { $0 != "-" }, digits), "a nonce is written with the digits it had")
    require((try? Nonce(nonce.description)) == nonce, "what is written is read as the same nonce")
    require((try? Nonce(uint128: nonce.uint128)) == nonce, "the number is the same nonce")
    let last = nonce.bytes[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let rebuilt = Nonce(time: nonce.time, clockSequence: UInt16(last >> 48 & 0x3fff), node: last & 0xffff_ffff_ffff)
    require(rebuilt == nonce, "time, clock sequence and node make the same nonce")
    require(NonceTime(nonce.time.timestamp).timestamp == nonce.time.timestamp, "a nonce's millisecond is a fixed point")
  }

  static let pips = text("pips") { text in
    guard let pips = try? Pips(text) else { return }
    require(same(pips.description, text), "a decimal has one spelling")
    require(Pips(count: pips.count) == pips, "the count is the same decimal")
    require(pips <= .maximum, "nothing is over the maximum")
  }

  /// Two counts of pips, eight bytes each, little-endian.
  static let pipsProduct = FuzzTarget(name: "pips-product") { bytes in
    guard bytes.count == 16 else { return }
    let counts = [bytes[..<8], bytes[8...]].map { $0.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    guard let left = Pips(count: counts[0]), let right = Pips(count: counts[1]) else { return }
    let exact = UInt128(counts[0]) * UInt128(counts[1])
    let (down, rest) = exact.quotientAndRemainder(dividingBy: 100_000_000)
    let up = rest == 0 ? down : down + 1
    func pips(_ count: UInt128) -> Pips? { UInt64(exactly: count).flatMap { Pips(count: $0) } }
    require(left.multipliedRoundingDown(by: right) == pips(down), "the product rounded down is exact")
    require(left.multipliedRoundingUp(by: right) == pips(up), "the product rounded up is exact")
    require(left.adding(right) == pips(UInt128(counts[0]) + UInt128(counts[1])), "the sum is exact or nil")
    require((left.subtracting(right) == nil) == (left < right), "no difference is negative")
    require((try? Pips(left.description)) == left, "what is written is read as the same decimal")
  }

  static let marketSymbol = text("market-symbol") { text in
    guard let market = try? MarketSymbol(text) else { return }
    require(same(market.text, text), "a market's name stays as it was spelled")
    require(!text.isEmpty && text.utf8.count <= MarketSymbol.bytesMaximum, "names have 1 to 32 bytes")
  }

  static let clientOrderID = text("client-order-id") { text in
    let id = try? ClientOrderID(text)
    require((id != nil) == (text.utf8.count <= ClientOrderID.bytesMaximum), "exactly ids of up to 40 bytes are taken")
    require(id.map { same($0.text, text) } ?? true, "an id stays as it was spelled")
  }

  static let orderReference = text("order-reference") { text in
    guard let reference = try? OrderReference(text) else { return }
    require(same(reference.text, text), "a reference is signed as it was spelled")
    require((try? OrderReference(reference.text)) == reference, "what is signed is read as the same reference")
    switch reference {
    case .client(let id):
      require(!id.text.utf8.isEmpty && text.utf8.starts(with: "client:".utf8), "client ids are named")
    case .order(let id): require(!id.text.utf8.contains(UInt8(ascii: ":")), "an exchange's id has no colon")
    }
  }
}
