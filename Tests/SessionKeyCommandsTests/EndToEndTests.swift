import EthereumPrimitives
import ExchangeAPI
import Foundation
import Testing
import TypedData

@testable import SessionKeyCommands

@Suite("The executable, as a user runs it", .serialized)
struct EndToEndTests {
  let tool: Tool
  let wallet: Address
  let sessionKey: Address

  init() throws {
    tool = try Tool()
    wallet = try TestKey.wallet.address
    sessionKey = try TestKey.session.address
  }

  private static let domain = ["--chain-id", "1", "--contract", "\(Address.zero)", "--sandbox"]

  private func arguments(_ command: String, _ endpoint: SignedEndpoint = .placeOrder, _ more: String...) -> [String] {
    [command, "--request", endpoint.rawValue] + Self.domain + more
  }

  @Test("sign, then inspect what it wrote: the wallet signed, in words and in JSON")
  func signAndInspect() throws {
    try TemporaryFolder.with { folder in
      let key = try folder.write(TestKey.wallet.hex + "\n", to: "wallet.key")
      let parameters = try folder.write(TestRequest.order(wallet: wallet), to: "parameters.json")
      let signed = try tool.run(arguments("sign", .placeOrder, "--key-file", key, parameters))
      #expect(signed.status == 0)
      #expect(signed.error == "")
      #expect(signed.output.hasSuffix("}\n"))
      let body = try folder.write(signed.output, to: "body.json")

      let words = try tool.run(arguments("inspect", .placeOrder, body))
      #expect(words.status == 0)
      #expect(words.error == "")
      #expect(words.output.contains("\n  signed by  the wallet\n"))
      let json = try tool.run(arguments("inspect", .placeOrder, "--json", "-"), input: body)
      #expect(json.status == 0)
      #expect(json.error == "")
      let tree = try StrictJSON.tree(Array(json.output.utf8))
      #expect(try tree.member("signedBy")?.text == "wallet")
      #expect(try tree.member("signer")?.text == wallet.description)
    }
  }

  @Test(
    "a vector goes through sign, inspect and typed-data", arguments: [Vector.all.last { $0.isOrder }].compactMap(\.self)
  )
  func vectorGoesThrough(vector: Vector) throws {
    try TemporaryFolder.with { folder in
      let domain = try vector.domain
      let options = [
        "--request", try vector.endpoint.rawValue, "--chain-id", "\(domain.chainID)", "--contract",
        "\(domain.verifyingContract)",
      ]
      let (key, parameters, typedData) = (
        try folder.write(vector.text("privateKey"), to: "a.key"),
        try folder.write(String(decoding: vector.parameters, as: UTF8.self), to: "parameters.json"),
        try folder.write(String(decoding: vector.typedData, as: UTF8.self), to: "typed-data.json")
      )
      let signed = try tool.run(["sign"] + options + ["--json", "--key-file", "-", parameters], input: key)
      #expect(try Array(signed.output.utf8) == vector.body + Array("\n".utf8))
      // The SDK's vectors are signed by keys of their own.
      #expect(try StrictJSON.tree(Array(signed.error.utf8)).member("code")?.text == "UNKNOWN_SIGNER")
      let body = try folder.write(signed.output, to: "body.json")
      let inspected = try tool.run(["inspect"] + options + ["--json", body])
      let hashed = try tool.run(["typed-data", "--json", typedData])
      for name in ["primaryType", "encodeType", "domainSeparator", "structHash", "digest"] {
        #expect(try StrictJSON.tree(Array(inspected.output.utf8)).member(name)?.text == vector.text(name))
        #expect(try StrictJSON.tree(Array(hashed.output.utf8)).member(name)?.text == vector.text(name))
      }
      #expect(try tool.run(["typed-data", "-"], input: typedData).output.contains(vector.text("digest")))
    }
  }

