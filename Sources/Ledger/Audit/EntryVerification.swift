internal import EthereumPrimitives
internal import Foundation
internal import SessionKeys

/// An entry with what can be said of it without the entries before: its request, who signed it, whether it is chained.
///
/// An object, since it is large and handed on several times.
final class VerifiedEntry: Sendable {
  let stored: StoredEntry
  /// What the bytes of the request say, or why they say nothing.
  let request: Result<SignedRequest, any Error>
  let isChained: Bool
  /// Who signed it, by the keys that the audit has come across so far; `nil` where that is nobody, or was not asked.
  let authentication: Result<AuthenticatedRequest, Refusal>?

  init(
    _ stored: StoredEntry, request: Result<SignedRequest, any Error>, isChained: Bool,
    authentication: Result<AuthenticatedRequest, Refusal>?
  ) {
    self.stored = stored
    self.request = request
    self.isChained = isChained
    self.authentication = authentication
  }
}

/// Verifies every signature of a page of entries, on all cores.
struct EntryVerification<Verifier: SignatureVerifier>: Sendable {
  let authenticator: RequestAuthenticator<Verifier>
  let directory = AuditDirectory()

  /// How many tasks share a page: more than cores, so that none has to wait long for the last.
  private let tasksCount = 4 * ProcessInfo.processInfo.activeProcessorCount

  /// Verifies a page. What is signed by a key that only this page registers is verified after the rest of it.
  func verify(_ page: [StoredEntry], after chain: Bytes32) async -> [VerifiedEntry] {
    let entries = await concurrently(page.count) { index in
      begin(page[index], after: index == 0 ? chain : page[index - 1].chain ?? .zero)
    }
    for entry in entries { noteKey(of: entry) }
    guard entries.contains(where: \.isSignerUnknown) else { return entries }
    return await concurrently(entries.count) { finish(entries[$0]) }
  }

  /// Does the same without other tasks.
  func verifyInTurn(_ page: [StoredEntry], after chain: Bytes32) -> [VerifiedEntry] {
    var previous = chain
    return page.map { stored in
      let entry = begin(stored, after: previous)
      previous = stored.chain ?? .zero
      noteKey(of: entry)
      return finish(entry)
    }
  }

  private func begin(_ stored: StoredEntry, after chain: Bytes32) -> VerifiedEntry {
    let (contents, sequence) = (try? stored.contents.get(), UInt64(exactly: stored.sequence))
    let isChained = sequence.flatMap { contents?.isChained(to: chain, sequence: $0) } ?? false
    let request = Result { try RequestEncoding.decode(stored.contents.get().request) }
    // A refusal may be for a key that comes later in the page.
    let authenticated = try? authenticator.authenticate(request.get(), keys: directory)
    return VerifiedEntry(
      stored, request: request, isChained: isChained, authentication: authenticated.map { .success($0) })
  }

  private func finish(_ entry: VerifiedEntry) -> VerifiedEntry {
    guard entry.isSignerUnknown, let request = try? entry.request.get() else { return entry }
    return VerifiedEntry(
      entry.stored, request: entry.request, isChained: entry.isChained,
      authentication: Result { () throws(Refusal) in try authenticator.authenticate(request, keys: directory) })
  }

  private func noteKey(of entry: VerifiedEntry) {
    if case .success(let request) = entry.authentication, let key = request.keyToRegister { directory.add(key) }
  }

  private func concurrently(
    _ count: Int, _ body: @escaping @Sendable (Int) -> VerifiedEntry
  ) async -> [VerifiedEntry] {
    let share = max(1, (count + tasksCount - 1) / tasksCount)
    return await withTaskGroup(of: (Int, [VerifiedEntry]).self) { group in
      for start in stride(from: 0, to: count, by: share) {
        group.addTask { (start, (start..<min(start + share, count)).map(body)) }
      }
      let parts = await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      return parts.keys.sorted().flatMap { parts[$0] ?? [] }
    }
  }
}

extension VerifiedEntry {
  fileprivate var isSignerUnknown: Bool {
    guard case .success = request else { return false }
    return authentication == nil
  }
}
