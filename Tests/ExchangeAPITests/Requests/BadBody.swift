import ExchangeAPI
import Testing

/// A body that is refused, with the code and the sentence that it is refused with.
struct BadBody: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let endpoint: SignedEndpoint
  let bytes: [UInt8]
  let code: String
  let message: String

  init(_ name: String, _ draft: BodyDraft, _ code: String, _ message: String) {
    self.init(name, draft.endpoint, draft.bytes, code, message)
  }

  init(_ name: String, _ endpoint: SignedEndpoint, _ bytes: [UInt8], _ code: String, _ message: String) {
    testDescription = "\(endpoint.rawValue) with \(name)"
    self.endpoint = endpoint
    self.bytes = bytes
    self.code = code
    self.message = message
  }

  /// One parameter has a value that is not taken: each of these, for one reason.
  static func values(
    _ endpoint: SignedEndpoint, _ name: String, _ values: [String], _ message: String
  ) -> [BadBody] {
    values.map {
      BadBody("\(name) \($0.prefix(70))", BodyDraft(endpoint).with(name, $0), "INVALID_PARAMETER", message)
    }
  }

  /// A parameter is left out that the call needs.
  static func missing(_ name: String, in draft: BodyDraft) -> BadBody {
    BadBody("no \(name)", draft.without(name), "REQUIRED_PARAMETER", "parameters.\(name) is missing: add it")
  }

  /// What the body is answered, or `nil` when it is taken.
  var answered: RequestBodyError? {
    do {
      _ = try SignedRequestBody(bytes, of: endpoint).request()
      return nil
    } catch { return error }
  }
}
