import EthereumPrimitives
import ExchangeAPI
import Foundation
import KeyVault
import Testing
import TypedData

@testable import SessionKeyCommands

@Suite("A session key's story, against a server that the tool runs", .serialized)
struct StoryTests {
  let tool: Tool
  private static let passphrase = "correct horse battery staple"

  init() throws { tool = try Tool() }

  /// A user with a wallet, a data directory and a server.
  private struct User {
    let tool: Tool
    let server: RunningTool
    let folder: TemporaryFolder
    let passphraseFile: String

    /// Runs a command; one that the wallet signs gets the passphrase.
    func run(_ command: String, asWallet: Bool = false) throws -> Tool.Outcome {
      let arguments = command.split(separator: " ").map(String.init)
      return try tool.run(
        arguments + (asWallet ? ["--passphrase-file", passphraseFile] : []),
        environment: ["XDG_DATA_HOME": folder.url.path, ServerOptions.environmentVariable: server.url])
    }

    /// What a command answers with --json.
    func json(_ command: String, asWallet: Bool = false) throws -> JSONValue {
      let outcome = try run(command + " --json", asWallet: asWallet)
      #expect(outcome.status == 0, "\(command): \(outcome.error)")
      #expect(outcome.error == "")
      return try StrictJSON.tree(Array(outcome.output.utf8))
    }

    /// The code with which a command is refused by the exchange.
    func refusal(_ command: String) throws -> String? {
      let outcome = try run(command + " --json")
      #expect(outcome.status == ExitStatus.refused.rawValue, "\(command): \(outcome.output)")
      #expect(outcome.output == "")
      return try StrictJSON.tree(Array(outcome.error.utf8)).member("code")?.string
    }
  }

  private func withUser(_ body: (User) throws -> Void) throws {
    try TemporaryFolder.with { folder in
      let file = try folder.write(Self.passphrase, to: "passphrase")
      try Self.storeWallet(in: folder)
      try RunningTool.serving(folder.url.path + "/data") { server in
        try body(User(tool: tool, server: server, folder: folder, passphraseFile: file))
      }
    }
  }

  /// A wallet that opens with little work, so that the tests do not wait for scrypt.
  private static func storeWallet(in folder: TemporaryFolder) throws {
    var bytes = Array(passphrase.utf8)
    let passphrase = try Passphrase(wiping: &bytes)
    _ = try KeyFileStore(directory: folder.url.path + "/session-keys/keys", derivation: .minimum)
      .create(.wallet, name: KeyName("trading"), now: TestSession.now, credential: passphrase)
  }

  @Test("demo goes as told, says how often who has signed, and the ledger holds")
  func demo() throws {
    try withUser { user in
      let result = try user.json("demo --orders 20 --connections 4")
      #expect(result.member("asTold")?.isTrue == true)
      #expect(result.member("walletSignatures")?.number == "4")
      #expect(result.member("keySignatures")?.number == "43")
      let steps = try #require(result.member("steps")?.elements)
      #expect(steps.compactMap { $0.member("name")?.string } == DemoStep.Name.allCases.map(\.rawValue))
      let words = try user.run("demo --orders 3")
      #expect(words.status == 0)
      #expect(words.output.contains("\n   ✓ refused: the session key has been revoked"))
      #expect(words.output.hasSuffix("\nEverything went as told.\n"))
      let audit = try user.json("audit --data \(user.folder.url.path)/data")
      #expect(audit.member("holds")?.isTrue == true)
    }
  }

  @Test("by hand: deposit, start, trade, cancel, withdraw, revoke, and the next order is refused")
  func byHand() throws {
    try withUser { user in
      #expect(try user.json("deposit 1000.5", asWallet: true).member("quantity")?.string == "1000.50000000")
      let started = try user.json("start --markets ETH-USD --maximum-order-value 500 --name day", asWallet: true)
      #expect(started.member("status")?.string == "active")
      #expect(started.member("maximumOrderValue")?.string == "500.00000000")

      // A server that has just been started has no index price yet.
      _ = try user.run("demo --orders 1")
      let order = try user.json("buy 0.1 ETH-USD --limit 1500 --post-only --client-id one")
      #expect(order.member("status")?.string == "open")
      #expect(order.member("price")?.string == "1500.00000000")
      #expect(try user.run("orders").output.contains("  one\n"))
      #expect(try user.refusal("buy 0.1 BTC-USD") == "SESSION_KEY_MARKET_NOT_PERMITTED")
      #expect(try user.refusal("buy 1 ETH-USD --limit 1500") == "SESSION_KEY_ORDER_VALUE_EXCEEDED")
      #expect(try user.json("cancel client:one").elements.first?.member("status")?.string == "canceled")
      #expect(try user.json("sell 0.1 ETH-USD").member("status")?.string == "filled")
      #expect(try user.json("positions").elements.first?.member("quantity")?.string == "-0.10000000")
      #expect(try user.json("fills --limit 1").elements.count == 1)
      #expect(try user.json("balance").member("quoteBalance")?.string?.isEmpty == false)
      #expect(try user.run("watch ETH-USD --once").output.contains("\nYour position\n"))

      #expect(try user.json("withdraw 100", asWallet: true).member("quantity")?.string == "100.00000000")
      #expect(try user.json("list").member("keys")?.elements.count == 1)
      #expect(try user.json("revoke day").member("sessionKey")?.string == started.member("sessionKey")?.string)
      #expect(try user.refusal("buy 0.1 ETH-USD") == "SESSION_KEY_REVOKED")
      #expect(try user.refusal("balance") == "INVALID_API_KEY")
      #expect(try user.json("list").member("here")?.elements.first?.member("status")?.string == "revoked")
    }
  }

