import EthereumPrimitives
import Foundation
import PerpsProtocol
import Signing
import Testing

@testable import KeyVault

@Suite("Keys go into files and come out again")
struct RoundTripTests {
  static let kinds: [KeyKind] = [.wallet, .sessionKey(.secp256k1), .sessionKey(.p256)]

  @Test("a key that is stored is listed, and opened as the same key", arguments: kinds)
  func stored(kind: KeyKind) throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey(kind)
      #expect(stored.kind == kind)
      #expect(try vault.store.list() == [stored])
      let opened = try vault.store.open(stored.address, credential: TestVault.passphrase())
      #expect(opened.kind == kind)
      #expect(opened.withSecretBytes { secret in secret.indices.map { secret[$0] } } == TestVault.secret)
      #expect((opened.wallet?.address ?? opened.sessionKey?.address) == stored.address)
      #expect((opened.wallet == nil) == (kind != .wallet))
      #expect((opened.sessionKey == nil) == (kind == .wallet))
    }
  }

  @Test("a new key is made on its curve, and another one each time", arguments: kinds)
  func created(kind: KeyKind) throws {
    try TestVault.with { vault in
      let keys = try (0..<2).map { _ in
        try vault.store.create(kind, name: nil, now: TestVault.now, credential: TestVault.passphrase())
      }
      #expect(keys[0].address != keys[1].address)
      #expect(Set(try vault.store.list()) == Set(keys))
      let opened = try vault.store.open(keys[0].address, credential: TestVault.passphrase())
      #expect(opened.kind == kind)
      #expect(opened.address == keys[0].address)
    }
  }

  @Test("keys are listed from the oldest to the newest, without a passphrase")
  func order() throws {
    try TestVault.with { vault in
      #expect(try vault.store.list() == [])
      let times = [2, 0, 1].map { TestVault.now.adding(milliseconds: $0) }
      for time in times {
        _ = try vault.store.create(.wallet, name: nil, now: time, credential: TestVault.passphrase())
      }
      #expect(try vault.store.list().map(\.created) == times.sorted())
    }
  }

  @Test("a key that is removed is gone, and cannot be removed again")
  func removed() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      try vault.store.remove(stored.address)
      #expect(try vault.store.list() == [])
      #expect(try vault.fileNames == [])
      for error in [
        #expect(throws: KeyStoreError.self) { try vault.store.remove(stored.address) },
        #expect(throws: KeyStoreError.self) {
          try vault.store.open(stored.address, credential: TestVault.passphrase())
        },
      ] {
        guard case .notFound(stored.address)? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }
  }

  @Test("two files of one key have nothing secret in common: salt, nonce and ciphertext are new each time")
  func freshEachTime() throws {
    let documents = try (0..<2).map { _ in
      try TestVault.with { vault in try KeyFileDocument(Array(vault.text(of: vault.storeKey()).utf8)) }
    }
    #expect(documents[0].header.salt != documents[1].header.salt)
    #expect(documents[0].sealed.nonce != documents[1].sealed.nonce)
    #expect(documents[0].sealed.ciphertext != documents[1].sealed.ciphertext)
  }

  @Test("a wrong passphrase is refused, and the error says no more than that")
  func wrongPassphrase() throws {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      for text in ["x", "wrong horse battery staple", TestVault.passphraseText + " ", TestVault.passphraseText + "\n"] {
        let error = try #require(throws: KeyStoreError.self) {
          try vault.store.open(stored.address, credential: TestVault.passphrase(text))
        }
        #expect(error.description == "the key was not opened: the passphrase is wrong, or the file was changed")
      }
    }
  }

  @Test("keys are encrypted with standard work unless the caller says otherwise")
  func standardWork() throws {
    #expect(ScryptParameters.standard.rounds == 131_072)
    #expect(ScryptParameters.standard.parallelism == 1)
    try TestVault.with { vault in
      let store = KeyFileStore(directory: vault.directory.path)
      let stored = try store.create(.wallet, name: nil, now: TestVault.now, credential: TestVault.passphrase())
      let document = try KeyFileDocument(Array(vault.text(of: stored).utf8))
      #expect(document.header.derivation == .standard)
      #expect(try store.open(stored.address, credential: TestVault.passphrase()).address == stored.address)
    }
  }
}
