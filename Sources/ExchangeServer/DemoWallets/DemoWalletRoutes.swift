internal import EthereumPrimitives
internal import ExchangeAPI
internal import HTTPTypes
internal import Signing

/// The calls of the page's demo wallet.
struct DemoWalletRoutes: Sendable {
  let wallets: DemoWallets
  let policy: SocketPolicy

  static let path = "/v1/sandbox/demoWallet"
  static let signingPath = path + "/sign"

  func add(to routes: inout RouteTable) {
    routes.add(.post, Self.path) { call in
      try checkOrigin(of: call)
      return try Reply(DemoWalletAnswer(wallet: wallets.wallet(of: DemoWalletRequest(call.body).id).address))
    }
    routes.add(.post, Self.signingPath) { call in
      try checkOrigin(of: call)
      let request = try DemoSigningRequest(call.body)
      return try Reply(DemoSignatureAnswer(signature: wallets.sign(request.typedData, with: request.id)))
    }
  }

  /// A browser says which page asks: not one of another origin.
  private func checkOrigin(of call: Call) throws {
    guard policy.isAllowed(origin: try call.header(.origin), host: call.host) else {
      throw CallFailure(.badRequest, "the demo wallet is for this server's own page")
    }
  }
}

private struct DemoWalletAnswer: Encodable {
  let wallet: String

  init(wallet: Address) { self.wallet = wallet.description }
}

private struct DemoSignatureAnswer: Encodable {
  let signature: String

  init(signature: RecoverableSignature) { self.signature = Hex.encode(signature.bytes) }
}
