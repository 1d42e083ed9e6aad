import Foundation
import Testing

/// The checks on samples that they must refuse, beside samples that they must not.
@Suite("The checks of the architecture notice what is wrong")
struct CheckTests {
  let rules = TargetRules.package

  @Test(
    "an import that is not allowed is noticed, however it is written",
    arguments: [
      ("EthereumPrimitives", "import Foundation", "Foundation"),
      ("EthereumPrimitives", "import TypedData", "TypedData"),
      ("TypedData", "public import PerpsProtocol", "PerpsProtocol"),
      ("PerpsProtocol", "#if canImport(Glibc)\n  import Glibc\n#endif", "Glibc"),
      ("PerpsProtocol", "@preconcurrency import Darwin", "Darwin"),
      ("SessionKeys", "import Dispatch", "Dispatch"),
      ("SessionKeys", "let a = 1; import Synchronization", "Synchronization"),
      ("SessionKeys", "@_implementationOnly internal import CSecp256k1", "CSecp256k1"),
      ("SessionKeys", "/* a comment */ import Signing", "Signing"),
      ("SessionKeys", "@_spi(Testing) import struct Crypto.SHA256", "Crypto"),
      ("Signing", "import ExchangeAPI", "ExchangeAPI"),
      ("Signing", "import ArgumentParser", "ArgumentParser"),
      ("ExchangeAPI", "import Signing", "Signing"),
      ("ExchangeAPI", "import Crypto", "Crypto"),
      ("ExchangeAPI", "import GRDB", "GRDB"),
      ("SandboxExchange", "import GRDB", "GRDB"),
      ("Ledger", "import Signing", "Signing"),
      ("Ledger", "import CLibPQ", "CLibPQ"),
      ("LedgerPostgreSQL", "internal import GRDB", "GRDB"),
      ("ExchangeServer", "import LedgerPostgreSQL", "LedgerPostgreSQL"),
      ("SessionKeyCommands", "import CLibPQ", "CLibPQ"),
      ("Signing", "import KeyVault", "KeyVault"),
      ("Signing", "import CryptoExtras", "CryptoExtras"),
      ("KeyVault", "import CSecp256k1", "CSecp256k1"),
      ("KeyVault", "import ArgumentParser", "ArgumentParser"),
      ("SessionKeyCommands", "private import CSecp256k1", "CSecp256k1"),
      ("SessionKeyCommands", "import\n  Crypto", "Crypto"),
      ("session-keys", "import PerpsProtocol", "PerpsProtocol"),
    ])
  func forbiddenImportIsNoticed(target: String, source: String, module: String) {
    #expect(
      rules.violations(inSource: source, named: "sample", of: target) == ["sample: \(target) must not import \(module)"]
    )
  }

  @Test(
    "an import that is allowed is not noticed, nor the word in a comment or an identifier",
    arguments: [
      ("TypedData", "public import EthereumPrimitives"),
      ("Signing", "internal import CSecp256k1\ninternal import Crypto\npublic import SessionKeys"),
      ("KeyVault", "internal import Crypto\ninternal import CryptoExtras\npublic import Signing\nimport ExchangeAPI"),
      ("SessionKeyCommands", "import ArgumentParser\nimport Foundation\nimport Signing"),
      ("session-keys", "import SessionKeyCommands"),
      (
        "EthereumPrimitives",
        "// import Foundation\n/* import Glibc\nimport Darwin */\nlet imports = reimport(Foundation)"
      ),
      ("EthereumPrimitives", "import Swift"),
    ])
  func allowedImportIsNotNoticed(target: String, source: String) {
    #expect(rules.violations(inSource: source, named: "sample", of: target) == [])
  }

  @Test("a target without a rule is noticed")
  func unknownTargetIsNoticed() {
    #expect(
      rules.violations(inSource: "", named: "sample", of: "Helpers") == ["sample: no rule knows the target Helpers"])
  }

  @Test("a rule that points downwards, and a second rule for a target, are noticed")
  func contradictionIsNoticed() {
    let bad = TargetRules(rules: [.target("A", alsoImports: ["B", "Foundation"]), .pure("B"), .pure("B")])
    #expect(bad.contradictions == ["A may import B, which does not stand above it", "B has two rules"])
  }

  @Test("a dependency in the manifest that is not allowed, or imported without being declared, is noticed")
  func forbiddenDependencyIsNoticed() throws {
    let json = """
      {"targets": [
        {"name": "ExchangeAPI", "type": "regular", "dependencies": [
          {"byName": ["TypedData", null]}, {"product": ["Crypto", "swift-crypto", null, null]}]},
        {"name": "TypedData", "type": "regular", "dependencies": [{"target": ["ExchangeAPI", null]}]},
        {"name": "Helpers", "type": "regular", "dependencies": []},
        {"name": "SigningTests", "type": "test", "dependencies": [{"byName": ["CSecp256k1", null]}]}
      ]}
      """
    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(json.utf8))
    #expect(
      manifest.violations(of: rules) == [
        "Package.swift: ExchangeAPI must not depend on Crypto",
        "Package.swift: TypedData must not depend on ExchangeAPI",
        "Package.swift: no rule knows the target Helpers",
      ])
    #expect(
      manifest.undeclaredImports(inSource: "import TypedData\nimport Helpers", named: "sample", of: "ExchangeAPI")
        == ["sample: imports Helpers, which ExchangeAPI does not declare in Package.swift"])
  }

  @Test("a dependency of a form that the check does not know is refused, not skipped")
  func unknownDependencyIsRefused() {
    let json = #"{"targets": [{"name": "A", "type": "regular", "dependencies": [{"plugin": [null]}]}]}"#
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Manifest.self, from: Data(json.utf8)) }
  }

  @Test("a file of 401 lines is noticed, and one of 400 is not")
  func longFileIsNoticed() {
    let line = "let a = 1\n"
    #expect(lengthViolations(inSource: String(repeating: line, count: 400), named: "sample") == [])
    #expect(
      lengthViolations(inSource: String(repeating: line, count: 401), named: "sample")
        == ["sample: 401 lines, over the maximum of 400"])
  }
}
