internal import ArgumentParser
internal import ExchangeAPI
internal import ExchangeClient
internal import KeyVault
internal import PerpsProtocol
internal import SessionKeys
internal import Signing
internal import TypedData

/// `session-keys start`
struct StartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Authorise a session key: the wallet signs once, and the key trades from then on.",
    discussion: """
      Makes a new key, has the wallet authorise it within the bounds that you set, and keeps it, so that buy, sell and \
      cancel sign with it at once. Trading needs no passphrase; whoever can read your key directory can trade within \
      the bounds, and nothing else. Start again to renew: the old key lives on until it expires or is revoked.

      Examples:
        session-keys start
        session-keys start --markets ETH-USD BTC-USD --maximum-order-value 5000 \\
          --maximum-daily-value 50000 --maximum-price-deviation 5% --expires-in 12h --name day

      With --json, the session key as the exchange answers it; errors are an object with code and message on standard \
      error.

      \(ExitStatus.help)
      """)

  @OptionGroup var bounds: ScopeOptions

  @Option(
    help: ArgumentHelp("How long the key lives, at most 30d: a number and d, h, m or s.", valueName: "time"),
    transform: { try TypedDuration(typed: $0) })
  var expiresIn: TypedDuration = .day

  @Option(
    help: ArgumentHelp("What to call it: a label and nothing else.", valueName: "name"),
    transform: { try SessionName(typed: $0) })
  var name: SessionName?

  @OptionGroup var options: CustodyOptions

  func run() async throws {
    let store = SessionStore(directory: try options.location.path)
    let (exchange, wallet) = try await options.open()
    try store.removeRevoked()
    let key = Secp256k1PrivateKey()
    // Kept before it is authorised: a key that only this process had would be lost with it.
    try store.add(key, name: name?.keyName, now: .systemNow)
    let session = try await start(SessionKey(key), exchange, wallet, store)
    guard let details = session.details else { throw CommandFailure.exchange(.credentialsMissing) }
    let document = try document(of: session, authorizedAt: details.authorizedAt)
    try store.add(document)
    if options.json {
      try Report.result(details)
    } else {
      try Report.result(text: SessionReport.started(document))
    }
  }

  private func start(
    _ key: SessionKey, _ exchange: Exchange, _ wallet: LocalWallet, _ store: SessionStore
  ) async throws(CommandFailure) -> Session {
    do {
      return try await exchange.startSession(
        authorizedBy: wallet, permitting: try bounds.scope, lasting: .milliseconds(Int64(expiresIn.milliseconds)),
        named: name?.label, key: key)
    } catch let error as ExchangeError {
      // Where nobody knows whether it was authorised, the key stays: it may be needed to revoke itself.
      if case .fateUnknown = error {} else { try? store.remove(key.address) }
      throw .exchange(error)
    } catch {
      try? store.remove(key.address)
      throw .exchange(.invalid(reason: "\(error)"))
    }
  }

  private func document(of session: Session, authorizedAt: Timestamp) throws(CommandFailure) -> SessionDocument {
    guard let credentials = session.credentials else { throw .exchange(.credentialsMissing) }
    let domain = session.exchange.domain
    return SessionDocument(
      server: try options.server.serverOrStandard, chainID: domain.chainID, contract: domain.verifyingContract,
      isSandbox: !options.server.production, wallet: session.wallet, sessionKey: session.key.address,
      name: name?.label, scope: session.scope, authorizedAt: authorizedAt,
      expiresAt: session.expiresAt,
      credentials: credentials.withSecret { StoredCredentials(key: credentials.key, secret: $0) })
  }
}

/// The bounds of a key as people type them.
struct ScopeOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The markets that it may act in; without them, all.", valueName: "market"),
    transform: { try MarketSymbol($0) })
  var markets: [MarketSymbol] = []

  @Option(help: ArgumentHelp("What it may do: trade, reduceOnly or cancelOnly.", valueName: "permission"))
  var permission: PermissionChoice = .trade

  @Option(
    help: ArgumentHelp("The most that one order may be worth.", valueName: "amount"),
    transform: { try Pips(typed: $0) })
  var maximumOrderValue: Pips?

  @Option(
    help: ArgumentHelp("The most that the orders of a UTC day may be worth, filled or not.", valueName: "amount"),
    transform: { try Pips(typed: $0) })
  var maximumDailyValue: Pips?

  @Option(
    help: ArgumentHelp(
      "How far from the index price it may trade to the wallet's disadvantage, as in 5% or 0.05.",
      valueName: "fraction"),
    transform: { try Pips(typedFraction: $0) })
  var maximumPriceDeviation: Pips?

  func validate() throws {
    do { _ = try scope } catch { throw ValidationError("\(error).") }
  }

  /// The bounds.
  var scope: SessionKeyScope {
    get throws(SessionKeyScopeError) {
      try SessionKeyScope(
        permission: permission.value, markets: markets, maximumOrderValue: maximumOrderValue,
        maximumDailyValue: maximumDailyValue, maximumPriceDeviation: maximumPriceDeviation)
    }
  }
}

/// What a key may do, by the name that the exchange has for it.
enum PermissionChoice: String, ExpressibleByArgument, CaseIterable {
  case trade
  case reduceOnly
  case cancelOnly

  var value: Permission {
    switch self {
    case .trade: .trade
    case .reduceOnly: .reduceOnly
    case .cancelOnly: .cancelOnly
    }
  }
}

/// A session's name as somebody typed it: good for the exchange and for the key's file.
struct SessionName {
  let label: SessionKeyName
  let keyName: KeyName

  init(typed text: String) throws {
    guard !SecretText.isKey(text) else { throw SessionNameError.looksLikeKey }
    keyName = try KeyName(text)
    guard let label = SessionKeyName(text) else { throw SessionNameError.notShown }
    self.label = label
  }
}

/// Why a text is not a session's name. Never carries it.
enum SessionNameError: Error, CustomStringConvertible {
  case looksLikeKey
  case notShown

  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .looksLikeKey: "a key is never an argument: consider this one known"
    case .notShown: "a session's name has at most 64 characters that can be shown"
    }
  }
}
