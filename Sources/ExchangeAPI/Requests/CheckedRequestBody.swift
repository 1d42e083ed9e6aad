public import SessionKeys

/// The body of `POST /v1/sessionKeys/check`: `{"request": "POST /v1/orders", "body": {…}}`, a call and the body that
/// would be sent to it. Nothing is carried out.
public struct CheckedRequestBody: Sendable {
  /// The call that the body would be sent to.
  public let endpoint: SignedEndpoint
  /// The body.
  public let body: SignedRequestBody

  /// The path of the call itself.
  public static let path = "/v1/sessionKeys/check"

  /// Reads a body.
  public init(_ bytes: [UInt8]) throws(RequestBodyError) {
    do {
      let document = try StrictJSON.decode(Document.self, from: bytes, bytesMaximum: SignedRequestBody.bytesMaximum)
      endpoint = document.endpoint
      body = document.body
    } catch { throw RequestBodyError(error) }
  }

  /// Writes the body for a request.
  ///
  /// - Throws: when reading the body would not give the same request.
  public static func encode(_ request: SignedRequest) throws(RequestWritingError) -> [UInt8] {
    let body = try SignedRequestBody.write(Written(request: request))
    guard body.count <= SignedRequestBody.bytesMaximum else { throw .tooLong(actualBytes: body.count) }
    return body
  }

  private struct Document: Decodable {
    let endpoint: SignedEndpoint
    let body: SignedRequestBody

    init(from decoder: any Decoder) throws {
      let object = try StrictObject(decoder, allowing: ["request", "body"])
      guard let endpoint = SignedEndpoint(methodAndPath: try object.string("request")) else {
        throw RequestBodyError.parameter(name: "request", reason: "must be a signed call, as in POST /v1/orders")
      }
      self.endpoint = endpoint
      body = try SignedRequestBody(in: object, named: "body", of: endpoint)
    }
  }

  private struct Written: Encodable {
    let request: SignedRequest

    func encode(to encoder: any Encoder) throws {
      let endpoint = request.action.endpoint
      var document = encoder.container(keyedBy: WireKey.self)
      try document.encode(endpoint.rawValue, forKey: "request")
      try document.encode(WrittenBody(request: request, endpoint: endpoint), forKey: "body")
    }
  }
}