  @Test("--all revokes every key of the wallet, a new session lives, and the old ones' files go")
  func revokeAll() throws {
    try withUser { user in
      for name in ["one", "two"] { _ = try user.json("start --name \(name)", asWallet: true) }
      let revoked = try user.json("revoke --all --keep-orders", asWallet: true)
      #expect(revoked.member("sessionKey") == nil)
      #expect(try user.refusal("cancel --all --session one") == "SESSION_KEY_REVOKED")
      _ = try user.json("start --name three", asWallet: true)
      #expect(try user.json("cancel --all").elements.isEmpty)
      let list = try user.json("list")
      #expect(list.member("keys")?.elements.count == 3)
      #expect(list.member("here")?.elements.compactMap { $0.member("name")?.string } == ["three"])
    }
  }

  @Test("a key that is not here is revoked by its wallet")
  func revokeElsewhere() throws {
    try withUser { user in
      let key = try #require(try user.json("start", asWallet: true).member("sessionKey")?.string)
      let keys = user.folder.url.path + "/session-keys/keys"
      for name in try FileManager.default.contentsOfDirectory(atPath: keys) where name.contains(key.lowercased()) {
        try FileManager.default.removeItem(atPath: keys + "/" + name)
      }
      #expect(try user.json("revoke \(key)", asWallet: true).member("sessionKey")?.string == key)
      let again = try user.run("revoke \(key) --json", asWallet: true)
      #expect(again.status == ExitStatus.refused.rawValue)
    }
  }

  @Test("the server ends with status 0 when it is asked to, and a second one finds its data taken, and later all there")
  func serveAgain() throws {
    try TemporaryFolder.with { folder in
      let data = folder.url.path + "/data"
      try RunningTool.serving(data) { server in
        let second = try tool.run(["serve", "--port", "0", "--data", data, "--json"])
        #expect(second.status == ExitStatus.outputFailed.rawValue)
        #expect(server.end(SIGTERM) == 0)
      }
      try RunningTool.serving(data) { #expect($0.end(SIGINT) == 0) }
    }
  }

  @Test("no server is 69; no session, no wallet and no ledger are 66; wrong options 64; a foreign exchange 76")
  func statuses() throws {
    try TemporaryFolder.with { folder in
      let environment = ["XDG_DATA_HOME": folder.url.path, ServerOptions.environmentVariable: "http://127.0.0.1:9"]
      let cases: [(arguments: String, status: Int32, code: String)] = [
        ("buy 1 ETH-USD", 66, "SESSION_NOT_FOUND"), ("deposit 1", 66, "WALLET_NOT_FOUND"),
        ("audit --data \(folder.url.path)/none", 66, "INPUT_NOT_FOUND"), ("demo", 69, "NOT_REACHABLE"),
        ("watch ETH-USD --once", 69, "NOT_REACHABLE"), ("buy 1 ETH-USD --ioc", 64, "USAGE"),
        ("buy 1e3 ETH-USD", 64, "USAGE"), ("cancel", 64, "USAGE"), ("cancel 1 --all", 64, "USAGE"),
        ("revoke", 64, "USAGE"), ("revoke a --all", 64, "USAGE"), ("start --expires-in 31d", 64, "USAGE"),
        ("orders --limit 1001", 64, "USAGE"), ("demo --orders 0", 64, "USAGE"),
        ("balance --url http://example.com", 64, "USAGE"), ("serve --host 0.0.0.0", 64, "USAGE"),
        ("serve --tls-key a", 64, "USAGE"), ("watch ETH-USD --lines 0", 64, "USAGE"),
        ("revoke \(TestKey.wallet.hex)", 64, "USAGE"), ("start --name \(TestKey.wallet.hex)", 64, "USAGE"),
      ]
      for (arguments, status, code) in cases {
        let outcome = try tool.run(
          arguments.split(separator: " ").map(String.init) + ["--json"], environment: environment)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
        #expect(outcome.output == "", "\(arguments)")
        #expect(try StrictJSON.tree(Array(outcome.error.utf8)).member("code")?.string == code, "\(arguments)")
        #expect(!outcome.error.contains("11111111"), "\(arguments)")
      }
    }
  }

  @Test("a session of another exchange signs nothing, though the server is where the other one was")
  func anotherExchange() throws {
    try withUser { user in
      _ = try user.json("start", asWallet: true)
      let keys = user.folder.url.path + "/session-keys/keys"
      let name = try #require(
        try FileManager.default.contentsOfDirectory(atPath: keys).first { $0.hasSuffix(".session.json") })
      let text = try String(contentsOfFile: keys + "/" + name, encoding: .utf8)
      try user.folder.write(
        text.replacing(#""chainId" : 747474"#, with: #""chainId" : 1"#), to: "session-keys/keys/" + name)
      let outcome = try user.run("cancel --all --json")
      #expect(outcome.status == ExitStatus.badAnswer.rawValue)
      #expect(
        try StrictJSON.tree(Array(outcome.error.utf8)).member("code")?.string == "SESSION_OF_ANOTHER_EXCHANGE")
    }
  }
}

extension JSONValue {
  fileprivate var string: String? { try? text }

  fileprivate var isTrue: Bool {
    if case .bool(let flag) = self { flag } else { false }
  }

  fileprivate var number: String? {
    if case .number(let lexeme) = self { lexeme } else { nil }
  }

  /// The elements of an array.
  fileprivate var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }
}
