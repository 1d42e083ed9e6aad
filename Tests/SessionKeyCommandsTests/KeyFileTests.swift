import EthereumPrimitives
import Foundation
import Signing
import Testing

@testable import SessionKeyCommands

@Suite("Key files")
struct KeyFileTests {
  private func reading(_ text: String, permissions: Int = 0o600) throws -> Result<SigningKey, KeyFileError> {
    try TemporaryFolder.with { folder in
      let path = try folder.write(text, to: "a.key", permissions: permissions)
      do throws(KeyFileError) {
        return .success(try KeyFile(source: .file(path: path)).read())
      } catch {
        return .failure(error)
      }
    }
  }

  @Test("a key of 64 digits is read, with or without one line feed", arguments: ["", "\n"])
  func keyIsRead(end: String) throws {
    let upper = "0x" + TestKey.wallet.hex.dropFirst(2).uppercased()
    for text in [TestKey.wallet.hex, upper] {
      #expect(try reading(text + end).get().secp256k1.address == TestKey.wallet.address)
    }
  }

  @Test(
    "anything else is refused, and the error does not repeat it",
    arguments: [
      "", "\n", "0x", String(TestKey.wallet.hex.dropFirst(2)), TestKey.wallet.hex + "\n\n", TestKey.wallet.hex + "\r\n",
      " " + TestKey.wallet.hex, TestKey.wallet.hex + " ", String(TestKey.wallet.hex.dropLast()),
      TestKey.wallet.hex + "1", TestKey.wallet.hex + "\n" + TestKey.session.hex, TestKey.wallet.hex.dropLast() + "g",
      "0X" + TestKey.wallet.hex.dropFirst(2), "0x" + String(repeating: "0", count: 64),
      "0x" + String(repeating: "f", count: 64), String(repeating: "1", count: 100_000),
    ])
  func otherTextIsRefused(text: String) throws {
    let failure = try #require(throws: KeyFileError.self) { try reading(text).get() }
    #expect(!failure.description.contains("1111"))
    #expect(CommandFailure.keyFile(failure).exitStatus == .badInput)
    #expect(CommandFailure.keyFile(failure).code == "INVALID_KEY_FILE")
  }

  @Test("a key file that others can open is refused", arguments: [0o644, 0o640, 0o604, 0o610, 0o601, 0o660, 0o777])
  func openFileIsRefused(permissions: Int) throws {
    let failure = try #require(throws: KeyFileError.self) {
      try reading(TestKey.wallet.hex, permissions: permissions).get()
    }
    #expect(failure.description.contains("chmod 600"))
  }

  @Test("a key file that is its owner's alone is taken", arguments: [0o600, 0o400, 0o700])
  func ownFileIsTaken(permissions: Int) throws {
    #expect(try reading(TestKey.wallet.hex, permissions: permissions).get().secp256k1.address == TestKey.wallet.address)
  }

  @Test("a folder is no key file, and a file that is not there is said to be missing")
  func noFile() throws {
    try TemporaryFolder.with { folder in
      for (path, status) in [(folder.url.path, ExitStatus.noInput), (folder.url.path + "/none", .noInput)] {
        let failure = try #require(throws: KeyFileError.self) { try KeyFile(source: .file(path: path)).read() }
        #expect(CommandFailure.keyFile(failure).exitStatus == status)
      }
    }
  }
}

/// A folder that is gone after the test.
struct TemporaryFolder {
  let url: URL

  static func with<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "session-keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(TemporaryFolder(url: url))
  }

  /// Writes a file.
  ///
  /// - Returns: its path.
  @discardableResult
  func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
    let path = url.appending(path: name).path
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    return path
  }
}
