internal import ArgumentParser
internal import EthereumPrimitives
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// `session-keys revoke`
struct RevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "End a session key, or all of a wallet, for ever.",
    discussion: """
      A key that is here revokes itself: the wallet is not asked. A key that is not here (lost with a laptop, say) is \
      revoked by its wallet, and so are all keys with --all, also those that the exchange has not seen yet. Once this is \
      answered, nothing that the key signs is taken.

      Examples:
        session-keys revoke day
        session-keys revoke 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed --keep-orders
        session-keys revoke --all

      With --json, an object with sequence (the place in the ledger), sessionKey (not with --all) and orders, a list of \
      the open orders that were cancelled; errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @Argument(help: "The session key's address, or the name of a session that is here.")
  var key: String?

  @Flag(help: "Revoke every session key of the wallet.")
  var all = false

  @Flag(help: "Leave the open orders of the key where they are.")
  var keepOrders = false

  @OptionGroup var options: CustodyOptions

  func validate() throws {
    guard (key == nil) == all else { throw ValidationError("Name one session key, or --all.") }
    guard !(key.map(SecretText.isKey) ?? false) else {
      throw ValidationError("A key is never an argument: name its address. Consider this one known.")
    }
  }

  func run() async throws {
    let store = SessionStore(directory: try options.location.path)
    let result = if let key { try await revoke(key, store) } else { try await revokeAll(store) }
    try options.write(result, SessionReport.revoked)
  }

  private var openOrders: OpenOrders { keepOrders ? .keep : .cancel }

  private func revoke(_ key: String, _ store: SessionStore) async throws(CommandFailure) -> SessionKeyRevocationResult {
    if let document = try here(key, store) { return try await revokeItself(document, store) }
    guard let address = try? Address(key) else { throw .session(.notFound) }
    let (exchange, wallet) = try await options.open()
    return try await asking { () async throws(ExchangeError) in
      try await exchange.revoke(sessionKey: address, openOrders: openOrders, authorizedBy: wallet)
    }
  }

  /// The session of that address or name, if it is here.
  private func here(_ key: String, _ store: SessionStore) throws(CommandFailure) -> SessionDocument? {
    let sessions = try store.sessions()
    do {
      return try SessionChoice(nameOrAddress: key, server: try options.server.named)
        .pick(from: sessions, now: .systemNow)
    } catch let failure as SessionFailure {
      if case .notFound = failure { return nil }
      throw .session(failure)
    } catch { throw .session(.notFound) }
  }

  private func revokeItself(
    _ document: SessionDocument, _ store: SessionStore
  ) async throws(CommandFailure) -> SessionKeyRevocationResult {
    let session = ActiveSession(
      exchange: try await document.connect(), document: document, key: try store.key(of: document))
    do {
      let result = try await session.end(openOrders: openOrders)
      try store.markRevoked(document.sessionKey)
      return result
    } catch let error as ExchangeError {
      if error.code == .refusal(.sessionKeyRevoked) { try store.markRevoked(document.sessionKey) }
      throw .exchange(error)
    } catch { throw error as? CommandFailure ?? .output }
  }

  private func revokeAll(_ store: SessionStore) async throws(CommandFailure) -> SessionKeyRevocationResult {
    let (exchange, wallet) = try await options.open()
    let result = try await asking { () async throws(ExchangeError) in
      try await exchange.revokeAllSessionKeys(openOrders: openOrders, authorizedBy: wallet)
    }
    let server = try options.server.serverOrStandard
    for session in try store.sessions()
    where session.document.wallet == wallet.address && session.document.server == server {
      try store.markRevoked(session.document.sessionKey)
    }
    return result
  }
}
