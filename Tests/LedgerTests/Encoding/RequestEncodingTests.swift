import EthereumPrimitives
import PerpsProtocol
import SessionKeys
import Testing

@testable import Ledger

@Suite("Stored requests")
struct RequestEncodingTests {
  @Test("a request of every kind comes back as it was", arguments: ActionKind.allCases)
  func roundTrip(kind: ActionKind) throws {
    var random = RandomRequests(seed: 1)
    for _ in 0..<200 {
      let request = try random.request(kind)
      #expect(ActionKind(request.action) == kind)
      let bytes = RequestEncoding.encode(request)
      #expect(bytes.count <= RequestEncoding.bytesMaximum)
      let decoded = try RequestEncoding.decode(bytes)
      #expect(decoded == request)
      #expect(decoded.action.message.nonce == request.action.message.nonce)
      #expect(RequestEncoding.encode(decoded) == bytes)
    }
  }

  @Test("texts come back byte for byte, also where Swift calls others equal")
  func textsAreBytes() throws {
    let name = try #require(SessionKeyName("e\u{301}"))
    var random = RandomRequests(seed: 2)
    let request = SignedRequest(action: try random.action(.deposit), signature: try random.signature(), label: name)
    let decoded = try RequestEncoding.decode(RequestEncoding.encode(request))
    #expect(decoded.label?.text.utf8.elementsEqual("e\u{301}".utf8) == true)
  }

  @Test("the digest that was signed can be computed again", arguments: ActionKind.allCases)
  func digest(kind: ActionKind) throws {
    var random = RandomRequests(seed: 3)
    let domain = World.domain
    let request = try random.request(kind)
    let decoded = try RequestEncoding.decode(RequestEncoding.encode(request))
    #expect(decoded.action.digest(in: domain) == request.action.digest(in: domain))
  }

  @Test("every other version, a trailing byte and every prefix are refused", arguments: ActionKind.allCases)
  func refusals(kind: ActionKind) throws {
    var random = RandomRequests(seed: 4)
    let bytes = RequestEncoding.encode(try random.request(kind))
    for version in UInt8.min ... .max where version != RequestEncoding.version {
      #expect(throws: RequestEncodingError.unknownVersion(version)) {
        try RequestEncoding.decode([version] + bytes.dropFirst())
      }
    }
    #expect(throws: RequestEncodingError.trailingBytes(count: 1)) { try RequestEncoding.decode(bytes + [0]) }
    for count in 0..<min(bytes.count, 400) {
      #expect(throws: RequestEncodingError.self) { try RequestEncoding.decode(Array(bytes.prefix(count))) }
    }
  }

  @Test("a changed byte is refused or makes another request with the same spelling", arguments: ActionKind.allCases)
  func oneSpelling(kind: ActionKind) throws {
    var random = RandomRequests(seed: 5)
    let request = try random.request(kind)
    let bytes = RequestEncoding.encode(request)
    for index in bytes.indices.prefix(400) {
      var changed = bytes
      changed[index] ^= UInt8(1 << random.number(below: 8))
      guard let decoded = try? RequestEncoding.decode(changed) else { continue }
      #expect(decoded != request)
      #expect(RequestEncoding.encode(decoded) == changed)
    }
  }

  @Test("an unknown action is refused")
  func unknownAction() {
    #expect(throws: RequestEncodingError.unknownAction(200)) { try RequestEncoding.decode([1, 200]) }
    #expect(throws: RequestEncodingError.truncated) { try RequestEncoding.decode([]) }
  }

  @Test("the largest request of each kind that can be large fits")
  func largest() throws {
    let id = OrderReference.order(try OrderID(String(repeating: "x", count: OrderID.bytesMaximum)))
    let ids = [OrderReference](repeating: id, count: OrderCancellationByOrderID.orderIDsMaximum)
    var random = RandomRequests(seed: 6)
    let cancellation = try #require(
      OrderCancellationByOrderID(nonce: random.nonce(), wallet: .zero, sessionKey: nil, orderIDs: ids))
    let request = SignedRequest(action: .trade(.cancelByOrderID(cancellation)), signature: try random.signature())
    let bytes = RequestEncoding.encode(request)
    #expect(bytes.count <= RequestEncoding.bytesMaximum)
    #expect(try RequestEncoding.decode(bytes) == request)
  }
}
