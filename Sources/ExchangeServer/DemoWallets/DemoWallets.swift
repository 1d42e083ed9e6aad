internal import EthereumPrimitives
internal import ExchangeAPI
internal import Signing
internal import TypedData

/// Wallets for people who have none, in a sandbox on their own machine.
///
/// A wallet's key is derived from the server's key and an id that the browser has made up: there is nothing to store,
/// and whoever does not know the id has no such wallet. What they hold is play money; a server that other machines
/// reach does not offer them.
struct DemoWallets: Sendable {
  let serverKey: ServerKey
  let domain: Domain

  /// The wallet of an id.
  func wallet(of id: DemoWalletID) throws -> LocalWallet {
    let digits = id.withDigits { serverKey.secret(for: "demo-wallet", domain.separator.bytes, $0) }
    var bytes = try Hex.decode("0x" + digits, byteCount: ServerKey.byteCount)
    return LocalWallet(try Secp256k1PrivateKey(wiping: &bytes))
  }

  /// Signs a document of `eth_signTypedData_v4` that is for this exchange.
  func sign(_ document: DynamicTypedData, with id: DemoWalletID) throws -> RecoverableSignature {
    do { return try wallet(of: id).sign(document, in: domain) } catch SigningError.anotherDomain {
      throw CallFailure(.badRequest, "typedData: \(SigningError.anotherDomain)")
    }
  }
}
