import EthereumPrimitives
import Foundation
import PerpsProtocol
import Signing
import Testing

@testable import KeyVault

@Suite("A key file that was changed is refused")
struct TamperingTests {
  private func opening(_ changed: (String) throws -> String) throws -> Result<VaultKey, KeyStoreError> {
    try TestVault.with { vault in
      let stored = try vault.storeKey()
      let text = try vault.text(of: stored)
      try vault.write(changed(text), for: stored)
      let passphrase = try TestVault.passphrase()
      do throws(KeyStoreError) {
        return .success(try vault.store.open(stored.address, credential: passphrase))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test("a file that was written again and not changed is opened")
  func unchanged() throws {
    #expect(try opening { $0 }.get().address == TestVault.key().address)
    #expect(try opening { $0.replacing(" ", with: "") + "\n" }.get().kind == .wallet)
  }

  @Test(
    "a member of the header with another value that is well formed does not open",
    arguments: [
      (#""kind" : "wallet""#, #""kind" : "sessionKey""#), (#""name" : "trading""#, #""name" : "Trading""#),
      (#""name" : "trading","#, ""), ("1779808105337", "1779808105338"), (#""n" : 16384"#, #""n" : 32768"#),
      (#""p" : 1"#, #""p" : 2"#), (#""salt" : "0x"#, #""salt" : "0x"#),
    ])
  func otherHeader(from: String, to: String) throws {
    let result = try opening { text in
      let ranges = text.ranges(of: from)
      try #require(ranges.count == 1)
      var text = text
      text.replaceSubrange(ranges[0], with: to)
      if from == to {
        // The salt: another digit.
        let digit = text.index(ranges[0].upperBound, offsetBy: 5)
        text.replaceSubrange(digit...digit, with: text[digit] == "0" ? "1" : "0")
      }
      return text
    }
    guard case .failure(.notOpened) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test("each member of the header is in what is authenticated, and none runs into the next")
  func associatedData() throws {
    let address = try TestVault.key().address
    func header(
      kind: KeyKind = .wallet, address: Address = address, name: String? = "a", created: Timestamp = TestVault.now,
      derivation: ScryptParameters = .minimum, salt: UInt8 = 0
    ) throws -> [UInt8] {
      let key = StoredKey(kind: kind, address: address, name: try name.map { try KeyName($0) }, created: created)
      return KeyFileHeader(key: key, derivation: derivation, salt: [UInt8](repeating: salt, count: 32)).associatedData
    }
    let all = [
      try header(), try header(kind: .sessionKey(.secp256k1)), try header(kind: .sessionKey(.p256)),
      try header(address: .zero), try header(name: "ab"), try header(name: nil),
      try header(created: TestVault.now.adding(milliseconds: 1)), try header(derivation: .standard),
      try header(derivation: ScryptParameters(n: 16384, r: 8, p: 2)), try header(salt: 1),
    ]
    #expect(Set(all).count == all.count)
    #expect(try header() == header())
  }

  @Test("a key under another's name and header does not open, whichever of the two is exchanged")
  func exchanged() throws {
    try TestVault.with { vault in
      let (one, other) = (
        try vault.storeKey(),
        try vault.store.create(.wallet, name: nil, now: TestVault.now, credential: TestVault.passphrase())
      )
      let text = try vault.text(of: one)
      try vault.write(vault.text(of: other), for: one)
      let error = try #require(throws: KeyStoreError.self) {
        try vault.store.open(one.address, credential: TestVault.passphrase())
      }
      guard case .malformed(_, .anotherAddress) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(throws: KeyStoreError.self) { try vault.store.list() }
      try vault.write(text.replacing(one.address.description, with: other.address.description), for: other)
      let second = try #require(throws: KeyStoreError.self) {
        try vault.store.open(other.address, credential: TestVault.passphrase())
      }
      guard case .notOpened = second else {
        Issue.record("\(second)")
        return
      }
    }
  }

  @Test("any flipped bit of nonce, ciphertext and tag is refused")
  func flippedBits() throws {
    let key = try TestVault.key()
    let header = KeyFileHeader(
      key: StoredKey(kind: .wallet, address: key.address, name: nil, created: TestVault.now), derivation: .minimum,
      salt: [UInt8](repeating: 7, count: KeyFileHeader.saltByteCount))
    let encryption = try KeyEncryption(TestVault.passphrase(), header: header)
    let sealed = try encryption.seal(key, header: header)
    #expect(try encryption.open(sealed, header: header).address == key.address)
    let bytes = sealed.nonce + sealed.ciphertext + sealed.tag
    for index in bytes.indices {
      for bit in 0..<8 {
        var bytes = bytes
        bytes[index] ^= 1 << bit
        let changed = SealedKey(
          nonce: Array(bytes[..<12]), ciphertext: Array(bytes[12..<44]), tag: Array(bytes[44...]))
        #expect(throws: KeyStoreError.self) { try encryption.open(changed, header: header) }
      }
    }
  }

  @Test("a file with any one bit flipped is refused, unless it says the same in another spelling")
  func flippedFile() throws {
    try TestVault.with { vault in
      let bytes = Array(try vault.text(of: vault.storeKey()).utf8)
      let original = try KeyFileDocument(bytes)
      // Derived once: a changed salt would give another secret, and here the header alone must be noticed.
      let encryption = try KeyEncryption(TestVault.passphrase(), header: original.header)
      var changedCount = 0
      for index in bytes.indices {
        for bit in 0..<8 {
          var changed = bytes
          changed[index] ^= 1 << bit
          guard let document = try? KeyFileDocument(changed), document != original else { continue }
          changedCount += 1
          #expect(throws: KeyStoreError.self) { try encryption.open(document.sealed, header: document.header) }
        }
      }
      #expect(changedCount > 400)
    }
  }

  @Test(
    "scrypt parameters out of limits are refused before anything is derived",
    arguments: [
      (8192, 8, 1), (1, 8, 1), (0, 8, 1), (-1, 8, 1), (16383, 8, 1), (24576, 8, 1), (2_097_152, 8, 1), (1 << 62, 8, 1),
      (Int.min, 8, 1), (16384, 1, 1), (16384, 7, 1), (16384, 9, 1), (16384, 1 << 30, 1), (16384, 8, 0), (16384, 8, -1),
      (16384, 8, 5), (16384, 8, 1 << 40),
    ])
  func parametersOutOfLimits(n: Int, r: Int, p: Int) throws {
    let result = try opening {
      $0.replacing(#""n" : 16384"#, with: "\"n\" : \(n)").replacing(#""r" : 8"#, with: "\"r\" : \(r)")
        .replacing(#""p" : 1"#, with: "\"p\" : \(p)")
    }
    guard case .failure(.malformed(_, .derivationOutOfLimits)) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test("scrypt parameters on the limits are taken", arguments: [(1 << 14, 1), (1 << 20, 1), (1 << 14, 4)])
  func parametersOnLimits(n: Int, p: Int) throws {
    let parameters = try ScryptParameters(n: n, r: 8, p: p)
    #expect(parameters.rounds == n)
    #expect(parameters.parallelism == p)
  }

  @Test(
    "what is not exactly a key file is refused",
    arguments: [
      (#""version" : 1"#, #""version" : 2"#), (#""version" : 1"#, #""version" : 1, "version" : 1"#),
      (#""version" : 1"#, #""version" : 1, "more" : 1"#), (#""version" : 1"#, #""version" : "1""#),
      (#""wallet""#, #""Wallet""#), (#""secp256k1""#, #""P-256""#), (#""secp256k1""#, #""ed25519""#),
      (#""scrypt""#, #""pbkdf2""#), (#""AES-256-GCM""#, #""none""#), (#""trading""#, #""""#),
      (#""trading""#, #""a\nb""#), (#""trading""#, "null"), ("1779808105337", "-1"),
      ("1779808105337", "253402300800000"), (#""address" : "0x"#, #""address" : "0X"#),
      (#""tag" : "0x"#, #""tag" : "0x00"#), (#""nonce" : "0x"#, #""nonce" : ""#), (#""p" : 1"#, #""p" : 1.5"#),
      ("1\n}", "1\n"), ("1\n}", "1\n}}"), (#""r" : 8,"#, ""),
    ])
  func notAKeyFile(from: String, to: String) throws {
    let result = try opening { text in
      try #require(text.contains(from), "\(from)")
      return text.replacing(from, with: to)
    }
    guard case .failure(.malformed) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test("a file that is too large is refused")
  func tooLarge() throws {
    let result = try opening { $0 + String(repeating: " ", count: KeyFileDocument.bytesMaximum) }
    guard case .failure(.malformed(_, .tooLarge)) = result else {
      Issue.record("\(result)")
      return
    }
  }
}
