internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// `POST /v1/delegatedKeys`.
struct AuthorizeDelegatedKeyParameters: WireParameters {
  let actions: [RequestedAction]
  let missingParameter: String?
  let label: SessionKeyName?

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "delegatedKey", "name"])
    let wallet = try parameters.optionalAddress("wallet")
    missingParameter = wallet == nil ? "wallet" : nil
    label = try parameters.name()
    let message = DelegatedKeyAuthorization(
      nonce: try parameters.nonce(), delegatedKey: try parameters.address("delegatedKey"))
    actions = [.authorizeDelegatedKey(message, wallet: wallet ?? .zero)]
  }
}

/// `DELETE /v1/delegatedKeys`, in either form.
///
/// The exchange signs its authorisation again; this project signs a `SessionKeyRevocation`. With `openOrders` it is
/// the latter. Without, the signature tells: it is by the wallet over one of them, or over none.
struct RemoveDelegatedKeyParameters: WireParameters {
  let actions: [RequestedAction]
  let missingParameter: String?

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "delegatedKey", "openOrders"])
    let nonce = try parameters.nonce()
    let key = try parameters.address("delegatedKey")
    let openOrders: OpenOrders? = try parameters.optionalChoice("openOrders")
    let wallet = try parameters.optionalAddress("wallet")
    missingParameter = wallet == nil ? "wallet" : nil
    guard let wallet else {
      actions = [.revokeDelegatedKey(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: .zero)]
      return
    }
    let revocations = (openOrders.map { [$0] } ?? [.cancel, .keep]).map { openOrders in
      RequestedAction.revokeSessionKey(
        SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: openOrders))
    }
    let exchangeForm = RequestedAction.revokeDelegatedKey(
      DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key), wallet: wallet)
    actions = openOrders == nil ? [exchangeForm] + revocations : revocations
  }
}

/// `POST /v1/sessionKeys`.
struct AuthorizeSessionKeyParameters: WireParameters {
  static let bodyMembers = ["parameters", "signature", "consent"]

  let label: SessionKeyName?
  private let authorization: SessionKeyAuthorization
  private let publicKey: [UInt8]?

  var actions: [RequestedAction] { actions(consent: nil) }

  /// The key's curve is that of its consent: the two kinds of signature have different lengths.
  func actions(consent: KeySignature?) -> [RequestedAction] {
    let publicKey = publicKey.flatMap { PublicKey(curve: consent?.curve ?? .secp256k1, raw: $0) }
    return [
      .authorizeSessionKey(
        SessionKeyEnrollment(authorization: authorization, consent: consent, publicKey: publicKey))
    ]
  }

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(
      decoder,
      allowing: [
        "nonce", "wallet", "sessionKey", "permission", "markets", "maximumOrderValue", "maximumDailyValue",
        "maximumPriceDeviation", "expiresAt", "publicKey", "name",
      ])
    label = try parameters.name()
    publicKey = try Self.publicKey(parameters)
    let scope = try Self.scope(parameters)
    do {
      authorization = try SessionKeyAuthorization(
        nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
        sessionKey: try parameters.address("sessionKey"), scope: scope,
        expiresAt: try parameters.timestamp("expiresAt"))
    } catch let error as SessionKeyLifetimeError { throw parameters.refuse("expiresAt", "\(error)") }
  }

  private static func scope(_ parameters: Parameters) throws -> SessionKeyScope {
    let markets = try parameters.texts("markets", maximum: SessionKeyScope.marketsMaximum) ?? []
    do {
      return try SessionKeyScope(
        permission: try parameters.choice("permission"),
        markets: try markets.map { try parameters.read("markets", $0) { try MarketSymbol($0) } },
        maximumOrderValue: try parameters.optionalPips("maximumOrderValue"),
        maximumDailyValue: try parameters.optionalPips("maximumDailyValue"),
        maximumPriceDeviation: try parameters.optionalPips("maximumPriceDeviation"))
    } catch let error as SessionKeyScopeError { throw parameters.refuse("markets", "\(error)") }
  }

  private static func publicKey(_ parameters: Parameters) throws -> [UInt8]? {
    try parameters.optional("publicKey") { try Hex.decode($0, byteCount: 64) }
  }
}

/// `DELETE /v1/sessionKeys`: one key with `sessionKey`, all of the wallet without.
struct RevokeSessionKeysParameters: WireParameters {
  let actions: [RequestedAction]

  init(from decoder: any Decoder) throws {
    let parameters = try Parameters(decoder, allowing: ["nonce", "wallet", "sessionKey", "openOrders"])
    let nonce = try parameters.nonce()
    let wallet = try parameters.address("wallet")
    let openOrders: OpenOrders = try parameters.choice("openOrders")
    if let key = try parameters.optionalAddress("sessionKey") {
      actions = [
        .revokeSessionKey(
          SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: openOrders))
      ]
    } else {
      actions = [
        .revokeAllSessionKeys(AllSessionKeysRevocation(nonce: nonce, wallet: wallet, openOrders: openOrders))
      ]
    }
  }
}
