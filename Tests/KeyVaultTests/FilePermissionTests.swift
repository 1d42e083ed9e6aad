import EthereumPrimitives
import Foundation
import Signing
import Testing

@testable import KeyVault

@Suite("Key files are their owner's alone")
struct FilePermissionTests {
  private func failure(_ body: () throws -> Void) throws -> KeyStoreError {
    try #require(throws: KeyStoreError.self) { try body() }
  }

  @Test("a file is made with mode 0600 and its directory with mode 0700")
  func modes() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      #expect(try vault.permissions(of: vault.store.path(of: stored.address)) == 0o600)
      #expect(try vault.permissions(of: vault.directory.path) == 0o700)
    }
  }

  @Test("a file that others can open is refused", arguments: [0o644, 0o640, 0o604, 0o610, 0o601, 0o660, 0o777])
  func looseFile(permissions: Int) throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      try vault.setPermissions(permissions, of: vault.store.path(of: stored.address))
      for error in [
        try failure { _ = try vault.store.list() },
        try failure { _ = try vault.store.open(stored.address, credential: TestVault.passphrase()) },
      ] { #expect(error.description.contains("chmod 600")) }
    }
  }

  @Test("a directory that others can open is refused, to read and to write", arguments: [0o755, 0o750, 0o701, 0o777])
  func looseDirectory(permissions: Int) throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      try vault.setPermissions(permissions, of: vault.directory.path)
      for error in [
        try failure { _ = try vault.store.list() },
        try failure { _ = try vault.store.open(stored.address, credential: TestVault.passphrase()) },
        try failure { try vault.storeKey(.sessionKey(.p256)) },
        try failure { try vault.store.remove(stored.address) },
      ] { #expect(error.description.contains("chmod 700")) }
    }
  }

  @Test("a symbolic link is refused, for a file and for a directory, also with a slash behind it")
  func symbolicLinks() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      let (path, link) = (vault.store.path(of: stored.address), vault.directory.path + "-link")
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: vault.directory.path)
      defer { try? FileManager.default.removeItem(atPath: link) }
      for directory in [link, link + "/", link + "//"] {
        let error = try failure { _ = try KeyFileStore(directory: directory).list() }
        guard case .notRegular = error else {
          Issue.record("\(error)")
          continue
        }
      }
      try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".moved")
      let error = try failure { _ = try vault.store.open(stored.address, credential: TestVault.passphrase()) }
      guard case .notRegular = error else {
        Issue.record("\(error)")
        return
      }
      guard case .alreadyStored = try failure({ try vault.storeKey() }) else {
        Issue.record("a link's place was taken")
        return
      }
    }
  }

  @Test("a pipe or a directory in the place of a file is refused, and a file in that of a directory")
  func otherKinds() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      let path = vault.store.path(of: stored.address)
      let inFile = try failure { _ = try KeyFileStore(directory: path).list() }
      try vault.store.remove(stored.address)
      try #require(unsafe mkfifo(path, 0o600) == 0)
      let pipe = try failure { _ = try vault.store.list() }
      try vault.store.remove(stored.address)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      let directory = try failure { _ = try vault.store.list() }
      for error in [inFile, pipe, directory] {
        guard case .notRegular = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test(
    "a file and a directory of another user are refused", .enabled(if: geteuid() == 0, "only root gives files away"))
  func otherOwner() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      for path in [vault.store.path(of: stored.address), vault.directory.path] {
        try #require(unsafe chown(path, 12_345, 12_345) == 0)
        let error = try failure { _ = try vault.store.list() }
        guard case .ownedByAnother(path) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test("a key is never stored over another file, whatever that is")
  func notReplaced() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      let text = try vault.text(of: stored)
      guard case .alreadyStored(stored.address) = try failure({ try vault.storeKey() }) else {
        Issue.record("stored twice")
        return
      }
      #expect(try vault.text(of: stored) == text)
      // What decides is the last step, even if the file appears after the first look.
      let directory = try PrivateDirectory.create(vault.directory.path)
      let name = try #require(vault.fileNames.first)
      #expect(try !directory.add([1, 2, 3], as: name))
      #expect(try vault.text(of: stored) == text)
      #expect(try vault.fileNames == [name])
    }
  }

  @Test("what a crash leaves between writing and naming is not listed, not opened, and in nobody's way")
  func crash() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      let path = vault.store.path(of: stored.address)
      let left = vault.directory.path + "/" + PrivateDirectory.temporaryPrefix + UUID().uuidString
      for length in [0, 100, try vault.text(of: stored).utf8.count] {
        let bytes = try Data(contentsOf: URL(filePath: path)).prefix(length)
        try FileManager.default.removeItem(atPath: path)
        #expect(FileManager.default.createFile(atPath: left, contents: bytes, attributes: [.posixPermissions: 0o600]))
        #expect(try vault.store.list() == [])
        guard
          case .notFound = try failure({
            _ = try vault.store.open(stored.address, credential: TestVault.passphrase())
          })
        else {
          Issue.record("opened what was not finished")
          return
        }
        try vault.storeKey()
        #expect(try vault.store.list() == [stored])
      }
    }
  }
}
