internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys

/// Session keys in words and tables, for people.
enum SessionReport {
  /// What a session that has just been started may do, and how to go on.
  static func started(_ session: SessionDocument) -> String {
    var table = TextTable()
    table.add(
      [
        ("Session key", session.sessionKey.description), ("Wallet", session.wallet.description),
        ("May", session.scope.words), ("Until", session.expiresAt.iso8601),
      ] + (session.name.map { [("Name", TerminalText.quote($0.text))] } ?? []))
    table.note("From here on without the wallet: session-keys buy, sell, cancel. To end it: session-keys revoke.")
    return table.text
  }

  /// A table of session keys.
  static func table(_ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "No session keys: session-keys start authorises one.\n" }
    var table = TextTable()
    table.add(
      [
        .text("name"), .text("session key"), .text("status"), .text("may"), .text("ends"), .number("actions"),
        .number("refused"), .number("left today"), .text("here"),
      ], rows)
    return table.text
  }

  /// The line of a key, and whether it is here.
  static func row(_ key: SessionKeyDetails, isHere: Bool) -> [String] {
    [
      key.name.map(TerminalText.escape) ?? "-", key.sessionKey.description, key.status.wireName.description,
      key.scope?.words ?? key.permission.shortWords, (key.revokedAt ?? key.expiresAt).iso8601, "\(key.actionCount)",
      "\(key.refusals.count)", key.valueRemainingToday.map(DecimalText.short) ?? "-", isHere ? "yes" : "no",
    ]
  }

  /// What a revocation did.
  static func revoked(_ result: SessionKeyRevocationResult) -> String {
    let what =
      result.sessionKey.map { "Revoked \($0), for ever" } ?? "Revoked every session key of the wallet, for ever"
    return "\(what) (entry \(result.sequence) of the ledger; open orders cancelled: \(result.orders.count)).\n"
  }
}

extension SessionKeyDetails {
  /// The bounds that the exchange has on record; `nil` when it answered what no wallet can have signed.
  fileprivate var scope: SessionKeyScope? {
    try? SessionKeyScope(
      permission: permission, markets: markets, maximumOrderValue: maximumOrderValue,
      maximumDailyValue: maximumDailyValue, maximumPriceDeviation: maximumPriceDeviation)
  }
}

extension Permission {
  /// The permission for people.
  var shortWords: String {
    switch self {
    case .trade: "trade"
    case .reduceOnly: "reduce positions"
    case .cancelOnly: "cancel"
    }
  }
}

extension SessionKeyScope {
  /// The bounds for people, on one line.
  var words: String {
    let place = markets.isEmpty ? "in all markets" : "in " + markets.map(\.text).joined(separator: ", ")
    let limits = [
      maximumOrderValue.map { "\(DecimalText.short($0)) an order" },
      maximumDailyValue.map { "\(DecimalText.short($0)) a day" },
      maximumPriceDeviation.map { "\(DecimalText.percent($0)) from the index price" },
    ].compactMap(\.self)
    let most = limits.isEmpty ? "" : ", at most " + limits.joined(separator: ", ")
    return "\(permission.shortWords) \(place)\(most)"
  }
}
