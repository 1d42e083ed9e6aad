internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

// The protocol's values as bytes. Numbers that stand for cases are never changed or reused.

extension Nonce: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(integer: uint128) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let value = try reader.integer(UInt128.self)
    do { try self.init(uint128: value) } catch { throw .invalid("nonce") }
  }
}

extension Address: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(raw: bytes) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let address = Address(try reader.raw(count: 20)) else { throw .invalid("address") }
    self = address
  }
}

extension Pips: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(integer: count) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let pips = Pips(count: try reader.integer()) else { throw .invalid("decimal") }
    self = pips
  }
}

extension Timestamp: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(integer: milliseconds) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let time = Timestamp(milliseconds: try reader.integer()) else { throw .invalid("time") }
    self = time
  }
}

extension MarketSymbol: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(text: text) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let text = try reader.text()
    do { try self.init(text) } catch { throw .invalid("market") }
  }
}

extension ClientOrderID: BinaryCodable {
  func write(to writer: inout ByteWriter) { writer.write(text: text) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let text = try reader.text()
    do { try self.init(text) } catch { throw .invalid("client order id") }
  }
}

extension OrderReference: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    switch self {
    case .order(let id):
      writer.write(byte: 1)
      writer.write(text: id.text)
    case .client(let id):
      writer.write(byte: 2)
      writer.write(id)
    }
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
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
  func write(to writer: inout ByteWriter) { writer.write(text: text) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let name = SessionKeyName(try reader.text()) else { throw .invalid("name") }
    self = name
  }
}

extension KeySignature: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(byte: curve.rawValue)
    writer.write(raw: bytes)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let curve = Curve(rawValue: try reader.byte()) else { throw .invalid("curve") }
    let bytes = try reader.raw(count: curve == .secp256k1 ? 65 : 64)
    do { try self.init(bytes) } catch { throw .invalid("signature") }
  }
}

extension PublicKey: BinaryCodable {
  func write(to writer: inout ByteWriter) {
    writer.write(byte: curve.rawValue)
    writer.write(raw: raw)
  }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    guard let curve = Curve(rawValue: try reader.byte()) else { throw .invalid("curve") }
    guard let key = PublicKey(curve: curve, raw: try reader.raw(count: 64)) else { throw .invalid("public key") }
    self = key
  }
}

// MARK: - Choices

/// A choice that is written as one byte.
protocol ByteChoice: BinaryCodable, CaseIterable, Equatable {
  var code: UInt8 { get }
}

extension ByteChoice {
  func write(to writer: inout ByteWriter) { writer.write(byte: code) }

  init(from reader: inout ByteReader) throws(RequestEncodingError) {
    let code = try reader.byte()
    guard let choice = Self.allCases.first(where: { $0.code == code }) else { throw .invalid("choice") }
    self = choice
  }
}

extension ByteChoice where Self: RawRepresentable<UInt8> {
  var code: UInt8 { rawValue }
}

extension OrderType: ByteChoice {}
extension OrderSide: ByteChoice {}
extension TimeInForce: ByteChoice {}
extension SelfTradePrevention: ByteChoice {}
extension TriggerType: ByteChoice {}

extension Permission: ByteChoice {
  var code: UInt8 {
    switch self {
    case .trade: 1
    case .reduceOnly: 2
    case .cancelOnly: 3
    }
  }
}

extension OpenOrders: ByteChoice {
  var code: UInt8 {
    switch self {
    case .cancel: 1
    case .keep: 2
    }
  }
}
