internal import EthereumPrimitives
internal import ExchangeAPI
internal import Foundation
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys

extension ConfigurationFile: Encodable {
  /// The file as text, with every member that it has: what an operator begins with. Reading it gives the same.
  public var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }
  }

  /// Writes a document that ``init(from:)`` reads.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: WireKey.self)
    try object.encode(chainID, forKey: WireKey("chainId"))
    try object.encode(contract, forKey: WireKey("contract"))
    try object.encode(withdrawalMinimum, forKey: WireKey("withdrawalMinimum"))
    try object.encodeIfPresent(indexPricePublisher, forKey: WireKey("indexPricePublisher"))
    try object.encode(allowedOrigins.sorted(), forKey: WireKey("allowedOrigins"))
    try object.encode(members(of: policy), forKey: WireKey("admission"))
    try object.encode(members(of: limits), forKey: WireKey("limits"))
    var list = object.nestedUnkeyedContainer(forKey: WireKey("markets"))
    for market in markets { try encode(market, to: list.nestedContainer(keyedBy: WireKey.self)) }
  }

  private func members(of policy: AdmissionPolicy) -> WrittenMembers {
    WrittenMembers(
      numbers: [
        "walletNonceAgeMaximum": policy.walletNonceAgeMaximum,
        "sessionKeyNonceAgeMaximum": policy.sessionKeyNonceAgeMaximum, "nonceAheadMaximum": policy.nonceAheadMaximum,
      ], flags: ["custodyAttemptRevokesKey": policy.custodyAttemptRevokesKey])
  }

  private func members(of limits: ServerLimits) -> WrittenMembers {
    let numbers = [
      "connectionsMaximum": limits.connectionsMaximum,
      "requestsPerAddressPerSecond": limits.requestsPerAddressPerSecond,
      "requestsPerWalletPerSecond": limits.requestsPerWalletPerSecond, "secondsUntilHead": limits.secondsUntilHead,
      "secondsUntilBody": limits.secondsUntilBody, "secondsUntilResponse": limits.secondsUntilResponse,
    ]
    return WrittenMembers(numbers: numbers.mapValues { UInt64(clamping: $0) }, flags: [:])
  }

  private func encode(_ market: MarketConfiguration, to object: KeyedEncodingContainer<WireKey>) throws {
    var object = object
    let (orders, margin) = (market.orders, market.margin)
    try object.encode(market.market, forKey: WireKey("market"))
    try object.encode(market.status, forKey: WireKey("status"))
    let decimals: KeyValuePairs<String, Pips> = [
      "tickSize": orders.tickSize, "stepSize": orders.stepSize, "makerOrderMinimum": orders.makerOrderMinimum,
      "takerOrderMinimum": orders.takerOrderMinimum, "marketOrderExecutionPriceLimit": orders.marketOrderPriceLimit,
      "limitOrderExecutionPriceLimit": orders.limitOrderPriceLimit, "minimumPositionSize": market.minimumPositionSize,
      "maximumPositionSize": market.maximumPositionSize, "initialMarginFraction": margin.initialFraction,
      "maintenanceMarginFraction": margin.maintenanceFraction, "basePositionSize": margin.basePositionSize,
      "incrementalPositionSize": margin.incrementalPositionSize,
      "incrementalInitialMarginFraction": margin.incrementalInitialFraction, "makerFeeRate": market.makerFeeRate,
      "takerFeeRate": market.takerFeeRate,
    ]
    for (name, decimal) in decimals { try object.encode(decimal, forKey: WireKey(name)) }
  }
}

/// An object of numbers and flags.
private struct WrittenMembers: Encodable {
  let numbers: [String: UInt64]
  let flags: [String: Bool]

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: WireKey.self)
    for (name, number) in numbers { try object.encode(number, forKey: WireKey(name)) }
    for (name, flag) in flags { try object.encode(flag, forKey: WireKey(name)) }
  }
}
