import EthereumPrimitives
import Foundation
import KeyVault
import PerpsProtocol
import SessionKeys
import Signing
import Testing

@testable import SessionKeyCommands

@Suite("Sessions at rest")
struct SessionStoreTests {
  @Test("a session's key and document come back, without a passphrase, in files of mode 0600")
  func roundTrip() throws {
    try TemporaryFolder.with { folder in
      let store = SessionStore(directory: folder.url.path + "/keys")
      let key = Secp256k1PrivateKey()
      let document = try TestSession.document(sessionKey: key.address)
      try store.add(key, name: nil, now: TestSession.now)
      try store.add(document)
      #expect(try store.sessions() == [StoredSession(document: document, isRevoked: false)])
      try store.markRevoked(key.address)
      try store.markRevoked(key.address)
      #expect(try store.sessions() == [StoredSession(document: document, isRevoked: true)])
      #expect(try store.key(of: document).address == key.address)
      for name in try FileManager.default.contentsOfDirectory(atPath: store.directory) {
        let attributes = try FileManager.default.attributesOfItem(atPath: store.directory + "/" + name)
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      }
      try store.removeRevoked()
      try store.remove(key.address)
      #expect(try store.sessions().isEmpty)
      #expect(try KeyFileStore(directory: store.directory).list().isEmpty)
    }
  }

  @Test("every member of a document is kept")
  func members() throws {
    let scope = try SessionKeyScope(
      permission: .reduceOnly, markets: [MarketSymbol("ETH-USD"), MarketSymbol("BTC-USD")],
      maximumOrderValue: Pips("1.00000000"), maximumDailyValue: Pips("2.00000000"),
      maximumPriceDeviation: Pips("0.05000000"))
    let document = try TestSession.document(
      sessionKey: TestKey.session.address, name: SessionKeyName("注文 \"1\""), scope: scope)
    #expect(try SessionDocument(document.bytes) == document)
  }

  @Test("a key does not open without the device's secret, nor with another's, and the reason is said")
  func deviceSecret() throws {
    try TemporaryFolder.with { folder in
      let store = SessionStore(directory: folder.url.path + "/keys")
      let key = Secp256k1PrivateKey()
      let document = try TestSession.document(sessionKey: key.address)
      try store.add(key, name: nil, now: TestSession.now)
      let secret = store.directory + "/device.secret"
      let other = String(repeating: "1", count: 64) + "\n"
      for (text, code) in [(other, "KEY_NOT_OPENED"), ("1\n", "INVALID_KEY_FILE"), (nil, "KEY_NOT_FOUND")] {
        try FileManager.default.removeItem(atPath: secret)
        if let text { _ = try folder.write(text, to: "keys/device.secret") }
        let failure = try #require(throws: CommandFailure.self) { try store.key(of: document) }
        #expect(failure.code == code)
      }
    }
  }

  @Test("a document that others can open is refused")
  func looseDocument() throws {
    try TemporaryFolder.with { folder in
      let path = try TestSession.write(Data(TestSession.document().bytes), in: folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let failure = try #require(throws: CommandFailure.self) {
        try SessionStore(directory: folder.url.path).sessions()
      }
      #expect(failure.description.contains("chmod 600"))
    }
  }

