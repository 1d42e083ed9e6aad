/// Why a request has no body: there is no way to write it that would be read as the same request.
public enum RequestWritingError: Error, Hashable, Sendable {
  /// Only requests that authorise a key carry a label.
  case labelNotTaken
  /// A client order id is left out rather than empty.
  case emptyClientOrderID
  /// `conditionalOrderId` is written as a nonce, and the number is none.
  case conditionalOrderIDIsNoNonce
  /// A consent tells the curve of the public key beside it; the key is of another, or stands alone as a P-256 key.
  case publicKeyOfAnotherCurve
  /// The body would be larger than ``SignedRequestBody/bytesMaximum``.
  case tooLong(actualBytes: Int)
  /// The encoder of the system failed.
  case encodingFailed
}

extension RequestWritingError: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .labelNotTaken: "only a request that authorises a session key has a name: leave it out"
    case .emptyClientOrderID: "the client order id is empty: leave it out"
    case .conditionalOrderIDIsNoNonce: "conditionalOrderId must be the number of a version-1 UUID"
    case .publicKeyOfAnotherCurve: "the public key must be of the curve of the consent, and needs one for P-256"
    case .tooLong(let actual):
      "the body has \(actual) bytes and may have \(SignedRequestBody.bytesMaximum): name fewer orders at a time"
    case .encodingFailed: "the body cannot be written as JSON"
    }
  }
}
