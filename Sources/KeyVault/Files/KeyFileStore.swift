public import EthereumPrimitives
internal import Foundation
public import PerpsProtocol
internal import Signing

/// Keys in files of one directory, each encrypted with a passphrase of its own.
///
/// Only the owner may have access: the directory must have mode 0700 and its files 0600, or they are refused. A file
/// appears whole and synchronised to the disk or not at all, and never in another's place.
public struct KeyFileStore: KeyStore {
  /// The most files that a directory may have to be listed.
  public static let filesMaximum = 10_000

  /// Where the files are; made, with mode 0700, when the first key is stored.
  public let directory: String
  private let derivation: ScryptParameters

  /// Names a directory. It is not looked at before it is used.
  ///
  /// - Parameter derivation: the work of trying a passphrase, for keys that are stored from now on. Files say
  ///   themselves what they were encrypted with.
  public init(directory: String, derivation: ScryptParameters = .standard) {
    self.directory = directory
    self.derivation = derivation
  }

  /// Where the file of a key is, whether it is there or not.
  public func path(of address: Address) -> String { PrivateDirectory.join(directory, Self.fileName(of: address)) }

  /// All keys, the oldest first. What a file says of its key is proven only by opening it.
  public func list() throws(KeyStoreError) -> [StoredKey] {
    guard let folder = try PrivateDirectory.openIfThere(directory) else { return [] }
    var keys: [StoredKey] = []
    for address in try folder.fileNames(maximum: Self.filesMaximum).compactMap(Self.address(ofFileName:)) {
      if let document = try document(of: address, in: folder) { keys.append(document.header.key) }
    }
    return keys.sorted { ($0.created, $0.address) < ($1.created, $1.address) }
  }

  /// Makes a key with the system's generator and stores it.
  public func create(
    _ kind: KeyKind, name: KeyName?, now: Timestamp, credential: Passphrase
  ) throws(KeyStoreError) -> StoredKey {
    let key: VaultKey
    do { key = try VaultKey(newOf: kind) } catch { throw .cryptography }
    return try store(key, name: name, now: now, credential: credential)
  }

  /// Imports a key that was made elsewhere.
  public func store(
    _ key: VaultKey, name: KeyName?, now: Timestamp, credential: Passphrase
  ) throws(KeyStoreError) -> StoredKey {
    do { try credential.checkForCreating() } catch { throw .passphrase(error) }
    let folder = try PrivateDirectory.create(directory)
    let fileName = Self.fileName(of: key.address)
    // Asked before the work of deriving; what decides is that the file is put in place without replacing another.
    guard try !folder.contains(fileName) else { throw .alreadyStored(key.address) }
    let header = KeyFileHeader(
      key: StoredKey(kind: key.kind, address: key.address, name: name, created: now), derivation: derivation,
      salt: randomBytes(count: KeyFileHeader.saltByteCount))
    let sealed = try KeyEncryption(credential, header: header).seal(key, header: header)
    let document = KeyFileDocument(header: header, sealed: sealed)
    guard try folder.add(document.bytes, as: fileName) else { throw .alreadyStored(key.address) }
    return header.key
  }

  /// Takes a key out for use.
  public func open(_ address: Address, credential: Passphrase) throws(KeyStoreError) -> VaultKey {
    guard let folder = try PrivateDirectory.openIfThere(directory),
      let document = try document(of: address, in: folder)
    else { throw .notFound(address) }
    return try KeyEncryption(credential, header: document.header).open(document.sealed, header: document.header)
  }

  /// Removes the file of a key. What was on the disk may still be found there; it is encrypted.
  public func remove(_ address: Address) throws(KeyStoreError) {
    guard let folder = try PrivateDirectory.openIfThere(directory),
      try folder.remove(Self.fileName(of: address))
    else { throw .notFound(address) }
  }
}

extension KeyFileStore {
  private static let fileNameEnd = ".json"

  private static func fileName(of address: Address) -> String { Hex.encode(address.bytes) + fileNameEnd }

  /// The address of a file's name, or `nil` for a file that is not one of the store's.
  private static func address(ofFileName name: String) -> Address? {
    guard let address = try? Address(String(name.prefix(42))), fileName(of: address).utf8.elementsEqual(name.utf8)
    else { return nil }
    return address
  }

  private func document(
    of address: Address, in folder: borrowing PrivateDirectory
  ) throws(KeyStoreError) -> KeyFileDocument? {
    let path = path(of: address)
    guard let bytes = try folder.read(Self.fileName(of: address), bytesMaximum: KeyFileDocument.bytesMaximum) else {
      return nil
    }
    let document: KeyFileDocument
    do { document = try KeyFileDocument(bytes) } catch { throw .malformed(path: path, error) }
    guard document.header.key.address == address else { throw .malformed(path: path, .anotherAddress) }
    return document
  }
}

private func randomBytes(count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