  @Test("a P-256 session key consents and trades")
  func p256() throws {
    let publicKey = try TestKey.session.p256
    try TemporaryFolder.with { folder in
      let (walletKey, key) = (
        try folder.write(TestKey.wallet.hex, to: "wallet.key"), try folder.write(TestKey.session.hex, to: "session.key")
      )
      let authorization = try folder.write(
        TestRequest.authorization(wallet: wallet, sessionKey: publicKey.address, publicKey: publicKey), to: "a.json")
      let signed = try tool.run(
        arguments("sign", .authorizeSessionKey, "--key-file", walletKey, "--consent-key-file", key, authorization))
      #expect(signed.status == 0)
      let body = try folder.write(signed.output, to: "body.json")
      let inspected = try tool.run(arguments("inspect", .authorizeSessionKey, "--json", body))
      let tree = try StrictJSON.tree(Array(inspected.output.utf8))
      #expect(try tree.member("signedBy")?.text == "wallet")
      #expect(try tree.member("consent")?.member("signer")?.text == publicKey.address.description)

      let order = try folder.write(TestRequest.order(wallet: wallet, sessionKey: publicKey.address), to: "o.json")
      let traded = try tool.run(arguments("sign", .placeOrder, "--key-file", key, order))
      #expect(traded.status == 0)
      #expect(traded.error == "")
      let shown = try tool.run(arguments("inspect", .placeOrder, "-"), input: folder.write(traded.output, to: "t.json"))
      #expect(shown.status == 0)
      #expect(shown.output.contains("  curve      P-256\n  signer     not known\n  signed by  unknown"))
      #expect(shown.output.contains("\nNotes\n  -  a P-256 signature does not tell who made it"))
    }
  }

