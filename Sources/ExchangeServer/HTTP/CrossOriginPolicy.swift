internal import HTTPTypes
internal import Signing

/// Which pages of other origins may use the API from a browser: those that the operator has named, and no other.
///
/// Source: the Fetch standard, section 3.2 (CORS protocol).
struct CrossOriginPolicy: Sendable {
  let origins: Set<String>

  private static let secondsRemembered = 600

  func isAllowed(_ origin: String?) -> Bool { origin.map(origins.contains) ?? false }

  func addHeaders(to headers: inout HTTPFields, origin: String?) {
    guard !origins.isEmpty else { return }
    headers[.vary] = "Origin"
    guard let origin, isAllowed(origin) else { return }
    headers[.accessControlAllowOrigin] = origin
    headers[.accessControlAllowMethods] = "GET, POST, DELETE"
    headers[.accessControlAllowHeaders] =
      "content-type, \(APICredentials.keyHeader), \(APICredentials.signatureHeader), \(ReadingMoments.waitHeader)"
    headers[.accessControlExposeHeaders] = "retry-after, x-request-id, \(ReadingMoments.sequenceHeader)"
    headers[.accessControlMaxAge] = String(Self.secondsRemembered)
  }
}
