internal import EthereumPrimitives
internal import ExchangeAPI
public import ExchangeClient
internal import PerpsProtocol
internal import SessionKeys
internal import Signing

/// The wallet whose index prices the server takes.
public enum Publisher {
  static func wallet() throws -> LocalWallet {
    LocalWallet(try Secp256k1PrivateKey(bytes: [UInt8](repeating: 3, count: 32)))
  }

  /// States that ETH is worth 2,000.
  public static func publish(on exchange: Exchange) async throws {
    let wallet = try wallet()
    let price = IndexPrice(
      nonce: exchange.nonce(), wallet: wallet.address, market: try MarketSymbol("ETH-USD"),
      price: try Pips("2000.00000000"))
    let request = SignedRequest(
      action: .publishIndexPrice(price), signature: .secp256k1(try wallet.sign(price, in: exchange.domain)))
    _ = try await exchange.send(request, as: IndexPriceDetails.self)
  }
}
