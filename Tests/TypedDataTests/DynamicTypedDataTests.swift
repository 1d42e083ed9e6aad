import EthereumPrimitives
import ExchangeAPI
import Testing
import TypedData

@Suite("Typed data known only when it arrives")
struct DynamicTypedDataTests {
  /// The example of EIP-712.
  static let mail = """
    {"types": {
      "EIP712Domain": [
        {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
        {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}],
      "Person": [{"name": "name", "type": "string"}, {"name": "wallet", "type": "address"}],
      "Mail": [
        {"name": "from", "type": "Person"}, {"name": "to", "type": "Person"},
        {"name": "contents", "type": "string"}]},
     "primaryType": "Mail",
     "domain": {
       "name": "Ether Mail", "version": "1", "chainId": 1,
       "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
     "message": {
       "from": {"name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
       "to": {"name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},
       "contents": "Hello, Bob!"}}
    """

  @Test("the example of EIP-712 has the hashes that EIP-712 gives")
  func example() throws {
    let mail = try hashed(Self.mail)
    #expect(mail.primaryType == "Mail")
    #expect(mail.encodedType == "Mail(Person from,Person to,string contents)Person(string name,address wallet)")
    #expect(
      Keccak256.hash(utf8: mail.encodedType).description
        == "0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2")
    #expect(
      mail.domainSeparator.description == "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
    #expect(mail.structHash.description == "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e")
    #expect(mail.digest.description == "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
  }

  @Test("a domain that is not declared is derived from its fields in the order of EIP-712")
  func derivedDomain() throws {
    let domain = #"{"salt": "0x\#(String(repeating: "11", count: 32))", "chainId": "0x1", "name": "n"}"#
    let declared = """
      "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"},
      {"name": "salt", "type": "bytes32"}]
      """
    let document = { (types: String) in
      #"{"types": {\#(types)}, "primaryType": "A", "domain": \#(domain), "message": {}}"#
    }
    let derived = try hashed(document(#""A": []"#))
    #expect(try derived.domainSeparator == hashed(document(#""A": [], "# + declared)).domainSeparator)
    #expect(
      derived.domainSeparator.description == "0xa75c8b03b22f179cae518d49fbe0281bfedd23b37af4c474e31e4c9eab853e7c")
  }

  @Test("a declared domain is hashed in the order of its declaration")
  func declaredDomainOrder() throws {
    let document = { (first: String, second: String) in
      """
      {"types": {"A": [], "EIP712Domain": [{"name": "\(first)", "type": "string"},
      {"name": "\(second)", "type": "string"}]},
      "primaryType": "A", "domain": {"name": "n", "version": "1"}, "message": {}}
      """
    }
    let usual = try hashed(document("name", "version")).domainSeparator
    let turned = try hashed(document("version", "name")).domainSeparator
    var sponge = Keccak256()
    sponge.update(Keccak256.hash(utf8: "EIP712Domain(string version,string name)"))
    sponge.update(Keccak256.hash(utf8: "1"))
    sponge.update(Keccak256.hash(utf8: "n"))
    #expect(turned == sponge.finalize())
    #expect(turned != usual)
  }

  @Test("the domain alone can be signed", arguments: ["", #""EIP712Domain": [{"name": "name", "type": "string"}]"#])
  func domainAlone(types: String) throws {
    let document = #"{"types": {\#(types)}, "primaryType": "EIP712Domain", "domain": {"name": "n"}, "message": {}}"#
    let typedData = try hashed(document)
    #expect(typedData.encodedType == "EIP712Domain(string name)")
    #expect(typedData.structHash == typedData.domainSeparator)
    #expect(typedData.digest == Keccak256.hash([0x19, 0x01] + typedData.domainSeparator.bytes))
  }

  @Test("null in place of a struct is a zero word, which ends a recursive type")
  func recursion() throws {
    let document = """
      {"types": {"List": [{"name": "value", "type": "uint8"}, {"name": "next", "type": "List"}]},
      "primaryType": "List", "domain": {},
      "message": {"value": 1, "next": {"value": 2, "next": null}}}
      """
    let typeHash = Keccak256.hash(utf8: "List(uint8 value,List next)")
    let inner = hash(typeHash, Bytes32(bigEndian: 0, 0, 0, 2), .zero)
    #expect(try hashed(document).structHash == hash(typeHash, Bytes32(bigEndian: 0, 0, 0, 1), inner))
  }

  @Test("arrays are hashed element by element, arrays of arrays as hashes of hashes")
  func arrays() throws {
    let document = """
      {"types": {"A": [{"name": "x", "type": "uint8[2][]"}]}, "primaryType": "A", "domain": {},
      "message": {"x": [[1, 2], [3, 4]]}}
      """
    let word = { (number: UInt64) in Bytes32(bigEndian: 0, 0, 0, number) }
    let outer = hash(hash(word(1), word(2)), hash(word(3), word(4)))
    #expect(try hashed(document).structHash == hash(Keccak256.hash(utf8: "A(uint8[2][] x)"), outer))
  }

  @Test("referenced types follow sorted by the bytes of their names, each once, also when they refer to each other")
  func referencedTypes() throws {
    let document = """
      {"types": {"b": [{"name": "a", "type": "a_"}], "M": [{"name": "b", "type": "b[]"}, {"name": "B", "type": "B"}],
      "B": [{"name": "b", "type": "b[2]"}], "a_": [{"name": "m", "type": "M"}], "unused": [{"name": "m", "type": "M"}]},
      "primaryType": "M", "domain": {}, "message": {"b": [], "B": null}}
      """
    #expect(try hashed(document).encodedType == "M(b[] b,B B)B(b[2] b)a_(M m)b(a_ a)")
  }

  @Test("texts are hashed as their bytes: equal characters of other bytes have other hashes")
  func canonicalEquivalence() throws {
    let document = { (text: String) in
      #"{"types": {"A": [{"name": "x", "type": "string"}]}, "primaryType": "A", "domain": {}, "message": {"x": "\#(text)"}}"#
    }
    #expect("\u{e9}" == "e\u{301}")
    #expect(try hashed(document("\u{e9}")).digest != hashed(document("e\u{301}")).digest)
    #expect(try hashed(document("\u{e9}")).digest == hashed(document(#"\u00e9"#)).digest)
  }

  private func hash(_ words: Bytes32...) -> Bytes32 {
    var sponge = Keccak256()
    for word in words { sponge.update(word) }
    return sponge.finalize()
  }
}
