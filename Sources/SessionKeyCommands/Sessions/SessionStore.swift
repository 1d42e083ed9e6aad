internal import EthereumPrimitives
internal import KeyVault
internal import PerpsProtocol
internal import Signing

/// The sessions of this user: for each a key file and a document in the directory of the keys.
///
/// Key files are encrypted with the secret of this device, so that a session key signs without a passphrase.
struct SessionStore {
  let directory: String

  private static let fileNameEnd = ".session.json"
  /// An empty file beside a session's document: its key has been revoked.
  private static let revokedNameEnd = ".revoked"

  private var keys: KeyFileStore { KeyFileStore(directory: directory, derivation: DeviceSecret.derivation) }

  /// Every session, the newest first. Needs no secret.
  func sessions() throws(CommandFailure) -> [StoredSession] {
    var sessions: [StoredSession] = []
    for file in try files() {
      let document: SessionDocument
      do { document = try SessionDocument(file.bytes) } catch { throw .session(.malformed(path: file.path, error)) }
      guard Self.fileName(of: document.sessionKey) == file.name else {
        throw .session(.malformed(path: file.path, .invalidMember("sessionKey")))
      }
      sessions.append(StoredSession(document: document, isRevoked: file.isRevoked))
    }
    return sessions.sorted { left, right in
      let (left, right) = (left.document, right.document)
      return (left.authorizedAt, left.sessionKey) > (right.authorizedAt, right.sessionKey)
    }
  }

  private struct File {
    let name: String
    let path: String
    let bytes: [UInt8]
    let isRevoked: Bool
  }

  private func files() throws(CommandFailure) -> [File] {
    do throws(KeyStoreError) {
      guard let folder = try PrivateDirectory.openIfThere(directory) else { return [] }
      let names = Set(try folder.fileNames(maximum: KeyFileStore.filesMaximum))
      var files: [File] = []
      for name in names where name.hasSuffix(Self.fileNameEnd) {
        guard let bytes = try folder.read(name, bytesMaximum: SessionDocument.bytesMaximum) else { continue }
        let revoked = name.dropLast(Self.fileNameEnd.count) + Self.revokedNameEnd
        files.append(
          File(
            name: name, path: PrivateDirectory.join(directory, name), bytes: bytes,
            isRevoked: names.contains(String(revoked))))
      }
      return files
    } catch { throw .keyStore(error) }
  }

  /// Stores a new session key, before it is authorised: a key that only this process had would be lost with it.
  func add(_ key: Secp256k1PrivateKey, name: KeyName?, now: Timestamp) throws(CommandFailure) {
    do {
      let secret = try DeviceSecret(directory: directory).passphraseForCreating()
      _ = try keys.store(.sessionKey(key), name: name, now: now, credential: secret)
    } catch { throw .keyStore(error) }
  }

  /// Stores what belongs to a session, after the exchange has taken it.
  func add(_ document: SessionDocument) throws(CommandFailure) {
    let bytes = try document.bytes
    do throws(KeyStoreError) {
      let folder = try PrivateDirectory.create(directory)
      guard try folder.add(bytes, as: Self.fileName(of: document.sessionKey)) else {
        throw .alreadyStored(document.sessionKey)
      }
    } catch { throw .keyStore(error) }
  }

  /// Takes a session's key out for use.
  func key(of document: SessionDocument) throws(CommandFailure) -> SessionKey {
    let key: VaultKey
    do {
      key = try keys.open(document.sessionKey, credential: DeviceSecret(directory: directory).passphrase())
    } catch { throw .keyStore(error) }
    guard let sessionKey = key.sessionKey else { throw .session(.notASessionKey(document.sessionKey)) }
    return sessionKey
  }

  /// Notes that a session's key has been revoked. It stays until the next session is started.
  func markRevoked(_ sessionKey: Address) throws(CommandFailure) {
    do throws(KeyStoreError) {
      guard let folder = try PrivateDirectory.openIfThere(directory),
        try folder.contains(Self.fileName(of: sessionKey))
      else { return }
      _ = try folder.add([], as: Self.fileName(of: sessionKey, end: Self.revokedNameEnd))
    } catch { throw .keyStore(error) }
  }

  /// Removes what belongs to a session, as far as it is there.
  func remove(_ sessionKey: Address) throws(CommandFailure) {
    do throws(KeyStoreError) {
      if let folder = try PrivateDirectory.openIfThere(directory) {
        for end in [Self.fileNameEnd, Self.revokedNameEnd] {
          _ = try folder.remove(Self.fileName(of: sessionKey, end: end))
        }
      }
      try keys.remove(sessionKey)
    } catch {
      if case .notFound = error { return }
      throw .keyStore(error)
    }
  }

  /// Removes the sessions whose keys have been revoked: they can do nothing any more, anywhere.
  func removeRevoked() throws(CommandFailure) {
    for session in try sessions() where session.isRevoked { try remove(session.document.sessionKey) }
  }

  private static func fileName(of sessionKey: Address, end: String = fileNameEnd) -> String {
    Hex.encode(sessionKey.bytes) + end
  }
}

/// A session that is here, and whether it is known here that its key has been revoked.
struct StoredSession: Hashable, Sendable {
  let document: SessionDocument
  let isRevoked: Bool
}
