internal import ArgumentParser
internal import EthereumPrimitives
internal import ExchangeAPI
internal import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys

/// `session-keys list`
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List session keys, what they may do, have done, and have left.",
    discussion: """
      Shows all session keys of the wallets whose sessions are here, also expired and revoked ones and those that were \
      started elsewhere, as the exchange knows them. Of a wallet without a living session here, only what is known here \
      is shown, unless --api-key-file names an API key that reads it.

      Example:
        session-keys list

      With --json, an object with keys, a list of session keys as the exchange answers them, and here, a list of the \
      sessions on this machine with sessionKey, wallet, url, expiresAt, name (if it has one) and status: active, expired \
      or revoked. Errors are an object with code and message on standard error.

      \(ExitStatus.help)
      """)

  @OptionGroup var options: ReadingOptions

  func run() async throws {
    let here = try sessionsHere()
    var keys: [SessionKeyDetails] = []
    for account in try await accounts(of: here) {
      keys += try await asking { () async throws(ExchangeError) in try await account.sessionKeys() }
    }
    let list = SessionList(keys: keys, here: here.map { SessionList.Here($0, now: .systemNow) })
    try options.session.write(list, \.text)
  }

  /// The sessions here with the server that is meant, or the one that is named.
  private func sessionsHere() throws(CommandFailure) -> [StoredSession] {
    let server = try options.session.server.serverOrStandard
    return try options.session.store.sessions().filter { session in
      guard session.document.server == server else { return false }
      return options.session.session.map { session.document.isCalled($0) } ?? true
    }
  }

  /// What can be read: one account for each wallet.
  private func accounts(of sessions: [StoredSession]) async throws(CommandFailure) -> [Account] {
    guard options.apiKeyFile == nil else { return [try await options.account()] }
    var accounts: [Account] = []
    for session in sessions where session.isLiving(at: .systemNow) {
      guard !accounts.contains(where: { $0.wallet == session.document.wallet }) else { continue }
      accounts.append(try await ReadingOptions.account(of: session.document))
    }
    return accounts
  }
}

/// The session keys that are known, to the exchange and here.
struct SessionList: Encodable {
  let keys: [SessionKeyDetails]
  let here: [Here]

  /// A session on this machine.
  struct Here: Encodable {
    let sessionKey: Address
    let wallet: Address
    let url: String
    let name: String?
    let expiresAt: Timestamp
    let status: SessionKeyState
    private let may: String

    init(_ session: StoredSession, now: Timestamp) {
      let document = session.document
      sessionKey = document.sessionKey
      wallet = document.wallet
      url = document.server.text
      name = document.name?.text
      expiresAt = document.expiresAt
      status = session.isRevoked ? .revoked : document.isExpired(at: now) ? .expired : .active
      may = document.scope.words
    }

    private enum CodingKeys: CodingKey {
      case sessionKey, wallet, url, name, expiresAt, status
    }

    /// Its line where the exchange could not be asked.
    fileprivate var row: [String] {
      [
        name.map(TerminalText.escape) ?? "-", sessionKey.description, status.wireName.description, may,
        expiresAt.iso8601, "-", "-", "-", "yes",
      ]
    }
  }

  /// A line for each key.
  var text: String {
    let known = Set(keys.map(\.sessionKey))
    let isHere = Set(here.map(\.sessionKey))
    let rows =
      keys.map { SessionReport.row($0, isHere: isHere.contains($0.sessionKey)) }
      + here.filter { !known.contains($0.sessionKey) }.map(\.row)
    return SessionReport.table(rows)
  }
}
