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
    self.init(status: status, contentType: Self.json, body: try Self.encode(value))
  }

  init(status: HTTPResponse.Status, contentType: String, body: [UInt8]) {
    self.status = status
    self.body = body
    headers = [.contentType: contentType]
  }

  /// An error: what went wrong and what to do.
  init(_ failure: CallFailure) {
    let body = try? Self.encode(failure.details)
    self.init(status: HTTPResponse.Status(code: failure.code.status), contentType: Self.json, body: body ?? [])
    if let seconds = failure.secondsUntilRetry { headers[.retryAfter] = String(seconds) }
  }

  private static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value))
  }
}
