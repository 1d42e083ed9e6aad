internal import PerpsProtocol
internal import TypedData

/// The calls that a wallet signs.
enum WalletCall {
  case trade(TradingCall)
  case authorizeSessionKey
  case revokeSessionKeys
  case authorizeDelegatedKey
  case removeDelegatedKey
  case associateWallet
  case withdraw
  case deposit

  private static func name(of call: WalletCall) -> StaticString {
    switch call {
    case .trade(.placeOrder): "POST /v1/orders"
    case .trade(.cancelOrders): "DELETE /v1/orders"
    case .trade(.setInitialMarginFractionOverride): "POST /v1/initialMarginFractionOverride"
    case .authorizeSessionKey: "POST /v1/sessionKeys"
    case .revokeSessionKeys: "DELETE /v1/sessionKeys"
    case .authorizeDelegatedKey: "POST /v1/delegatedKeys"
    case .removeDelegatedKey: "DELETE /v1/delegatedKeys"
    case .associateWallet: "POST /v1/wallets"
    case .withdraw: "POST /v1/withdrawals"
    case .deposit: "POST /v1/sandbox/deposits"
    }
  }

  private static let known: [WalletCall] = [
    .trade(.placeOrder),
    .trade(.cancelOrders),
    .trade(.setInitialMarginFractionOverride),
    .authorizeSessionKey,
    .revokeSessionKeys,
    .authorizeDelegatedKey,
    .removeDelegatedKey,
    .associateWallet,
    .withdraw,
    .deposit,
  ]

  /// Prepares the message of a record.
  @inline(never)
  static func prepare(_ record: Record) throws(SignerRefusal) -> Record {
    _ = try Fields(record, .function, allowing: "call")
    guard let index = try Preparation.index(record, among: known.map(name(of:))) else {
      throw SignerRefusal(.badRequest, field: "call", "no such call is signed: name one that is, as in POST /v1/orders")
    }
    let domain = try Preparation.domain(record)
    return Preparation.answer(try known[index].message(record), in: domain)
  }

  @inline(never)
  private func message(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    switch self {
    case .trade(let call): try call.action(record).document
    case .authorizeSessionKey: TypedDataDocument(try AuthorityParameters.authorization(record))
    case .revokeSessionKeys: try AuthorityParameters.revocation(record)
    case .authorizeDelegatedKey: try AuthorityParameters.delegatedKeyAuthorization(record)
    case .removeDelegatedKey: try AuthorityParameters.delegatedKeyRemoval(record)
    case .associateWallet: try CustodyParameters.association(record)
    case .withdraw: try CustodyParameters.withdrawal(record)
    case .deposit: try CustodyParameters.deposit(record)
    }
  }
}
