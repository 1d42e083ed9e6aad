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
  @inline(never)
  public func json(in domain: Domain) -> String {
    var text = JSONText()
    text.begin("{")
    text.name("types")
    text.begin("{")
    text.name("EIP712Domain")
    text.begin("[")
    text.type(of: "name", is: "string")
    text.type(of: "version", is: "string")
    text.type(of: "chainId", is: "uint256")
    text.type(of: "verifyingContract", is: "address")
    text.end("]")
    text.name(primaryType)
    text.begin("[")
    for member in declaration.members { text.type(of: member.name, is: member.type.text) }
    text.end("]")
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

  @inline(never)
  private func write(to text: inout JSONText) {
    text.begin("{")
    for index in values.indices {
      text.name(declaration.members[index].name.description)
      text.value(values[index])
    }
    text.end("}")
  }
}

extension JSONText {
  @inline(never)
  fileprivate mutating func type(of member: StaticString, is type: StaticString) {
    begin("{")
    name("name")
    string(member.description)
    name("type")
    string(type.description)
    end("}")
  }

  @inline(never)
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

  @inline(never)
  fileprivate mutating func value(_ value: TypedDataValue) {
    switch value {
    case .bool(let flag): bool(flag)
    case .uint64(let number): self.number(number)
    case .uint128(let number): string(String(decimal: number))
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
