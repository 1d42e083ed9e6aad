internal import EthereumPrimitives

extension TypedDataMessage {
  /// The JSON text that wallets take for `eth_signTypedData_v4`: types, primary type, domain and message.
  ///
  /// Integers over 53 bits are written as decimal strings, which all wallets read exactly. Source: EIP-712,
  /// "Specification of the eth_signTypedData JSON RPC"; MetaMask's `signTypedData_v4` schema.
  public func json(in domain: Domain) -> String {
    var text = JSONText()
    text.object {
      $0.member("types") {
        $0.object {
          $0.member("EIP712Domain") {
            $0.members([
              ("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"),
            ])
          }
          $0.member(Self.primaryType) { $0.members(Self.schema.members.map { ($0.name, $0.solidityType) }) }
        }
      }
      $0.member("primaryType") { $0.string(Self.primaryType) }
      $0.member("domain") { domain.write(to: &$0) }
      $0.member("message") { write(to: &$0) }
    }
    return text.text
  }

  /// The message alone as JSON, member by member, as in the `message` of ``json(in:)``.
  public var messageJSON: String {
    var text = JSONText()
    write(to: &text)
    return text.text
  }

  private func write(to text: inout JSONText) {
    text.object { text in
      for member in Self.schema.members { text.member(member.name) { member.write(self, to: &$0) } }
    }
  }
}

extension Domain {
  fileprivate func write(to text: inout JSONText) {
    text.object {
      $0.member("name") { $0.string(name) }
      $0.member("version") { $0.string(version) }
      $0.member("chainId") { $0.uint64(chainID) }
      $0.member("verifyingContract") { $0.string(verifyingContract.description) }
    }
  }
}

extension TypedDataMember {
  fileprivate func write(_ message: Message, to text: inout JSONText) {
    switch value {
    case .bool(let read): text.bool(read(message))
    case .uint8(let read): text.uint64(UInt64(read(message)))
    case .uint64(let read): text.uint64(read(message))
    case .uint128(let read): text.string(decimal(read(message)))
    case .address(let read): text.string(read(message).description)
    case .bytes(let read): text.string(Hex.encode(read(message)))
    case .string(let read): text.string(read(message).text)
    case .strings(let read): text.array(read(message)) { $0.string($1) }
    }
  }
}

/// Decimal digits of a 128-bit number.
///
/// Divides by 10⁹ digit by digit of 32 bits, because the browser's build has no 128-bit division to link to.
func decimal(_ value: UInt128) -> String {
  var digits = [96, 64, 32, 0].map { UInt64(UInt32(truncatingIfNeeded: value >> UInt128($0))) }
  var text: [UInt8] = []
  while digits.contains(where: { $0 != 0 }) || text.isEmpty {
    var remainder: UInt64 = 0
    for index in digits.indices {
      let dividend = remainder << 32 | digits[index]
      digits[index] = dividend / 10
      remainder = dividend % 10
    }
    text.append(UInt8(ascii: "0") + UInt8(remainder))
  }
  return String(decoding: text.reversed(), as: UTF8.self)
}

/// Writes JSON text (RFC 8259), for the one document of this module. Reading JSON is not done here.
struct JSONText {
  private(set) var text = ""
  private var needsComma = false

  mutating func object(_ body: (inout JSONText) -> Void) {
    value("{")
    needsComma = false
    body(&self)
    text += "}"
    needsComma = true
  }

  mutating func member(_ name: String, _ body: (inout JSONText) -> Void) {
    string(name)
    text += ":"
    needsComma = false
    body(&self)
    needsComma = true
  }

  mutating func array<Element>(_ elements: [Element], _ body: (inout JSONText, Element) -> Void) {
    value("[")
    needsComma = false
    for element in elements { body(&self, element) }
    text += "]"
    needsComma = true
  }

  mutating func members(_ members: [(name: String, type: String)]) {
    array(members) { text, member in
      text.object {
        $0.member("name") { $0.string(member.name) }
        $0.member("type") { $0.string(member.type) }
      }
    }
  }

  mutating func bool(_ flag: Bool) { value(flag ? "true" : "false") }

  mutating func uint64(_ number: UInt64) { value(decimal(UInt128(number))) }

  mutating func string(_ string: String) {
    var escaped: [UInt8] = [UInt8(ascii: "\"")]
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): escaped += [UInt8(ascii: "\\"), byte]
      case 0x00..<0x20: escaped += "\\u00".utf8 + [Hex.digit(byte >> 4), Hex.digit(byte & 0x0f)]
      default: escaped.append(byte)
      }
    }
    escaped.append(UInt8(ascii: "\""))
    value(String(decoding: escaped, as: UTF8.self))
  }

  private mutating func value(_ written: String) {
    if needsComma { text += "," }
    text += written
    needsComma = true
  }
}
