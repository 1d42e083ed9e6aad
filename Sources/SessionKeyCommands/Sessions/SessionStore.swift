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

  private var keys: KeyFileStore { KeyFileStore(directory: directory, derivation: DeviceSecret.derivation) }

  /// Every session, the newest first. Needs no secret.
  func documents() throws(CommandFailure) -> [SessionDocument] {
    var documents: [SessionDocument] = []
    for file in try files() {
      let document: SessionDocument
      do { document = try SessionDocument(file.bytes) } catch { throw .session(.malformed(path: file.path, error)) }
      guard Self.fileName(of: document.sessionKey) == file.name else {
        throw .session(.malformed(path: file.path, .invalidMember("sessionKey")))
      }
      documents.append(document)
    }
    return documents.sorted { ($0.authorizedAt, $0.sessionKey) > ($1.authorizedAt, $1.sessionKey) }
  }

  private func files() throws(CommandFailure) -> [(name: String, path: String, bytes: [UInt8])] {
    do throws(KeyStoreError) {
      guard let folder = try PrivateDirectory.openIfThere(directory) else { return [] }
      let names = try folder.fileNames(maximum: KeyFileStore.filesMaximum).filter { $0.hasSuffix(Self.fileNameEnd) }
      var files: [(name: String, path: String, bytes: [UInt8])] = []
      for name in names {
        guard let bytes = try folder.read(name, bytesMaximum: SessionDocument.bytesMaximum) else { continue }
        files.append((name, PrivateDirectory.join(directory, name), bytes))
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

  /// Removes a session's key and document, as far as they are there: it has ended.
  func remove(_ sessionKey: Address) throws(CommandFailure) {
    do throws(KeyStoreError) {
      if let folder = try PrivateDirectory.openIfThere(directory) {
        _ = try folder.remove(Self.fileName(of: sessionKey))
      }
      try keys.remove(sessionKey)
    } catch {
      if case .notFound = error { return }
      throw .keyStore(error)
    }
  }

  private static func fileName(of sessionKey: Address) -> String { Hex.encode(sessionKey.bytes) + fileNameEnd }
}
