/// What one target of the package may import. Whatever is not allowed here is refused.
struct TargetRule {
  let name: String
  let isAboveTheLine: Bool
  /// Whether it may import every target above the line that stands before it.
  let importsWhatIsAbove: Bool
  /// What else it may import: other targets of ours, libraries, Foundation.
  let alsoImports: Set<String>

  /// A pure target: no input or output, no Foundation, nothing but the pure targets before it.
  static func pure(_ name: String) -> Self {
    Self(name: name, isAboveTheLine: true, importsWhatIsAbove: true, alsoImports: [])
  }

  /// A target that may also import the named modules.
  static func target(_ name: String, alsoImports: Set<String>) -> Self {
    Self(name: name, isAboveTheLine: false, importsWhatIsAbove: true, alsoImports: alsoImports)
  }

  /// A target that may import the named modules alone.
  static func target(_ name: String, importsOnly modules: Set<String>) -> Self {
    Self(name: name, isAboveTheLine: false, importsWhatIsAbove: false, alsoImports: modules)
  }
}

/// The targets from top to bottom: arrows point upwards only.
struct TargetRules {
  let rules: [TargetRule]

  /// The targets of this package, in the order of the architecture document. A new target gets one line.
  static let package = TargetRules(rules: [
    .pure("EthereumPrimitives"),
    .pure("TypedData"),
    .pure("PerpsProtocol"),
    .pure("SessionKeys"),
    // For the browser: what the server decides is not there.
    .target("BrowserSigner", importsOnly: ["EthereumPrimitives", "TypedData", "PerpsProtocol"]),
    // The line. CSecp256k1, GRDB and CLibPQ have one importer each; Signing also wipes memory with the C library.
    .target("CSecp256k1", importsOnly: []),
    .target("Signing", alsoImports: ["CSecp256k1", "Crypto", "Glibc", "Darwin"]),
    .target("ExchangeAPI", alsoImports: ["Foundation"]),
    .target("Ledger", alsoImports: ["GRDB", "Dispatch", "Foundation", "Synchronization"]),
    .target("CLibPQ", importsOnly: []),
    .target("LedgerPostgreSQL", alsoImports: ["CLibPQ", "Ledger", "Dispatch", "Foundation", "Synchronization"]),
    .target("SandboxExchange", alsoImports: ["Ledger"]),
    .target("KeyVault", alsoImports: ["Signing", "ExchangeAPI", "Crypto", "CryptoExtras", "Foundation"]),
    .target(
      "ExchangeClient",
      alsoImports: [
        "Signing", "ExchangeAPI", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "NIOWebSocket",
        "Foundation", "Synchronization",
      ]),
    .target(
      "SandboxMarketMaker", alsoImports: ["Signing", "ExchangeAPI", "ExchangeClient", "Foundation", "Synchronization"]),
    .target(
      "ExchangeServer",
      alsoImports: [
        "Signing", "ExchangeAPI", "Ledger", "SandboxExchange", "KeyVault", "Hummingbird", "HummingbirdCore",
        "HummingbirdTLS", "HTTPTypes", "Logging", "NIOCore", "NIOEmbedded", "NIOHTTP1", "NIOHTTPCompression",
        "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOSSL", "NIOWebSocket", "ServiceLifecycle",
        "Crypto", "Foundation", "Synchronization",
      ]),
    .target(
      "SessionKeyCommands",
      alsoImports: [
        "Signing", "ExchangeAPI", "Ledger", "LedgerPostgreSQL", "SandboxExchange", "KeyVault", "ExchangeClient",
        "SandboxMarketMaker", "ExchangeServer", "ArgumentParser", "Logging", "Foundation", "Synchronization",
      ]),
    .target("session-keys", importsOnly: ["SessionKeyCommands"]),
    // What programs of other people would import.
    .target("Snippets", alsoImports: ["Signing", "ExchangeAPI", "KeyVault", "ExchangeClient"]),
    .target("QuickStart", alsoImports: ["Signing", "ExchangeAPI", "ExchangeClient", "Foundation"]),
    .target(
      "MarketMakingBot", alsoImports: ["Signing", "ExchangeAPI", "ExchangeClient", "Foundation", "Synchronization"]),
  ])

  var names: [String] { rules.map(\.name) }

  /// The modules that a target may import, or `nil` for a target without a rule.
  func allowedImports(of target: String) -> Set<String>? {
    guard let index = names.firstIndex(of: target) else { return nil }
    let rule = rules[index]
    let above = rule.importsWhatIsAbove ? rules[..<index].filter(\.isAboveTheLine).map(\.name) : []
    return rule.alsoImports.union(above)
  }

  /// Rules that contradict the order of the table: arrows that point downwards, targets named twice.
  var contradictions: [String] {
    rules.enumerated().flatMap { index, rule in
      let notAbove = rule.alsoImports.filter { names.contains($0) && !names[..<index].contains($0) }
      let downwards = notAbove.sorted().map { "\(rule.name) may import \($0), which does not stand above it" }
      let twice = names[..<index].contains(rule.name) ? ["\(rule.name) has two rules"] : []
      return downwards + twice
    }
  }

  /// What is wrong with the imports of one target's file.
  func violations(inSource text: String, named path: String, of target: String) -> [String] {
    guard let allowed = allowedImports(of: target) else { return ["\(path): no rule knows the target \(target)"] }
    return importedModules(in: text)
      .filter { $0 != "Swift" && !allowed.contains($0) }
      .map { "\(path): \(target) must not import \($0)" }
  }
}

/// The modules that a Swift file imports, in order, whatever stands before or after the word `import`.
func importedModules(in source: String) -> [String] {
  let comment = /\/\/.*|\/\*(?:.|\n)*?\*\//
  let code = source.replacing(comment, with: " ")
  let statement =
    /(?:^|;)\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:actor|class|enum|func|let|protocol|struct|typealias|var)\s+)?`?(\w+)/
    .anchorsMatchLineEndings()
  return code.matches(of: statement).map { String($0.output.1) }
}
