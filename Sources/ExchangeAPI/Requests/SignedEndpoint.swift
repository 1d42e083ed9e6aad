/// A call of the API that carries a signature.
public enum SignedEndpoint: String, CaseIterable, Hashable, Sendable {
  /// Places an order.
  case placeOrder = "POST /v1/orders"
  /// Cancels orders: named ones, those of one key, those in one market, or all.
  case cancelOrders = "DELETE /v1/orders"
  /// Authorises a session key in the exchange's own terms.
  case authorizeDelegatedKey = "POST /v1/delegatedKeys"
  /// Revokes a session key, in the exchange's own form or in this project's.
  case removeDelegatedKey = "DELETE /v1/delegatedKeys"
  /// Puts a wallet under an account.
  case associateWallet = "POST /v1/wallets"
  /// Withdraws.
  case withdraw = "POST /v1/withdrawals"
  /// Sets or removes leverage.
  case setInitialMarginFractionOverride = "POST /v1/initialMarginFractionOverride"
  /// Authorises a session key within bounds.
  case authorizeSessionKey = "POST /v1/sessionKeys"
  /// Revokes one session key, or all of a wallet.
  case revokeSessionKeys = "DELETE /v1/sessionKeys"
  /// Deposits play money into a sandbox.
  case deposit = "POST /v1/sandbox/deposits"
  /// Transfers to another wallet in a sandbox.
  case transfer = "POST /v1/sandbox/transfers"
  /// States a market's index price in a sandbox; by the wallet that its operator has appointed.
  case publishIndexPrice = "POST /v1/sandbox/indexPrices"

  /// The call of a method and path, compared byte for byte, or `nil`.
  public init?(methodAndPath: String) {
    guard let call = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(methodAndPath.utf8) }) else {
      return nil
    }
    self = call
  }

  /// Whether the call ends session keys: a server takes it before whatever else waits.
  public var endsSessionKeys: Bool { self == .revokeSessionKeys || self == .removeDelegatedKey }

  /// The HTTP method.
  public var method: String { String(rawValue.prefix { $0 != " " }) }

  /// The path, with its leading slash.
  public var path: String { String(rawValue.drop { $0 != "/" }) }
}
