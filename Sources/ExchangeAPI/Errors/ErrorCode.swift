public import SessionKeys

/// The code of an error, whoever gave it.
public enum ErrorCode: Hashable, Sendable {
  /// A rule refused the request.
  case refusal(RefusalCode)
  /// Another error that is known.
  case exchange(ExchangeErrorCode)
  /// A code that this version does not know.
  case unknown(String)

  /// The code of a text.
  public init(_ text: String) {
    if let code = RefusalCode(rawValue: text) {
      self = .refusal(code)
    } else if let code = ExchangeErrorCode(rawValue: text) {
      self = .exchange(code)
    } else {
      self = .unknown(text)
    }
  }

  /// The code as it stands on the wire.
  public var text: String {
    switch self {
    case .refusal(let code): code.rawValue
    case .exchange(let code): code.rawValue
    case .unknown(let text): text
    }
  }

  /// The HTTP status that the code is answered with: the one table that maps them.
  public var status: Int {
    switch self {
    case .refusal(let code): code.status
    case .exchange(let code): code.status
    case .unknown: 500
    }
  }
}

extension RefusalCode {
  /// The HTTP status that a refusal is answered with.
  public var status: Int {
    switch self {
    case .invalidParameter, .sessionKeyConsentMissing, .sessionKeyPublicKeyMismatch, .sessionKeyPublicKeyMissing,
      .sessionKeyNotAllowed, .nonceOutsideWindow:
      400
    case .invalidWalletSignature, .sessionKeyConsentInvalid: 401
    case .sessionKeyUnknown: 404
    case .sessionKeyAlreadyAuthorized, .nonceAlreadyUsed, .indexPriceUnavailable: 409
    case .sessionKeyNotPermitted, .sessionKeyOfAnotherWallet, .sessionKeyRevoked, .sessionKeyNotYetValid,
      .sessionKeyExpired, .noncePredatesAuthorization, .nonceInvalidated, .authorizationRevokedInAdvance,
      .sessionKeyMarketNotPermitted, .sessionKeyOrderValueExceeded, .sessionKeyPriceDeviationExceeded,
      .sessionKeyDailyValueExceeded:
      403
    }
  }
}

extension ErrorCode: Codable {
  /// Reads any text.
  public init(from decoder: any Decoder) throws { self = try decodeText(decoder) { ErrorCode($0) } }
  /// Writes the code.
  public func encode(to encoder: any Encoder) throws { try encodeText(text, to: encoder) }
}

extension ErrorCode: CustomStringConvertible {
  /// The code as it stands on the wire.
  public var description: String { text }
}

extension RequestBodyError {
  /// The code as a value.
  public var errorCode: ErrorCode { ErrorCode(code) }
}
