internal import EthereumPrimitives
internal import Ledger
internal import PerpsProtocol

extension ExchangeConfiguration {
  /// Keccak-256 of everything that a configuration decides. Two with the same make the same states.
  var fingerprint: Bytes32 {
    var writer = ByteWriter(capacityBytes: 256 * markets.count)
    writer.write(indexPricePublisher)
    writer.write(withdrawalMinimum)
    for market in markets { market.write(to: &writer) }
    return Keccak256.hash(writer.bytes)
  }
}

extension MarketConfiguration {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(market)
    writer.write(status)
    let decimals = [
      orders.tickSize, orders.stepSize, orders.makerOrderMinimum, orders.takerOrderMinimum,
      orders.marketOrderPriceLimit, orders.limitOrderPriceLimit, margin.initialFraction, margin.maintenanceFraction,
      margin.basePositionSize, margin.incrementalPositionSize, margin.incrementalInitialFraction, makerFeeRate,
      takerFeeRate, minimumPositionSize, maximumPositionSize,
    ]
    for decimal in decimals { writer.write(decimal) }
  }
}
