/// The codes of errors that are no refusal by the rules: the exchange's own, and those that this project adds.
///
/// Codes are never changed or reused. `RefusalCode` has the others.
public enum ExchangeErrorCode: String, Hashable, Sendable, CaseIterable {
  // The request itself.

  /// The body or query is not what the call takes.
  case badRequest = "BAD_REQUEST"
  /// A parameter is missing.
  case requiredParameter = "REQUIRED_PARAMETER"
  /// There is no such call.
  case endpointNotFound = "ENDPOINT_NOT_FOUND"
  /// The path has no such method.
  case methodNotAllowed = "METHOD_NOT_ALLOWED"
  /// The body, the query or the headers are larger than is read.
  case requestTooLarge = "REQUEST_TOO_LARGE"
  /// The request did not arrive in time.
  case requestTimeout = "REQUEST_TIMEOUT"

  // Credentials for reading.

  /// The call needs `kp-api-key`.
  case requiredAPIKey = "REQUIRED_API_KEY"
  /// There is no such key, or it has died with its session key.
  case invalidAPIKey = "INVALID_API_KEY"
  /// The call needs `kp-hmac-signature`.
  case requiredHMACSignature = "REQUIRED_HMAC_SIGNATURE"
  /// The signature is not over exactly this query or body.
  case invalidHMACSignature = "INVALID_HMAC_SIGNATURE"
  /// The credentials do not read this wallet's data.
  case walletNotAssociated = "WALLET_NOT_ASSOCIATED"

  // What the exchange does not carry out.

  /// The wallet has not the margin or the balance.
  case insufficientFunds = "INSUFFICIENT_FUNDS"
  /// The quantity of the order does not fit the market.
  case invalidOrderQuantity = "INVALID_ORDER_QUANTITY"
  /// The quantity of the withdrawal is too small.
  case invalidWithdrawalQuantity = "INVALID_WITHDRAWAL_QUANTITY"
  /// The withdrawal is over what may be withdrawn.
  case exceededWithdrawalLimit = "EXCEEDED_WITHDRAWAL_LIMIT"
  /// There is no such order.
  case orderNotFound = "ORDER_NOT_FOUND"
  /// There is no such market.
  case marketNotFound = "MARKET_NOT_FOUND"
  /// There is no such fill.
  case fillNotFound = "FILL_NOT_FOUND"
  /// There is no such deposit.
  case depositNotFound = "DEPOSIT_NOT_FOUND"
  /// There is no such withdrawal.
  case withdrawalNotFound = "WITHDRAWAL_NOT_FOUND"
  /// Orders are not taken now.
  case tradingDisabled = "TRADING_DISABLED"
  /// Cancellations are not taken now.
  case cancelsDisabled = "CANCELS_DISABLED"
  /// Withdrawals are not taken now.
  case withdrawalsDisabled = "WITHDRAWALS_DISABLED"

  // The server.

  /// Too many requests: wait as long as `Retry-After` says.
  case exceededRateLimit = "EXCEEDED_RATE_LIMIT"
  /// The server cannot take the request now; it was not admitted.
  case serviceUnavailable = "SERVICE_UNAVAILABLE"
  /// The server has failed; whether a signed request was admitted must be looked up.
  case internalServerError = "INTERNAL_SERVER_ERROR"
  /// The ledger's disk has failed in such a way that nobody knows whether the request was admitted.
  case admissionUnknown = "ADMISSION_UNKNOWN"
}

extension ExchangeErrorCode {
  /// The HTTP status that it is answered with.
  public var status: Int {
    switch self {
    case .badRequest, .requiredParameter, .invalidOrderQuantity, .invalidWithdrawalQuantity: 400
    case .requiredAPIKey, .invalidAPIKey, .requiredHMACSignature, .invalidHMACSignature: 401
    case .walletNotAssociated: 403
    case .endpointNotFound, .orderNotFound, .marketNotFound, .fillNotFound, .depositNotFound, .withdrawalNotFound: 404
    case .methodNotAllowed: 405
    case .requestTimeout: 408
    case .requestTooLarge: 413
    case .insufficientFunds, .exceededWithdrawalLimit: 422
    case .exceededRateLimit: 429
    case .internalServerError, .admissionUnknown: 500
    case .tradingDisabled, .cancelsDisabled, .withdrawalsDisabled, .serviceUnavailable: 503
    }
  }
}
