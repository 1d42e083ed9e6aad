internal import EthereumPrimitives

extension TypedDataMessage {
  /// The JSON text that wallets take for `eth_signTypedData_v4`: types, primary type, domain and message.
  ///
  /// Integers over 53 bits are written as decimal strings, which all wallets read exactly. Source: EIP-712,
  /// "Specification of the eth_signTypedData JSON RPC"; MetaMask's `signTypedData_v4` schema.
  public func json(in domain: Domain) -> String { TypedDataDocument(self).json(in: domain) }

  /// The message alone as JSON, member by member, as in the `message` of ``json(in:)``.
  public var messageJSON: String { TypedDataDocument(self).messageJSON }
}

extension TypedDataDocument {
  /// See ``TypedDataMessage/json(in:)``.
  public func json(in domain: Domain) -> String {
    var text = JSONText()
    text.begin("{")
    text.name("types")
    text.begin("{")
    text.name("EIP712Domain")
    text.types([("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address")])
    text.name(primaryType)
    text.types(declaration.members)
    text.end("}")
    text.name("primaryType")
    text.string(primaryType)
    text.name("domain")
    text.domain(domain)
    text.name("message")
    write(to: &text)
    text.end("}")
    return text.text
  }

  /// See ``TypedDataMessage/messageJSON``.
  public var messageJSON: String {
    var text = JSONText()
    write(to: &text)
    return text.text
  }

  private func write(to text: inout JSONText) {
    text.begin("{")
    for index in values.indices {
      text.name(declaration.members[index].name)
      text.value(values[index])
    }
    text.end("}")
  }
}

extension JSONText {
  fileprivate mutating func types(_ members: [(name: String, type: String)]) {
    begin("[")
    for member in members {
      begin("{")
      name("name")
      string(member.name)
      name("type")
      string(member.type)
      end("}")
    }
    end("]")
  }

  fileprivate mutating func domain(_ domain: Domain) {
    begin("{")
    name("name")
    string(domain.name)
    name("version")
    string(domain.version)
    name("chainId")
    number(domain.chainID)
    name("verifyingContract")
    string(domain.verifyingContract.description)
    end("}")
  }

  fileprivate mutating func value(_ value: TypedDataValue) {
    switch value {
    case .bool(let flag): bool(flag)
    case .uint64(let number): self.number(number)
    case .uint128(let number): string(decimal(number))
    case .address(let address): string(address.description)
    case .bytes(let bytes): string(Hex.encode(bytes))
    case .string(let text): string(text.text)
    case .strings(let texts):
      begin("[")
      for text in texts { string(text) }
      end("]")
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
