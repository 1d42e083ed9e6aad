import EthereumPrimitives
import Foundation
import PerpsProtocol
import Signing
import Testing

@testable import KeyVault

/// A directory of keys that is gone after the test, with the least work for each passphrase.
struct TestVault {
  static let passphraseText = "correct horse battery staple"
  /// 32 bytes that are a key on both curves, and can be looked for where they must not be.
  static let secret = [UInt8](repeating: 0x11, count: 32)
  static let now = Timestamp(milliseconds: 1_779_808_105_337) ?? .maximum

  let directory: URL

  static func with<Result>(_ body: (TestVault) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "key-vault-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(TestVault(directory: url))
  }

  var store: KeyFileStore { KeyFileStore(directory: directory.path, derivation: .minimum) }

  static func passphrase(_ text: String = passphraseText) throws -> Passphrase {
    var bytes = Array(text.utf8)
    return try Passphrase(wiping: &bytes)
  }

  static func key(_ kind: KeyKind = .wallet) throws -> VaultKey {
    var bytes = secret
    return try VaultKey(kind, wiping: &bytes)
  }

  /// Stores the known key.
  @discardableResult
  func storeKey(_ kind: KeyKind = .wallet, name: String? = "trading") throws -> StoredKey {
    try store.store(
      Self.key(kind), name: name.map { try KeyName($0) }, now: Self.now, credential: Self.passphrase())
  }

  func text(of key: StoredKey) throws -> String {
    try String(contentsOfFile: store.path(of: key.address), encoding: .utf8)
  }

  func write(_ text: String, for key: StoredKey) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: store.path(of: key.address)))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  func permissions(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  func setPermissions(_ permissions: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
  }

  var fileNames: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() }
  }
}
