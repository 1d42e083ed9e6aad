import EthereumPrimitives
import Foundation
import PerpsProtocol
import Signing
import Testing

@testable import KeyVault

@Suite("Nothing secret is written, printed or kept")
struct SecrecyTests {
  private func isSecretFree(_ text: String) -> Bool {
    !text.contains("11111111") && !text.contains("17, 17, 17") && !text.contains("horse")
      && !text.contains("99, 111, 114")
  }

  @Test("a file has neither the key nor the passphrase", arguments: RoundTripTests.kinds)
  func file(kind: KeyKind) throws {
    let text = try TestVault.with { vault in try vault.text(of: vault.storeKey(kind)) }
    #expect(isSecretFree(text))
  }

  @Test("descriptions and dumps of keys and passphrases have nothing secret")
  func descriptions() throws {
    let passphrase = try TestVault.passphrase()
    for value: Any in [passphrase, try TestVault.key(), try TestVault.key(.sessionKey(.p256)), [passphrase]] {
      var dumped = ""
      dump(value, to: &dumped)
      for text in ["\(value)", String(reflecting: value), dumped] { #expect(isSecretFree(text), "\(text)") }
    }
    // The check can fail.
    #expect(!isSecretFree("\(TestVault.secret)"))
    #expect(!isSecretFree("\(Array(TestVault.passphraseText.utf8))"))
  }

  @Test("errors say what to do in a sentence without anything secret")
  func errors() throws {
    let errors: [KeyStoreError] = [
      .notFound(.zero), .alreadyStored(.zero), .notOpened, .passphrase(.empty), .passphrase(.tooShort(bytesMinimum: 8)),
      .passphrase(.tooLong(bytesMaximum: 1024)), .malformed(path: "a", .unknownVersion),
      .malformed(path: "a", .invalidMember("kdf.salt")), .malformed(path: "a", .derivationOutOfLimits),
      .openToOthers(path: "a", isDirectory: true), .ownedByAnother(path: "a"), .notRegular(path: "a"),
      .tooManyFiles(path: "a", maximum: 1), .system(operation: "open it", path: "a", code: EACCES), .cryptography,
    ]
    for error in errors { #expect(!error.description.isEmpty && isSecretFree(error.description)) }
  }

  @Test("bytes that a passphrase or a key is made of are wiped, also when they are refused")
  func wiped() throws {
    for count in [0, 8, Passphrase.bytesMaximum, Passphrase.bytesMaximum + 1] {
      var bytes = [UInt8](repeating: 1, count: count)
      _ = try? Passphrase(wiping: &bytes)
      #expect(bytes == [UInt8](repeating: 0, count: count))
    }
    for kind in RoundTripTests.kinds {
      for byte: UInt8 in [1, 255] {
        var bytes = [UInt8](repeating: byte, count: 32)
        _ = try? VaultKey(kind, wiping: &bytes)
        #expect(bytes == [UInt8](repeating: 0, count: 32))
      }
    }
  }

  @Test("a passphrase survives the wiping of the array that it was made of")
  func passphraseIsCopied() throws {
    #expect(try TestVault.passphrase().withBytes { $0 } == Array(TestVault.passphraseText.utf8))
  }

  @Test("a passphrase of 7 bytes is too short for a new key, and one of 8 is not")
  func shortPassphrase() throws {
    try TestVault.with { vault in
      let error = try #require(throws: KeyStoreError.self) {
        try vault.store.create(.wallet, name: nil, now: TestVault.now, credential: TestVault.passphrase("1234567"))
      }
      guard case .passphrase(.tooShort(bytesMinimum: 8)) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(!FileManager.default.fileExists(atPath: vault.directory.path))
      _ = try vault.store.create(.wallet, name: nil, now: TestVault.now, credential: TestVault.passphrase("12345678"))
    }
  }

  @Test("a name has 1 to 64 bytes without control characters")
  func names() throws {
    #expect(try KeyName(String(repeating: "é", count: 32)).text.utf8.count == 64)
    for text in ["", String(repeating: "a", count: 65), "a\nb", "\u{1b}[2J", "a\u{0}"] {
      #expect(throws: KeyNameError.self) { try KeyName(text) }
    }
    #expect(try KeyName("\u{e9}") != KeyName("e\u{301}"))
  }
}