  @Test(
    "a document with a member too many, missing, misspelt or of a wrong value is refused, with its path",
    arguments: [
      (#""version" : 1"#, #""version" : 2"#), (#""version" : 1"#, #""version" : 1, "more" : 1"#),
      (#""sandbox" : true"#, #""sandbox" : 1"#), (#""permission" : "trade""#, #""permission" : "Trade""#),
      ("http://127.0.0.1:7474", "ftp://127.0.0.1"), ("http://127.0.0.1:7474", "http://127.0.0.1:7474/v1"),
      (#""apiKey" : "a-key""#, #""apiKey" : """#), (#""apiKey" : "a-key","#, ""),
      (#""markets" : ["#, #""markets" : [ "a b","#), (#""chainId" : 747474"#, #""chainId" : -1"#),
    ])
  func malformed(old: String, new: String) throws {
    let text = String(decoding: try TestSession.document().bytes, as: UTF8.self)
    #expect(text.contains(old))
    try TemporaryFolder.with { folder in
      let path = try TestSession.write(Data(text.replacing(old, with: new).utf8), in: folder)
      let failure = try #require(throws: CommandFailure.self) {
        try SessionStore(directory: folder.url.path).sessions()
      }
      #expect(failure.code == "INVALID_SESSION_FILE")
      #expect(failure.exitStatus == .badInput)
      #expect(failure.description.hasPrefix(path))
      #expect(!failure.description.contains("a-secret"))
    }
  }

  @Test("a document under another key's name is refused")
  func otherName() throws {
    try TemporaryFolder.with { folder in
      _ = try TestSession.write(
        Data(TestSession.document().bytes), as: "0x\(String(repeating: "1", count: 40)).session.json", in: folder)
      let failure = try #require(throws: CommandFailure.self) {
        try SessionStore(directory: folder.url.path).sessions()
      }
      #expect(failure.code == "INVALID_SESSION_FILE")
    }
  }

  @Test("the secret of the credentials is in no description")
  func secrecy() throws {
    let document = try TestSession.document()
    var dumped = ""
    dump(document, to: &dumped)
    for text in ["\(document)", String(reflecting: document), dumped] { #expect(!text.contains("a-secret")) }
  }
}

@Suite("Which session a command uses")
struct SessionChoiceTests {
  private func failure(_ body: () throws -> Void) throws -> SessionFailure {
    try #require(throws: SessionFailure.self) { try body() }
  }

  private func pick(
    _ text: String? = nil, of documents: [SessionDocument], revoked: [SessionDocument] = [], on server: String? = nil,
    after milliseconds: UInt64 = 0
  ) throws -> SessionDocument {
    let sessions = documents.map { StoredSession(document: $0, isRevoked: revoked.contains($0)) }
    return try SessionChoice(nameOrAddress: text, server: server.map { try ServerURL($0) })
      .pick(from: sessions, now: TestSession.now.adding(milliseconds: milliseconds))
  }

  @Test("the newest with the server that lives, its last millisecond included; else the newest of all")
  func newest() throws {
    let old = try TestSession.document(sessionKey: TestKey.wallet.address, expiresIn: 1)
    let new = try TestSession.document(sessionKey: TestKey.session.address, expiresIn: 0)
    #expect(try pick(of: [new, old]) == old)
    #expect(try pick(of: [new, old], after: 1) == new)
    #expect(try pick(of: [new, old], revoked: [old]) == new)
    #expect(try failure { _ = try pick(of: []) }.code == "SESSION_NOT_FOUND")
    #expect(try failure { _ = try pick(of: [new, old], on: "https://example.com") }.code == "SESSION_NOT_FOUND")
  }

  @Test("by address or by name; a name that two living sessions have is refused")
  func named() throws {
    let name = try #require(SessionKeyName("day"))
    let one = try TestSession.document(sessionKey: TestKey.wallet.address, name: name, expiresIn: 5)
    let two = try TestSession.document(sessionKey: TestKey.session.address, name: name, expiresIn: 1)
    #expect(try pick(TestKey.session.address.description, of: [one, two]) == two)
    #expect(try pick("day", of: [one, two], after: 1) == one)
    #expect(try pick("day", of: [one, two], revoked: [one]) == two)
    #expect(try pick("day", of: [one, two], revoked: [one, two]) == one)
    #expect(try failure { _ = try pick("day", of: [one, two]) }.code == "SESSION_AMBIGUOUS")
    #expect(try failure { _ = try pick("Day", of: [one, two]) }.code == "SESSION_NOT_FOUND")
  }

  @Test("a session with another server is not used where --url names one")
  func otherServer() throws {
    let document = try TestSession.document()
    #expect(
      try failure { _ = try pick(document.sessionKey.description, of: [document], on: "http://127.0.0.1:7475") }.code
        == "SESSION_OF_ANOTHER_EXCHANGE")
  }

  @Test(
    "the address of a server has one spelling",
    arguments: [
      ("HTTP://LocalHost:7474/", "http://localhost:7474", false),
      ("https://example.com:443", "https://example.com", false),
      ("http://example.com", "http://example.com", true), ("http://[::1]:80", "http://[::1]", false),
      ("http://127.0.0.1.example.com", "http://127.0.0.1.example.com", true),
    ])
  func serverURL(typed: String, text: String, isOpen: Bool) throws {
    let server = try ServerURL(typed)
    #expect(server.text == text)
    #expect(server.isOpenToOthers == isOpen)
  }

  @Test(
    "anything else is not one",
    arguments: [
      "", "127.0.0.1:7474", "http://", "ftp://a", "http://a/v1", "http://u@a", "http://a?b", "http://a#b", "http://a:0",
      "http://a:65536", "http:a", "http://a b",
    ])
  func notAServerURL(text: String) {
    #expect(throws: ServerURLError.self) { try ServerURL(text) }
  }
}

/// Sessions that the tests make up.
enum TestSession {
  static let now = Timestamp(milliseconds: 1_779_808_105_337) ?? .maximum

  static func document(
    sessionKey: Address? = nil, name: SessionKeyName? = nil, scope: SessionKeyScope = .unlimited,
    expiresIn milliseconds: UInt64 = 86_400_000
  ) throws -> SessionDocument {
    SessionDocument(
      server: .standard, chainID: 747_474, contract: try TestKey.stranger.address, isSandbox: true,
      wallet: try TestKey.wallet.address, sessionKey: try sessionKey ?? TestKey.session.address, name: name,
      scope: scope, authorizedAt: now, expiresAt: now.adding(milliseconds: milliseconds),
      credentials: StoredCredentials(key: "a-key", secret: "a-secret"))
  }

  /// Writes a file of mode 0600, under the name that the known document has.
  static func write(_ contents: Data, as name: String? = nil, in folder: TemporaryFolder) throws -> String {
    let name = try name ?? Hex.encode(TestKey.session.address.bytes) + ".session.json"
    return try folder.write(String(decoding: contents, as: UTF8.self), to: name)
  }
}
