internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SandboxExchange
internal import SessionKeys

extension ConfigurationFile: Decodable {
  /// Reads a document of which every member is known.
  public init(from decoder: any Decoder) throws {
    self = .standard
    let object = try StrictObject(
      decoder,
      allowing: [
        "chainId", "contract", "withdrawalMinimum", "indexPricePublisher", "markets", "admission", "limits",
        "allowedOrigins",
      ])
    chainID = try object.optionalValue("chainId") ?? chainID
    contract = try object.optionalValue("contract") ?? contract
    withdrawalMinimum = try object.optionalValue("withdrawalMinimum") ?? withdrawalMinimum
    indexPricePublisher = try object.optionalValue("indexPricePublisher")
    markets = try object.optionalValue("markets", as: [WrittenMarket].self)?.map(\.market) ?? markets
    policy = try object.optionalValue("admission", as: WrittenPolicy.self)?.policy ?? policy
    limits = try object.optionalValue("limits", as: WrittenLimits.self)?.limits ?? limits
    let origins = try object.optionalStrings("allowedOrigins", maximum: Self.originsMaximum) ?? []
    if let wrong = origins.first(where: { !Self.isOrigin($0) }) {
      throw ConfigurationFileError.value(
        path: "allowedOrigins",
        reason: "\(wrong) is no origin: write scheme, host and port, as in https://trade.example")
    }
    allowedOrigins = Set(origins)
  }

  /// Whether a text is an origin as browsers write it: no path, no slash at the end, no wildcard.
  private static func isOrigin(_ text: String) -> Bool {
    text.wholeMatch(of: /https?:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?/) != nil
  }
}

/// `admission` in the file.
private struct WrittenPolicy: Decodable {
  let policy: AdmissionPolicy

  init(from decoder: any Decoder) throws {
    let names = ["walletNonceAgeMaximum", "sessionKeyNonceAgeMaximum", "nonceAheadMaximum", "custodyAttemptRevokesKey"]
    let object = try StrictObject(decoder, allowing: names)
    let standard = AdmissionPolicy.standard
    guard
      let policy = AdmissionPolicy(
        walletNonceAgeMaximum: try object.optionalValue(names[0]) ?? standard.walletNonceAgeMaximum,
        sessionKeyNonceAgeMaximum: try object.optionalValue(names[1]) ?? standard.sessionKeyNonceAgeMaximum,
        nonceAheadMaximum: try object.optionalValue(names[2]) ?? standard.nonceAheadMaximum,
        custodyAttemptRevokesKey: try object.optionalBool(names[3]) ?? standard.custodyAttemptRevokesKey)
    else {
      throw ConfigurationFileError.value(
        path: "admission", reason: "a window is at most \(AdmissionPolicy.nonceAgeMaximum) milliseconds")
    }
    self.policy = policy
  }
}

/// `limits` in the file: each a whole number from 1 on.
private struct WrittenLimits: Decodable {
  var limits = ServerLimits()

  init(from decoder: any Decoder) throws {
    let names = [
      "connectionsMaximum", "requestsPerAddressPerSecond", "requestsPerWalletPerSecond", "secondsUntilHead",
      "secondsUntilBody", "secondsUntilResponse", "secondsBetweenPings", "secondsUntilSilent",
    ]
    let object = try StrictObject(decoder, allowing: names)
    func read(_ name: String, into limit: inout Int) throws {
      guard let value: Int = try object.optionalValue(name) else { return }
      guard (1...ServerLimits.configurableMaximum).contains(value) else {
        throw ConfigurationFileError.value(
          path: object.path(to: name), reason: "must be from 1 to \(ServerLimits.configurableMaximum)")
      }
      limit = value
    }
    try read(names[0], into: &limits.connectionsMaximum)
    try read(names[1], into: &limits.requestsPerAddressPerSecond)
    try read(names[2], into: &limits.requestsPerWalletPerSecond)
    try read(names[3], into: &limits.secondsUntilHead)
    try read(names[4], into: &limits.secondsUntilBody)
    try read(names[5], into: &limits.secondsUntilResponse)
    try read(names[6], into: &limits.secondsBetweenPings)
    try read(names[7], into: &limits.secondsUntilSilent)
  }
}

/// A market in the file.
private struct WrittenMarket: Decodable {
  let market: MarketConfiguration

  init(from decoder: any Decoder) throws {
    let object = try StrictObject(
      decoder,
      allowing: [
        "market", "status", "tickSize", "stepSize", "makerOrderMinimum", "takerOrderMinimum",
        "marketOrderExecutionPriceLimit", "limitOrderExecutionPriceLimit", "minimumPositionSize",
        "maximumPositionSize", "initialMarginFraction", "maintenanceMarginFraction", "basePositionSize",
        "incrementalPositionSize", "incrementalInitialMarginFraction", "makerFeeRate", "takerFeeRate",
      ])
    let orders = OrderBounds(
      tickSize: try object.value("tickSize"), stepSize: try object.value("stepSize"),
      makerOrderMinimum: try object.value("makerOrderMinimum"),
      takerOrderMinimum: try object.value("takerOrderMinimum"),
      marketOrderPriceLimit: try object.value("marketOrderExecutionPriceLimit"),
      limitOrderPriceLimit: try object.value("limitOrderExecutionPriceLimit"))
    let margin = MarginSchedule(
      initialFraction: try object.value("initialMarginFraction"),
      maintenanceFraction: try object.value("maintenanceMarginFraction"),
      basePositionSize: try object.value("basePositionSize"),
      incrementalPositionSize: try object.value("incrementalPositionSize"),
      incrementalInitialFraction: try object.value("incrementalInitialMarginFraction"))
    do {
      market = try MarketConfiguration(
        market: try object.value("market"), status: try object.optionalValue("status") ?? .active, orders: orders,
        margin: margin, makerFeeRate: try object.value("makerFeeRate"),
        takerFeeRate: try object.value("takerFeeRate"),
        minimumPositionSize: try object.value("minimumPositionSize"),
        maximumPositionSize: try object.value("maximumPositionSize"))
    } catch let error as MarketConfigurationError {
      throw ConfigurationFileError.value(path: object.path(to: "market"), reason: error.description)
    }
  }
}
