internal import EthereumPrimitives
internal import PerpsProtocol

extension Fields {
  @inline(never)
  func nonce() throws(SignerRefusal) -> Nonce { try required("nonce") { text throws(NonceError) in try Nonce(text) } }

  @inline(never)
  func address(_ name: StaticString) throws(SignerRefusal) -> Address {
    guard let address = try optionalAddress(name) else { throw missing(name) }
    return address
  }

  @inline(never)
  func optionalAddress(_ name: StaticString) throws(SignerRefusal) -> Address? {
    try optional(name) { text throws(AddressError) in try Address(text) }
  }

  /// The key that signs: absent, or the zero address, when the wallet does.
  @inline(never)
  func sessionKey() throws(SignerRefusal) -> Address? {
    guard let key = try optionalAddress("delegatedKey"), key != .zero else { return nil }
    return key
  }

  @inline(never)
  func market() throws(SignerRefusal) -> MarketSymbol {
    try required("market") { text throws(MarketSymbolError) in try MarketSymbol(text) }
  }

  @inline(never)
  func pips(_ name: StaticString) throws(SignerRefusal) -> Pips {
    guard let pips = try optionalPips(name) else { throw missing(name) }
    return pips
  }

  @inline(never)
  func optionalPips(_ name: StaticString) throws(SignerRefusal) -> Pips? {
    try optional(name) { text throws(PipsError) in try Pips(text) }
  }

  @inline(never)
  func hex(_ name: StaticString, byteCount: Int) throws(SignerRefusal) -> [UInt8] {
    try required(name) { text throws(HexError) in try Hex.decode(text, byteCount: byteCount) }
  }

  @inline(never)
  func hex(_ name: StaticString, byteCountMaximum: Int) throws(SignerRefusal) -> [UInt8] {
    try required(name) { text throws(HexError) in try Hex.decode(text, byteCountMaximum: byteCountMaximum) }
  }

  @inline(never)
  func choice<Choice: WireName>(_ name: StaticString) throws(SignerRefusal) -> Choice {
    guard let choice: Choice = try optionalChoice(name) else { throw missing(name) }
    return choice
  }

  func optionalChoice<Choice: WireName>(_ name: StaticString) throws(SignerRefusal) -> Choice? {
    let choices = Array(Choice.allCases)
    guard let index = try index(name, among: choices.map { $0.wireName }) else { return nil }
    return choices[index]
  }

  /// Which of some names a field gives, or `nil` when it is not there.
  @inline(never)
  func index(_ name: StaticString, among known: [StaticString]) throws(SignerRefusal) -> Int? {
    guard let bytes = bytes(name) else { return nil }
    for (index, known) in known.enumerated() where known.description.utf8Bytes == bytes { return index }
    var reason = ["must be one of "]
    for (index, known) in known.enumerated() { reason += [index == 0 ? "" : ", ", known.description] }
    throw refusal(name, String(joining: reason))
  }

  @inline(never)
  func flag(_ name: StaticString) throws(SignerRefusal) -> Bool {
    guard let bytes = bytes(name) else { return false }
    if bytes == "true".utf8Bytes { return true }
    if bytes == "false".utf8Bytes { return false }
    throw refusal(name, "must be true or false")
  }

  /// A whole number in decimal digits without superfluous zeros in front.
  @inline(never)
  func number(_ name: StaticString, maximum: UInt64) throws(SignerRefusal) -> UInt64 {
    guard let bytes = bytes(name) else { throw missing(name) }
    let refusal = refusal(
      name, String(joining: ["must be a whole number in decimal digits, at most ", String(decimal: UInt128(maximum))]))
    guard !bytes.isEmpty, bytes.count <= 19, bytes.count == 1 || bytes[0] != UInt8(ascii: "0") else { throw refusal }
    var number: UInt64 = 0
    // 19 digits fit in 64 bits.
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { throw refusal }
      number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
    }
    guard number <= maximum else { throw refusal }
    return number
  }

  @inline(never)
  func timestamp(_ name: StaticString) throws(SignerRefusal) -> Timestamp {
    let milliseconds = try number(name, maximum: Timestamp.maximum.milliseconds)
    guard let time = Timestamp(milliseconds: milliseconds) else { throw missing(name) }
    return time
  }
}
