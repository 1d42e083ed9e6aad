internal import EthereumPrimitives
internal import PerpsProtocol
internal import TypedData

/// The calls that a session key signs. There are no others: what moves or risks custody is no case of this type, and the
/// messages that are made from it can be none either.
enum SessionKeyCall {
  case trade(TradingCall)
  case consent
  case revocation

  private static func name(of call: SessionKeyCall) -> StaticString {
    switch call {
    case .trade(.placeOrder): "POST /v1/orders"
    case .trade(.cancelOrders): "DELETE /v1/orders"
    case .trade(.setInitialMarginFractionOverride): "POST /v1/initialMarginFractionOverride"
    case .consent: "SessionKeyConsent"
    case .revocation: "DELETE /v1/sessionKeys"
    }
  }

  private static let known: [SessionKeyCall] = [
    .trade(.placeOrder), .trade(.cancelOrders), .trade(.setInitialMarginFractionOverride), .consent, .revocation,
  ]

  /// Prepares the message of a record for the key that it names.
  @inline(never)
  static func prepare(_ record: Record) throws(SignerRefusal) -> Record {
    let fields = try Fields(record, .function, allowing: "call sessionKey")
    guard let index = try Preparation.index(record, among: known.map(name(of:))) else {
      throw SignerRefusal(
        .sessionKeyNotPermitted, field: "call",
        "a session key signs orders, cancellations, leverage, its consent and its own revocation only: let the wallet sign"
      )
    }
    let key = try fields.address("sessionKey")
    guard key != .zero else { throw fields.refusal("sessionKey", "must be the key's own address, not zero") }
    let domain = try Preparation.domain(record)
    return Preparation.answer(try known[index].message(record, signedBy: key).document, in: domain)
  }

  @inline(never)
  private func message(_ record: Record, signedBy key: Address) throws(SignerRefusal) -> SessionKeyMessage {
    switch self {
    case .trade(let call): .trade(try call.action(record, signedBy: key))
    case .consent: .consent(try AuthorityParameters.consent(record, of: key))
    case .revocation: .revocation(try AuthorityParameters.revocation(record, of: key))
    }
  }
}

/// What a session key can be given to sign.
private enum SessionKeyMessage {
  case trade(TradingAction)
  case consent(SessionKeyConsent)
  case revocation(SessionKeyRevocation)

  var document: TypedDataDocument {
    switch self {
    case .trade(let action): action.document
    case .consent(let consent): TypedDataDocument(consent)
    case .revocation(let revocation): TypedDataDocument(revocation)
    }
  }
}
