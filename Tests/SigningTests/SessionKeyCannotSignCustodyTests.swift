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
