internal import ExchangeAPI
internal import Foundation
internal import HTTPTypes

/// What a handler answers.
struct Reply: Sendable {
  let status: HTTPResponse.Status
  var headers: HTTPFields
  let body: [UInt8]

  private static let json = "application/json"

  /// A value as JSON.
  init(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.init(status: status, contentType: Self.json, body: [UInt8](try encoder.encode(value)))
  }

  init(status: HTTPResponse.Status, contentType: String, body: [UInt8]) {
    self.status = status
    self.body = body
    headers = [.contentType: contentType]
  }

  /// An error: what went wrong and what to do.
  init(_ failure: CallFailure) {
    let body = (try? JSONEncoder().encode(ErrorDetails(code: failure.code, message: failure.message))) ?? Data()
    self.init(
      status: HTTPResponse.Status(code: failure.code.status), contentType: Self.json, body: [UInt8](body))
    if let seconds = failure.secondsUntilRetry { headers[.retryAfter] = String(seconds) }
  }
}
