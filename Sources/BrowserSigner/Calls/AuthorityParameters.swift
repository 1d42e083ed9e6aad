internal import EthereumPrimitives
internal import PerpsProtocol
internal import TypedData

/// `parameters` of the calls that give and take a session key's authority.
enum AuthorityParameters {
  /// `POST /v1/sessionKeys`. The key's label and its public key are not signed; the server judges the label.
  @inline(never)
  static func authorization(_ record: Record) throws(SignerRefusal) -> SessionKeyAuthorization {
    let parameters = try Fields(
      record, .parameters,
      allowing: """
        nonce wallet sessionKey permission markets maximumOrderValue maximumDailyValue maximumPriceDeviation \
        expiresAt publicKey name
        """)
    _ = try parameters.optionalText("name")
    if parameters.contains("publicKey") { _ = try parameters.hex("publicKey", byteCount: 64) }
    let scope = try scope(parameters)
    let nonce = try parameters.nonce()
    let wallet = try parameters.address("wallet")
    let sessionKey = try parameters.address("sessionKey")
    let expiresAt = try parameters.timestamp("expiresAt")
    do {
      return try SessionKeyAuthorization(
        nonce: nonce, wallet: wallet, sessionKey: sessionKey, scope: scope, expiresAt: expiresAt)
    } catch { throw parameters.refusal("expiresAt", error.description) }
  }

  @inline(never)
  private static func scope(_ parameters: Fields) throws(SignerRefusal) -> SessionKeyScope {
    var markets: [MarketSymbol] = []
    for text in try parameters.optionalTexts("markets", maximum: SessionKeyScope.marketsMaximum) ?? [] {
      do { markets.append(try MarketSymbol(text)) } catch { throw parameters.refusal("markets", error.description) }
    }
    let permission: Permission = try parameters.choice("permission")
    let orderValue = try parameters.optionalPips("maximumOrderValue")
    let dailyValue = try parameters.optionalPips("maximumDailyValue")
    let deviation = try parameters.optionalPips("maximumPriceDeviation")
    do {
      return try SessionKeyScope(
        permission: permission, markets: markets, maximumOrderValue: orderValue, maximumDailyValue: dailyValue,
        maximumPriceDeviation: deviation)
    } catch { throw parameters.refusal("markets", error.description) }
  }

  /// The consent of a key to the `POST /v1/sessionKeys` that authorises it, and no other.
  @inline(never)
  static func consent(_ record: Record, of key: Address) throws(SignerRefusal) -> SessionKeyConsent {
    let authorization = try authorization(record)
    guard authorization.sessionKey == key else { throw ofAnotherKey }
    return SessionKeyConsent(to: authorization)
  }

  /// `DELETE /v1/sessionKeys` as the wallet signs it: one key with `sessionKey`, all of the wallet without.
  @inline(never)
  static func revocation(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    let parameters = try revocationParameters(record)
    if parameters.contains("sessionKey") { return TypedDataDocument(try revocation(parameters)) }
    return TypedDataDocument(
      AllSessionKeysRevocation(
        nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
        openOrders: try parameters.choice("openOrders")))
  }

  /// `DELETE /v1/sessionKeys` as a key signs it: for itself.
  @inline(never)
  static func revocation(_ record: Record, of key: Address) throws(SignerRefusal) -> SessionKeyRevocation {
    let revocation = try revocation(try revocationParameters(record))
    guard revocation.sessionKey == key else { throw ofAnotherKey }
    return revocation
  }

  @inline(never)
  private static func revocationParameters(_ record: Record) throws(SignerRefusal) -> Fields {
    try Fields(record, .parameters, allowing: "nonce wallet sessionKey openOrders")
  }

  @inline(never)
  private static func revocation(_ parameters: Fields) throws(SignerRefusal) -> SessionKeyRevocation {
    SessionKeyRevocation(
      nonce: try parameters.nonce(), wallet: try parameters.address("wallet"),
      sessionKey: try parameters.address("sessionKey"), openOrders: try parameters.choice("openOrders"))
  }

  private static var ofAnotherKey: SignerRefusal {
    SignerRefusal(
      .sessionKeyNotPermitted, field: "parameters.sessionKey",
      "parameters.sessionKey names another key: a session key agrees to and revokes nothing but itself")
  }

  /// `POST /v1/delegatedKeys`.
  @inline(never)
  static func delegatedKeyAuthorization(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    let parameters = try Fields(record, .parameters, allowing: "nonce wallet delegatedKey name")
    _ = try parameters.optionalText("name")
    _ = try parameters.address("wallet")
    return TypedDataDocument(
      DelegatedKeyAuthorization(nonce: try parameters.nonce(), delegatedKey: try parameters.address("delegatedKey")))
  }

  /// `DELETE /v1/delegatedKeys`: this project's revocation with `openOrders`, the exchange's own without.
  @inline(never)
  static func delegatedKeyRemoval(_ record: Record) throws(SignerRefusal) -> TypedDataDocument {
    let parameters = try Fields(record, .parameters, allowing: "nonce wallet delegatedKey openOrders")
    let nonce = try parameters.nonce()
    let wallet = try parameters.address("wallet")
    let key = try parameters.address("delegatedKey")
    guard let openOrders: OpenOrders = try parameters.optionalChoice("openOrders") else {
      return TypedDataDocument(DelegatedKeyAuthorization(nonce: nonce, delegatedKey: key))
    }
    return TypedDataDocument(
      SessionKeyRevocation(nonce: nonce, wallet: wallet, sessionKey: key, openOrders: openOrders))
  }
}
