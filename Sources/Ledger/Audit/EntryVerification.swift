internal import EthereumPrimitives
internal import Foundation
internal import SessionKeys

/// An entry with what can be said of it without the entries before: its request, who signed it, whether it is chained.
struct VerifiedEntry: Sendable {
  let stored: StoredEntry
  /// What the bytes of the request say; `nil` where they say nothing.
  var request: SignedRequest?
  /// Why the bytes say nothing.
  var decodingError: RequestEncodingError?
  var isChained = false
  /// Who signed it, by the keys that the audit has come across so far; `nil` until it has been asked.
  var authentication: Result<AuthenticatedRequest, Refusal>?
}

/// Verifies every signature of a page of entries, on all cores.
struct EntryVerification<Verifier: SignatureVerifier>: Sendable {
  let authenticator: RequestAuthenticator<Verifier>
  let directory = AuditDirectory()

  /// How many tasks share a page: more than cores, so that none has to wait long for the last.
  private let tasksCount = 4 * ProcessInfo.processInfo.activeProcessorCount

  /// Verifies a page in two steps. Authorisations are the wallet's and need no key; what keys have signed comes after
  /// them, since a key may act in the page that registers it.
  func verify(_ page: [StoredEntry], after chain: Bytes32) async -> [VerifiedEntry] {
    let previous = [chain] + page.dropLast().map { $0.chain ?? .zero }
    let entries = zip(page, previous).map { (VerifiedEntry(stored: $0), $1) }
    let decoded = await concurrently(entries) { begin($0.0, after: $0.1) }
    for entry in decoded {
      if case .success(let request) = entry.authentication, let key = request.keyToRegister { directory.add(key) }
    }
    return await concurrently(decoded) { finish($0) }
  }

  /// Does the same without other tasks.
  func verifyInTurn(_ page: [StoredEntry], after chain: Bytes32) -> [VerifiedEntry] {
    var previous = chain
    return page.map { stored in
      let entry = begin(VerifiedEntry(stored: stored), after: previous)
      previous = stored.chain ?? .zero
      if case .success(let request) = entry.authentication, let key = request.keyToRegister { directory.add(key) }
      return finish(entry)
    }
  }

  private func begin(_ entry: VerifiedEntry, after chain: Bytes32) -> VerifiedEntry {
    var entry = entry
    guard let contents = try? entry.stored.contents.get() else { return entry }
    if let sequence = UInt64(exactly: entry.stored.sequence) {
      entry.isChained = contents.isChained(to: chain, sequence: sequence)
    }
    do { entry.request = try RequestEncoding.decode(contents.request) } catch { entry.decodingError = error }
    guard let request = entry.request else { return entry }
    switch request.action {
    case .authorizeDelegatedKey, .authorizeSessionKey:
      let result = Result { () throws(Refusal) in try authenticator.authenticate(request, keys: directory) }
      if case .success = result { entry.authentication = result }
    default: break
    }
    return entry
  }

  private func finish(_ entry: VerifiedEntry) -> VerifiedEntry {
    var entry = entry
    guard let request = entry.request, entry.authentication == nil else { return entry }
    entry.authentication = Result { () throws(Refusal) in try authenticator.authenticate(request, keys: directory) }
    return entry
  }

  private func concurrently<Input: Sendable>(
    _ inputs: [Input], _ body: @escaping @Sendable (Input) -> VerifiedEntry
  ) async -> [VerifiedEntry] {
    let share = max(1, (inputs.count + tasksCount - 1) / tasksCount)
    return await withTaskGroup(of: (Int, [VerifiedEntry]).self) { group in
      for start in stride(from: 0, to: inputs.count, by: share) {
        let part = inputs[start..<min(start + share, inputs.count)]
        group.addTask { (start, part.map(body)) }
      }
      let parts = await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      return parts.keys.sorted().flatMap { parts[$0] ?? [] }
    }
  }
}
