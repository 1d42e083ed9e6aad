public import EthereumPrimitives
public import PerpsProtocol
internal import SessionKeys
public import Signing

/// A wallet that trades without a session key: it signs every order itself.
public struct WalletTrader<Wallet: WalletSigner>: Trader {
  /// Where it trades.
  public let exchange: Exchange
  /// What reads the wallet's data, where there is such a pair.
  public let credentials: APICredentials?
  private let signer: Wallet

  /// The wallet.
  public var wallet: Address { signer.address }
  /// No key: the wallet signs.
  public var signingKey: Address? { nil }

  init(exchange: Exchange, signer: Wallet, credentials: APICredentials?) {
    self.exchange = exchange
    self.signer = signer
    self.credentials = credentials
  }

  /// Nothing is known here that would forbid an action of the wallet.
  public func check(_ action: TradingAction) {}

  /// Asks the wallet to sign.
  public func sign(_ action: TradingAction) async throws(ExchangeError) -> KeySignature {
    .secp256k1(try await exchange.signature(by: signer, over: action.message))
  }
}

extension Exchange {
  /// Trades with a wallet that signs every order itself.
  public func trading<Wallet: WalletSigner>(
    with wallet: Wallet, credentials: APICredentials? = nil
  ) -> WalletTrader<Wallet> {
    WalletTrader(exchange: self, signer: wallet, credentials: credentials)
  }
}
