import EthereumPrimitives
import ExchangeAPI
import Testing
import TypedData

@testable import SessionKeyCommands

@Suite("The commands agree with the exchange's own SDK")
struct VectorTests {
  @Test("there are 36 vectors")
  func vectorsAreThere() {
    #expect(Vector.all.count == 36)
  }

  @Test("inspect finds the hashes, the message and the signer", arguments: Vector.all)
  func inspectAgrees(vector: Vector) throws {
    let inspection = try Inspection(
      SignedRequestBody(try vector.body, of: try vector.endpoint), in: try vector.domain)
    let json = try StrictJSON.tree(JSON.encode(inspection))
    for name in ["primaryType", "encodeType", "domainSeparator", "structHash", "digest", "signer"] {
      #expect(try json.member(name)?.text == vector.text(name), "\(name)")
    }
    for name in ["domain", "message"] {
      #expect(try #require(json.member(name)).spellings == vector.value(name).spellings, "\(name)")
    }
    #expect(try json.member("curve")?.text == "secp256k1")
    let text = inspection.text(of: try vector.endpoint)
    for name in ["primaryType", "encodeType", "domainSeparator", "structHash", "digest", "signer"] {
      #expect(text.contains(try vector.text(name)), "\(name)")
    }
  }

  @Test("sign makes the signature byte for byte, and changes no parameter", arguments: Vector.all)
  func signAgrees(vector: Vector) throws {
    let request = try RequestToSign(document: try vector.parameters, of: try vector.endpoint, in: try vector.domain)
    let key = TestKey(hex: try vector.text("privateKey"))
    let body = try request.body(signedBy: try key.key, consentBy: nil)
    #expect(body == (try vector.body))
    let wrapped = Array(#"{"parameters":"#.utf8) + (try vector.parameters) + [UInt8(ascii: "}")]
    let again = try RequestToSign(document: wrapped, of: try vector.endpoint, in: try vector.domain)
    #expect(try again.body(signedBy: try key.key, consentBy: nil) == body)
  }

  @Test("typed-data computes the hashes", arguments: Vector.all)
  func typedDataAgrees(vector: Vector) throws {
    let hashes = try TypedDataHashes(document: try vector.typedData)
    #expect(try hashes.primaryType == vector.text("primaryType"))
    #expect(try hashes.encodeType == vector.text("encodeType"))
    #expect(try hashes.domainSeparator == vector.text("domainSeparator"))
    #expect(try hashes.structHash == vector.text("structHash"))
    #expect(try hashes.digest == vector.text("digest"))
  }

  @Test("one changed pip gives another signer: the comparison can fail", arguments: Vector.all.filter(\.isOrder))
  func changedBodyIsNoticed(vector: Vector) throws {
    let text = String(decoding: try vector.body, as: UTF8.self)
    let quantity = try #require(text.firstMatch(of: /"quantity":"([0-9]+)\.([0-9]{8})"/))
    let changed = text.replacing(quantity.output.0, with: #""quantity":"\#(quantity.output.1)9.00000001""#)
    let inspection = try Inspection(
      SignedRequestBody(Array(changed.utf8), of: try vector.endpoint), in: try vector.domain)
    #expect(try inspection.signer?.description != vector.text("signer"))
  }
}

extension JSONValue {
  /// The members of an object, sorted, with numbers as texts: the SDK writes the same integers in either way.
  fileprivate var spellings: [String] {
    members.map { member in
      if case .number(let number) = member.value { return "\(member.name): \(JSONValue.string(number))" }
      return "\(member.name): \(member.value)"
    }.sorted()
  }
}

extension Vector {
  var isOrder: Bool { (try? endpoint) == .placeOrder }
}
