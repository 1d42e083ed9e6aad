public import EthereumPrimitives
public import ExchangeClient
public import PerpsProtocol

/// Something that an operator may want to read in a log.
public enum MarketMakerEvent: Sendable {
  /// A maker has a new session key and its play money, and quotes these markets.
  case ready(maker: Address, sessionKey: Address, markets: [MarketSymbol])
  /// There is no start price of this market: it is left alone.
  case marketSkipped(MarketSymbol)
  /// A quote was not taken; the others stand.
  case quoteRefused(MarketSymbol, ExchangeError)
  /// A step failed; it is tried again after the pause.
  case failed(ExchangeError, pause: Duration)
}

extension MarketMakerEvent: CustomStringConvertible {
  /// What happened, in a sentence.
  public var description: String {
    switch self {
    case .ready(let maker, let key, let markets):
      "market maker \(maker) quotes \(markets.map(\.text).joined(separator: ", ")) with session key \(key)"
    case .marketSkipped(let market): "the market maker has no start price of \(market) and leaves it alone"
    case .quoteRefused(let market, let error): "a quote in \(market) was not taken: \(error)"
    case .failed(let error, let pause): "the market maker tries again in \(pause): \(error)"
    }
  }
}
