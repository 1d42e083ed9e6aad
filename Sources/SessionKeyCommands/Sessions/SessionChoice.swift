internal import EthereumPrimitives
internal import PerpsProtocol
internal import SessionKeys

/// Which of the sessions a command uses.
struct SessionChoice {
  /// The address or name of the session's key; `nil` for the newest that still lives.
  let nameOrAddress: String?
  /// The server that was asked for; `nil` when nobody has named one.
  let server: ServerURL?

  /// Picks one of the sessions, which are the newest first.
  func pick(from sessions: [StoredSession], now: Timestamp) throws(SessionFailure) -> SessionDocument {
    guard let nameOrAddress else { return try newest(of: sessions, now: now) }
    let named = sessions.filter { $0.document.isCalled(nameOrAddress) }
    guard !named.isEmpty else { throw .notFound }
    let here = named.filter { server == nil || $0.document.server == server }
    guard let first = here.first else { throw .ofAnotherServer(named[0].document.server) }
    // The same name may have been used again: an old session that is over is not meant.
    let living = here.filter { $0.isLiving(at: now) }
    guard living.count <= 1 else { throw .ambiguous }
    return (living.first ?? first).document
  }

  /// The newest that lives; else the newest of all, of which the exchange will say why it does not.
  private func newest(of sessions: [StoredSession], now: Timestamp) throws(SessionFailure) -> SessionDocument {
    let server = server ?? .standard
    let here = sessions.filter { $0.document.server == server }
    guard let newest = here.first else { throw .none(server) }
    return (here.first { $0.isLiving(at: now) } ?? newest).document
  }
}

extension StoredSession {
  /// Whether its key may still act, as far as is known here.
  func isLiving(at now: Timestamp) -> Bool { !isRevoked && !document.isExpired(at: now) }
}

extension SessionDocument {
  /// Whether this is the session of an address, or one of that name. Names are compared byte for byte.
  func isCalled(_ nameOrAddress: String) -> Bool {
    if let address = try? Address(nameOrAddress) { return address == sessionKey }
    return name.map { $0.text.utf8.elementsEqual(nameOrAddress.utf8) } ?? false
  }
}

/// Why there is no session to use.
enum SessionFailure: Error {
  /// Nobody has started one with this server.
  case none(ServerURL)
  /// There is none of that address or name.
  case notFound
  /// Several that are not over have that name.
  case ambiguous
  /// It was started with another server than the one that was asked for.
  case ofAnotherServer(ServerURL)
  /// The server is not the exchange that the session was started with.
  case anotherExchange(ServerURL)
  /// A session's document is malformed.
  case malformed(path: String, SessionDocumentError)
  /// The key file is a wallet's.
  case notASessionKey(Address)

  /// A fixed name for programs.
  var code: String {
    switch self {
    case .none, .notFound: "SESSION_NOT_FOUND"
    case .ambiguous: "SESSION_AMBIGUOUS"
    case .ofAnotherServer, .anotherExchange: "SESSION_OF_ANOTHER_EXCHANGE"
    case .malformed: "INVALID_SESSION_FILE"
    case .notASessionKey: "WRONG_KEY"
    }
  }

  /// The status with which the process ends.
  var exitStatus: ExitStatus {
    switch self {
    case .none, .notFound: .noInput
    case .ambiguous, .ofAnotherServer, .malformed, .notASessionKey: .badInput
    case .anotherExchange: .badAnswer
    }
  }
}

extension SessionFailure: CustomStringConvertible {
  /// What was wrong and what to do, in a sentence.
  var description: String {
    switch self {
    case .none(let server): "there is no session with \(server.text): start one with session-keys start"
    case .notFound: "there is no session of that name or address: session-keys list shows those that there are"
    case .ambiguous: "several sessions have that name: name the address of the one that is meant"
    case .ofAnotherServer(let server): "that session is one with \(server.text): leave out --url, or name that server"
    case .anotherExchange(let server):
      "\(server.text) is another exchange than the one that this session was started with: nothing was signed"
    case .malformed(let path, let error): "\(path): \(error.description)"
    case .notASessionKey(let address): "the key of \(address) is a wallet's: a session key's is needed"
    }
  }
}
