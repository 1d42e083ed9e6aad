package import EthereumPrimitives
package import PerpsProtocol
package import SessionKeys

// The protocol's values as bytes. Numbers that stand for cases are never changed or reused.

extension Nonce: BinaryCodable {
  package func write(to writer: inout ByteWriter) { writer.write(integer: uint128) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let value = try reader.integer(UInt128.self)
    do { try self.init(uint128: value) } catch { throw .invalid("nonce") }
  }
}

extension Address: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    let digits = word.bigEndianDigits
    writer.write(integer: UInt32(truncatingIfNeeded: digits.1))
    writer.write(integer: digits.2)
    writer.write(integer: digits.3)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let head = try reader.integer(UInt32.self)
    let (middle, tail) = (try reader.integer(UInt64.self), try reader.integer(UInt64.self))
    self.init(lastBytesOf: Bytes32(bigEndian: 0, UInt64(head), middle, tail))
  }
}

extension Pips: BinaryCodable {
  package func write(to writer: inout ByteWriter) { writer.write(integer: count) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let pips = Pips(count: try reader.integer()) else { throw .invalid("decimal") }
    self = pips
  }
}

extension Timestamp: BinaryCodable {
  package func write(to writer: inout ByteWriter) { writer.write(integer: milliseconds) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let time = Timestamp(milliseconds: try reader.integer()) else { throw .invalid("time") }
    self = time
  }
}

extension MarketSymbol: BinaryCodable {
  package func write(to writer: inout ByteWriter) { writer.write(text: text) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    self = try reader.market()
  }
}

extension ClientOrderID: BinaryCodable {
  package func write(to writer: inout ByteWriter) { writer.write(text: text) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let text = try reader.text()
    do { try self.init(text) } catch { throw .invalid("client order id") }
  }
}

extension OrderReference: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    switch self {
    case .order(let id):
      writer.write(byte: 1)
      writer.write(text: id.text)
    case .client(let id):
      writer.write(byte: 2)
      writer.write(id)
    }
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    switch try reader.byte() {
    case 1:
      let text = try reader.text()
      do { self = .order(try OrderID(text)) } catch { throw .invalid("order id") }
    case 2: self = .client(try reader.read())
    default: throw .invalid("order reference")
    }
  }
}

extension SessionKeyName: BinaryCodable {
  package func write(to writer: inout ByteWriter) { writer.write(text: text) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let name = SessionKeyName(try reader.text()) else { throw .invalid("name") }
    self = name
  }
}

extension KeySignature: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(byte: curve.rawValue)
    writer.write(raw: bytes)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let curve = Curve(rawValue: try reader.byte()) else { throw .invalid("curve") }
    let bytes = try reader.raw(count: curve == .secp256k1 ? 65 : 64)
    do { try self.init(bytes) } catch { throw .invalid("signature") }
  }
}

extension PublicKey: BinaryCodable {
  package func write(to writer: inout ByteWriter) {
    writer.write(byte: curve.rawValue)
    writer.write(raw: raw)
  }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let curve = Curve(rawValue: try reader.byte()) else { throw .invalid("curve") }
    guard let key = PublicKey(curve: curve, raw: try reader.raw(count: 64)) else { throw .invalid("public key") }
    self = key
  }
}

// MARK: - Choices

/// A choice that is written as one byte.
package protocol ByteChoice: BinaryCodable, CaseIterable, Equatable {
  var code: UInt8 { get }
  /// The choice of a byte, or `nil` for a byte that stands for none.
  static func choice(of code: UInt8) -> Self?
}

extension ByteChoice {
  package func write(to writer: inout ByteWriter) { writer.write(byte: code) }

  package init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let choice = Self.choice(of: try reader.byte()) else { throw .invalid("choice") }
    self = choice
  }

  package static func choice(of code: UInt8) -> Self? { allCases.first { $0.code == code } }
}

extension ByteChoice where Self: RawRepresentable<UInt8> {
  package var code: UInt8 { rawValue }
  package static func choice(of code: UInt8) -> Self? { Self(rawValue: code) }
}

extension OrderType: ByteChoice {}
extension OrderSide: ByteChoice {}
extension TimeInForce: ByteChoice {}
extension SelfTradePrevention: ByteChoice {}
extension TriggerType: ByteChoice {}

extension Permission: ByteChoice {
  package var code: UInt8 {
    switch self {
    case .trade: 1
    case .reduceOnly: 2
    case .cancelOnly: 3
    }
  }
}

extension OpenOrders: ByteChoice {
  package var code: UInt8 {
    switch self {
    case .cancel: 1
    case .keep: 2
    }
  }
}
