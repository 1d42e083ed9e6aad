import Foundation
import Testing

/// Programs that use a session key, given to the compiler: what may not be signed does not compile.
@Suite struct SessionKeyCannotSignCustodyTests {
  @Test(arguments: ["order", "cancellation", "leverage"])
  func `a program that signs a trading action with a session key compiles`(_ message: String) throws {
    let result = try Compiler.typecheck(program("try key.sign(.\(Self.cases[message] ?? "")(\(message)), in: domain)"))
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(arguments: [
    "withdrawal", "transfer", "deposit", "association", "authorization", "delegatedKeyAuthorization", "allRevocation",
  ])
  func `a program that signs anything else with a session key does not compile`(_ message: String) throws {
    let result = try Compiler.typecheck(program("try key.sign(\(message), in: domain)"))
    #expect(result.status != 0)
    // The reason must be the type of the message, not a mistake in this test's program.
    #expect(result.output.contains("error: no exact matches in call to instance method 'sign'"), "\(result.output)")
  }

  @Test(arguments: [
    ("try key.sign(Bytes32.zero, in: domain)", "no exact matches in call to instance method 'sign'"),
    ("try privateKey.sign(Bytes32.zero)", "'sign' is inaccessible due to 'internal' protection level"),
    ("key.key", "'key' is inaccessible due to 'private' protection level"),
    ("privateKey.secret", "'secret' is inaccessible due to 'private' protection level"),
  ])
  func `a program that signs a bare digest, or takes the secret out, does not compile`(
    _ statement: String, _ reason: String
  ) throws {
    let result = try Compiler.typecheck(program(statement))
    #expect(result.status != 0)
    #expect(result.output.contains("error: " + reason), "\(result.output)")
  }

  @Test(arguments: [
    (
      "func f(r: AuthenticatedRequest, j: Judgement) -> VerifiedAction { VerifiedAction(request: r, judgement: j) }",
      "initializer is inaccessible due to 'internal' protection level"
    ),
    (
      "func f(r: SignedRequest, a: Actor, p: PublicKey) -> AuthenticatedRequest {"
        + " AuthenticatedRequest(request: r, actor: a, digest: .zero, signerPublicKey: p, enrolledPublicKey: nil) }",
      "initializer is inaccessible due to 'internal' protection level"
    ),
    (
      "extension TradingAction { case withdrawal(Withdrawal) }",
      "enum 'case' is not allowed outside of an enum"
    ),
  ])
  func `a program that makes a verified action itself, or adds a trading action, does not compile`(
    _ declaration: String, _ reason: String
  ) throws {
    let result = try Compiler.typecheck(Self.imports + declaration)
    #expect(result.status != 0)
    #expect(result.output.contains(reason), "\(result.output)")
  }

  private static let cases = [
    "order": "order", "cancellation": "cancelByWallet", "leverage": "setInitialMarginFraction",
  ]

  private static let imports = """
    import EthereumPrimitives
    import PerpsProtocol
    import SessionKeys
    import Signing
    import TypedData

    """

  private func program(_ statement: String) -> String {
    Self.imports + """
      func program(
        key: SessionKey, privateKey: Secp256k1PrivateKey, domain: Domain, order: Order,
        cancellation: OrderCancellationByWallet, leverage: InitialMarginFractionOverrideSettings,
        withdrawal: Withdrawal, transfer: Transfer, deposit: Deposit, association: WalletAssociation,
        authorization: SessionKeyAuthorization, delegatedKeyAuthorization: DelegatedKeyAuthorization,
        allRevocation: AllSessionKeysRevocation
      ) throws {
        _ = \(statement)
      }
      """
  }
}

/// The compiler, with the modules that this test was built with.
private enum Compiler {
  static func typecheck(_ source: String) throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).swift")
    try Data(source.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let search = try searchPaths().flatMap { ["-I", $0] }
    process.arguments = ["swiftc", "-typecheck", "-swift-version", "6"] + search + [file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The folder of the built modules, beside the test bundle; then the C modules that they were built on.
  private static func searchPaths() throws -> [String] {
    var folder = Bundle.module.bundleURL
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let modules = folder.appending(path: "Modules")
      guard FileManager.default.fileExists(atPath: modules.appending(path: "Signing.swiftmodule").path) else {
        continue
      }
      let scratch = folder.deletingLastPathComponent().deletingLastPathComponent()
      let crypto = scratch.appending(path: "checkouts/swift-crypto/Sources")
      let shims = ["CCryptoBoringSSL", "CCryptoBoringSSLShims", "CXKCP", "CXKCPShims"]
      let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/CSecp256k1")
      return [modules.path, sources.standardizedFileURL.path] + shims.map { crypto.path + "/\($0)/include" }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