  @Test("sign warns on standard error, in words and in JSON, and signs all the same")
  func signWarns() throws {
    try TemporaryFolder.with { folder in
      let key = try folder.write(TestKey.session.hex, to: "session.key")
      let parameters = try folder.write(
        TestRequest.parameters(#""delegatedKey":"\#(sessionKey)""#, wallet: wallet), to: "parameters.json")
      let words = try tool.run(arguments("sign", .authorizeDelegatedKey, "--key-file", key, parameters))
      #expect(words.status == 0)
      #expect(words.error.hasPrefix("Warning: a session key signed, and only the wallet may sign"))
      let json = try tool.run(arguments("sign", .authorizeDelegatedKey, "--json", "--key-file", key, parameters))
      #expect(json.output == words.output)
      #expect(try StrictJSON.tree(Array(json.error.utf8)).member("code")?.text == "WALLET_ONLY")
    }
  }

  @Test("bad input is 65, no file 66, wrong arguments 64; errors go to standard error alone, in JSON if asked")
  func statuses() throws {
    try TemporaryFolder.with { folder in
      let good = try folder.write(TestRequest.order(wallet: wallet), to: "good.json")
      let key = try folder.write(TestKey.wallet.hex, to: "wallet.key")
      let loose = try folder.write(TestKey.wallet.hex, to: "loose.key", permissions: 0o644)
      let empty = try folder.write("", to: "empty.key")
      let large = try folder.write(String(repeating: " ", count: 65_537), to: "large.json")
      let largeTypedData = try folder.write(String(repeating: " ", count: 1_048_577), to: "typed-data.json")
      let cases: [(arguments: [String], status: Int32, code: String)] = [
        (arguments("inspect", .placeOrder, good), 65, "INVALID_PARAMETER"),
        (arguments("inspect", .placeOrder, large), 65, "BAD_REQUEST"),
        (arguments("inspect", .placeOrder, folder.url.path + "/none"), 66, "INPUT_NOT_FOUND"),
        (arguments("inspect", .placeOrder, folder.url.path), 66, "INPUT_NOT_READABLE"),
        (["inspect", "--request", "POST /v1/order"] + Self.domain + [good], 64, "USAGE"),
        (["inspect", "--request", "post /v1/orders"] + Self.domain + [good], 64, "USAGE"),
        (["inspect", "--request", "POST /v1/orders", "--chain-id", "1", good], 64, "USAGE"),
        (["typed-data", largeTypedData], 65, "BAD_REQUEST"),
        (["typed-data", good], 65, "INVALID_TYPED_DATA"),
        (arguments("sign", .placeOrder, "--key-file", loose, good), 65, "INVALID_KEY_FILE"),
        (arguments("sign", .placeOrder, "--key-file", empty, good), 65, "INVALID_KEY_FILE"),
        (arguments("sign", .placeOrder, "--key-file", large, good), 65, "INVALID_KEY_FILE"),
        (arguments("sign", .placeOrder, "--key-file", key, large), 65, "BAD_REQUEST"),
        (arguments("sign", .placeOrder, "--key-file", folder.url.path + "/none", good), 66, "INPUT_NOT_FOUND"),
        (arguments("sign", .placeOrder, "--key-file", "-", "-"), 64, "USAGE"),
        (arguments("sign", .authorizeSessionKey, "--key-file", "-", "--consent-key-file", "-", good), 64, "USAGE"),
        (arguments("sign", .placeOrder, "--key-file", key, "--consent-key-file", key, good), 64, "USAGE"),
        (arguments("sign", .placeOrder, "--key-file", TestKey.wallet.hex, good), 64, "USAGE"),
        (arguments("sign", .placeOrder, "--key-file", key, good, TestKey.wallet.hex), 64, "USAGE"),
        (arguments("inspect", .placeOrder, TestKey.wallet.hex), 66, "INPUT_NOT_FOUND"),
      ]
      for (arguments, status, code) in cases {
        let words = try tool.run(arguments)
        #expect(words.status == status, "\(arguments)")
        #expect(words.output == "")
        #expect(words.error.hasPrefix("Error: "))
        let json = try tool.run(arguments + ["--json"])
        #expect(json.status == status, "\(arguments)")
        #expect(json.output == "")
        let tree = try StrictJSON.tree(Array(json.error.utf8))
        #expect(tree.members.map(\.name) == ["code", "message"])
        #expect(try tree.member("code")?.text == code, "\(arguments)")
        for text in [words.error, json.error] { #expect(!text.contains("11111111"), "\(arguments)") }
      }
    }
  }

  @Test("an unknown call is answered with the calls that there are")
  func callsAreListed() throws {
    let outcome = try tool.run(["inspect", "--request", "POST /v1/order"] + Self.domain + ["-"])
    for endpoint in SignedEndpoint.allCases { #expect(outcome.error.contains("\n  \(endpoint.rawValue)\n")) }
  }

  @Test("a key is in no output, whether it is read from a file or from standard input")
  func keyIsNeverShown() throws {
    try TemporaryFolder.with { folder in
      let key = try folder.write(TestKey.session.hex, to: "session.key")
      let misspelt = try folder.write(TestKey.session.hex + "g", to: "misspelt.key")
      let parameters = try folder.write(TestRequest.order(wallet: wallet), to: "parameters.json")
      for more in [
        ["--key-file", key, parameters], ["--key-file", "-", parameters], ["--key-file", parameters, key],
      ] {
        for file in [key, misspelt] {
          let outcome = try tool.run(arguments("sign") + more, input: file)
          #expect(!outcome.output.contains("22222222") && !outcome.error.contains("22222222"))
        }
      }
      let inspected = try tool.run(arguments("inspect", .placeOrder, key))
      #expect(inspected.status == 65)
      #expect(!inspected.error.contains("22222222"))
    }
  }

  @Test("a key from standard input is held to the same permissions when that is a file")
  func looseStandardInput() throws {
    try TemporaryFolder.with { folder in
      let loose = try folder.write(TestKey.wallet.hex, to: "loose.key", permissions: 0o644)
      let parameters = try folder.write(TestRequest.order(wallet: wallet), to: "parameters.json")
      let outcome = try tool.run(arguments("sign", .placeOrder, "--key-file", "-", parameters), input: loose)
      #expect(outcome.status == 65)
      #expect(outcome.error.contains("chmod 600"))
    }
  }

  @Test("help has an example for every command, and the version is a number")
  func help() throws {
    for command in [
      [], ["inspect"], ["sign"], ["typed-data"], ["wallet"], ["wallet", "create"], ["wallet", "import"],
      ["wallet", "list"],
    ] {
      let outcome = try tool.run(command + ["--help"])
      #expect(outcome.status == 0)
      #expect(outcome.error == "")
      #expect(outcome.output.contains("\n  session-keys "))
      #expect(outcome.output.contains("Exit status:\n  0   "))
    }
    let inspect = try tool.run(["inspect", "--help"]).output
    let tree = try StrictJSON.tree(
      JSON.encode(
        TestRequest.inspection(
          .authorizeSessionKey, TestRequest.authorization(wallet: wallet, sessionKey: sessionKey), signedBy: .wallet)))
    for member in tree.members { #expect(inspect.contains(member.name), "the help does not name \(member.name)") }
    #expect(try tool.run(["--version"]).output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
    #expect(try tool.run([]).output.contains("USAGE: session-keys <subcommand>"))
  }
}
