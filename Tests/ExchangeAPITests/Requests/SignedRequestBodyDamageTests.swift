import ExchangeAPI
import SessionKeys
import Testing

@Suite("A damaged body never crashes the reader and never keeps its meaning by accident")
struct SignedRequestBodyDamageTests {
  private static let codes = ["BAD_REQUEST", "INVALID_PARAMETER", "REQUIRED_PARAMETER"]

  private func outcome(_ bytes: [UInt8], _ endpoint: SignedEndpoint) -> Result<[SignedRequest], RequestBodyError> {
    do { return .success(try SignedRequestBody(bytes, of: endpoint).requests) } catch { return .failure(error) }
  }

  @Test("every body that is cut short is refused", arguments: SignedEndpoint.allCases)
  func truncated(endpoint: SignedEndpoint) {
    let bytes = BodyDraft(endpoint).bytes
    for count in bytes.indices {
      guard case .failure(let error) = outcome(Array(bytes[..<count]), endpoint) else {
        Issue.record("\(count) bytes were taken")
        return
      }
      #expect(error.code == "BAD_REQUEST")
    }
  }

  @Test(
    "every byte that is replaced changes the request or is refused, but for space", arguments: SignedEndpoint.allCases)
  func replaced(endpoint: SignedEndpoint) throws {
    let bytes = BodyDraft(endpoint).bytes
    let original = try outcome(bytes, endpoint).get()
    var generator = DamageGenerator(state: UInt64(endpoint.rawValue.utf8.count))
    for offset in bytes.indices {
      var damaged = bytes
      damaged[offset] = UInt8.random(in: .min ... .max, using: &generator)
      guard damaged[offset] != bytes[offset] else { continue }
      switch outcome(damaged, endpoint) {
      case .failure(let error):
        #expect(Self.codes.contains(error.code))
        #expect(!error.description.isEmpty)
      case .success(let requests):
        // A letter of an address that was written in lower case may be upper case, and the reverse.
        let isCase = damaged[offset] ^ bytes[offset] == 0x20
        #expect(isCase || requests != original, "byte \(offset)")
      }
    }
  }

  @Test("a parameter that is left out is named, or has a documented default", arguments: SignedEndpoint.allCases)
  func leftOut(endpoint: SignedEndpoint) {
    let optional: Set = ["delegatedKey", "sessionKey", "price", "initialMarginFractionOverride"]
    for name in ["nonce", "wallet", "market", "type", "side", "quantity", "delegatedKey", "sessionKey", "permission"] {
      let draft = BodyDraft(endpoint)
      guard draft.parametersText.contains("\"\(name)\""), draft.without(name).bytes != draft.bytes else { continue }
      do {
        _ = try SignedRequestBody(draft.without(name).bytes, of: endpoint).request()
        #expect(optional.contains(name))
      } catch {
        #expect(error.code == "REQUIRED_PARAMETER")
        #expect(error.description == "parameters.\(name) is missing: add it")
      }
    }
  }
}

/// A linear congruential generator (Knuth's MMIX): the same damage on every machine.
private struct DamageGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 33)
  }
}
