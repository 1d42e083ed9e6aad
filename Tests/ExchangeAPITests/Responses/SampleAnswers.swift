import ExchangeAPI

/// Answers typed out from the protocol's tables, with their members in alphabetical order: with every member that may be
/// left out or `null`, and without.
enum SampleAnswers {
  static let all: [SampleAnswer] = [
    SampleAnswer(
      ServerTime.self,
      #"{"serverTime":1772366400000}"#),
    SampleAnswer(
      ExchangeDetails.self,
      #"{"bridgeAdapters":{"stargateBridgeAdapterV1KatanaContractAddress":"0x1a642f0E3c3aF545E7AcBD38b07251B3990"#
        + #"914F1","stargateBridgeForwarderV1EthereumContractAddress":"0x1563915e194D8CfBA1943570603F7606A3115508",""#
        + #"vbUsdcOFTAdapterEthereumContractAddress":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1","vbUsdcVaultCompos"#
        + #"erSyncEthereumContractAddress":"0x1563915e194D8CfBA1943570603F7606A3115508"},"chainId":747474,"defaultMa"#
        + #"kerFeeRate":"-2.50000000","defaultTakerFeeRate":"1.00000000","exchangeContractAddress":"0x1a642f0E3c3aF5"#
        + #"45E7AcBD38b07251B3990914F1","quoteTokenAddress":"0x1563915e194D8CfBA1943570603F7606A3115508","serverTime"#
        + #"":1772366400000,"timeZone":"UTC","totalOpenInterest":"1.00000000","totalTrades":3,"totalVolume":"1.00000"#
        + #"000","volume24h":"1.00000000","withdrawalMinimum":"1.00000000"}"#),
    SampleAnswer(
      MarketDetails.self,
      #"{"baseAsset":"ETH","basePositionSize":"1.00000000","currentFundingRate":"-2.50000000","incrementalInitia"#
        + #"lMarginFraction":"1.00000000","incrementalPositionSize":"1.00000000","indexPrice":"1.00000000","indexPri"#
        + #"ce24h":"1.00000000","indexPricePercentChange":"-2.50000000","initialMarginFraction":"1.00000000","lastFu"#
        + #"ndingRate":null,"limitOrderExecutionPriceLimit":"1.00000000","maintenanceMarginFraction":"1.00000000","m"#
        + #"akerFeeRate":"-2.50000000","makerOrderMinimum":"1.00000000","market":"ETH-USD","marketOrderExecutionPric"#
        + #"eLimit":"1.00000000","maximumPositionSize":"1.00000000","minimumPositionSize":"1.00000000","nextFundingT"#
        + #"ime":1772366400000,"openInterest":"1.00000000","quoteAsset":"USD","status":"limitMakerOnly","stepSize":""#
        + #"1.00000000","takerFeeRate":"1.00000000","takerOrderMinimum":"1.00000000","tickSize":"1.00000000","trades"#
        + #"24h":12,"type":"perpetual","volume24h":"1.00000000"}"#),
    SampleAnswer(
      Ticker.self,
      #"{"ask":"1.00000000","baseVolume":"1.00000000","bid":"1.00000000","close":"1.00000000","closeQuantity":"1"#
        + #".00000000","currentFundingRate":"1.00000000","high":"1.00000000","indexPrice":"1.00000000","indexPrice24"#
        + #"h":"1.00000000","indexPricePercentChange":"-2.50000000","lastFundingRate":"-2.50000000","low":"1.0000000"#
        + #"0","markPrice":"1.00000000","market":"ETH-USD","nextFundingTime":1772366400000,"open":"1.00000000","open"#
        + #"Interest":"1.00000000","percentChange":"-2.50000000","quoteVolume":"1.00000000","sequence":5,"time":1772"#
        + #"366400000,"trades":3}"#),
    SampleAnswer(
      Ticker.self,
      #"{"ask":null,"baseVolume":"1.00000000","bid":null,"close":null,"closeQuantity":null,"currentFundingRate":"#
        + #"null,"high":null,"indexPrice":null,"indexPrice24h":null,"indexPricePercentChange":null,"lastFundingRate""#
        + #":null,"low":null,"markPrice":null,"market":"ETH-USD","nextFundingTime":1772366400000,"open":null,"openIn"#
        + #"terest":"1.00000000","percentChange":null,"quoteVolume":"1.00000000","sequence":null,"time":177236640000"#
        + #"0,"trades":3}"#),
    SampleAnswer(
      OrderBook.self,
      #"{"asks":[],"bids":[["1.00000000","1.00000000",2]],"indexPrice":"1.00000000","lastPrice":null,"markPrice""#
        + #":"1.00000000","sequence":7}"#),
    SampleAnswer(
      PublicTrade.self,
      #"{"fillId":"42-1","makerSide":"sell","price":"1.00000000","quantity":"1.00000000","quoteQuantity":"1.0000"#
        + #"0000","sequence":7,"time":1772366400000}"#),
    SampleAnswer(
      CandleDetails.self,
      #"{"baseVolume":"1.00000000","close":"1.00000000","high":"1.00000000","low":"1.00000000","open":"1.0000000"#
        + #"0","quoteVolume":"1.00000000","sequence":7,"start":1772366400000,"trades":3}"#),
    SampleAnswer(
      CandleDetails.self,
      #"{"baseVolume":null,"close":"1.00000000","high":"1.00000000","low":"1.00000000","open":"1.00000000","quot"#
        + #"eVolume":null,"sequence":null,"start":1772366400000,"trades":null}"#),
    SampleAnswer(
      GasFees.self,
      #"{"withdrawal":{"katana.katana":"1.00000000","stargate.maximumWithdrawal":"1.00000000"}}"#),
    SampleAnswer(
      DelegatedKeyDetails.self,
      #"{"delegatedKey":"0x1563915e194D8CfBA1943570603F7606A3115508","expires":1772366400000,"name":"phone","tim"#
        + #"e":1772366400000,"userAgent":""}"#),
    SampleAnswer(
      DelegatedKeyDetails.self,
      #"{"delegatedKey":"0x1563915e194D8CfBA1943570603F7606A3115508","expires":1772366400000,"time":177236640000"#
        + #"0,"userAgent":"browser"}"#),
    SampleAnswer(
      WalletDetails.self,
      #"{"availableCollateral":"-2.50000000","buyingPower":"1.00000000","equity":"1.00000000","freeCollateral":""#
        + #"1.00000000","heldCollateral":"1.00000000","leverage":"1.00000000","makerFeeRate":"-2.50000000","marginRa"#
        + #"tio":"1.00000000","positions":[{"adlQuintile":0,"entryPrice":"1.00000000","exitPrice":"0.00000000","inde"#
        + #"xPrice":"1.00000000","lastFillId":"43-2","leverage":"1.00000000","liquidationPrice":"1.00000000","margin"#
        + #"Requirement":"1.00000000","markPrice":"1.00000000","market":"ETH-USD","maximumQuantity":"-2.50000000","o"#
        + #"penedByFillId":"42-1","quantity":"-2.50000000","realizedPnL":"-2.50000000","time":1772366400000,"totalCl"#
        + #"ose":"1.00000000","totalFunding":"-2.50000000","totalOpen":"1.00000000","unrealizedPnL":"-2.50000000","v"#
        + #"alue":"-2.50000000"}],"quoteBalance":"-2.50000000","takerFeeRate":"1.00000000","unrealizedPnL":"-2.50000"#
        + #"000","wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"}"#),
    SampleAnswer(
      WalletDetails.self,
      #"{"availableCollateral":"-2.50000000","buyingPower":"1.00000000","equity":"1.00000000","freeCollateral":""#
        + #"1.00000000","heldCollateral":"1.00000000","leverage":"1.00000000","makerFeeRate":"-2.50000000","marginRa"#
        + #"tio":"1.00000000","quoteBalance":"-2.50000000","takerFeeRate":"1.00000000","unrealizedPnL":"-2.50000000""#
        + #","wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"}"#),
    SampleAnswer(
      PositionDetails.self,
      #"{"adlQuintile":0,"entryPrice":"1.00000000","exitPrice":"0.00000000","indexPrice":"1.00000000","lastFillI"#
        + #"d":"43-2","leverage":"1.00000000","liquidationPrice":"1.00000000","marginRequirement":"1.00000000","mark"#
        + #"Price":"1.00000000","market":"ETH-USD","maximumQuantity":"-2.50000000","openedByFillId":"42-1","quantity"#
        + #"":"-2.50000000","realizedPnL":"-2.50000000","time":1772366400000,"totalClose":"1.00000000","totalFunding"#
        + #"":"-2.50000000","totalOpen":"1.00000000","unrealizedPnL":"-2.50000000","value":"-2.50000000"}"#),
    SampleAnswer(
      OrderDetails.self,
      #"{"avgExecutionPrice":"1.00000000","clientOrderId":"a b","cumulativeQuoteQuantity":"1.00000000","delegate"#
        + #"dKey":"0x1563915e194D8CfBA1943570603F7606A3115508","executedQuantity":"1.00000000","fills":[{"action":"c"#
        + #"loseAndOpen","fee":"1.00000000","fillId":"42-1","indexPrice":"1.00000000","liquidity":"taker","makerSide"#
        + #"":"buy","position":"short","price":"1.00000000","quantity":"1.00000000","quoteQuantity":"1.00000000","re"#
        + #"alizedPnL":"-2.50000000","sequence":7,"time":1772366400000,"txId":null,"txStatus":"pending","type":"limi"#
        + #"t"}],"market":"ETH-USD","orderId":"41","originalQuantity":"1.00000000","price":"1.00000000","reduceOnly""#
        + #":true,"selfTradePrevention":"cn","sequence":41,"sessionKey":{"expiresAt":1772366400000,"valueRemainingTo"#
        + #"day":"1.00000000"},"side":"sell","status":"partiallyFilled","time":1772366400000,"timeInForce":"gtx","tr"#
        + #"iggerPrice":"1.00000000","triggerType":"index","type":"stopLossLimit","wallet":"0x1a642f0E3c3aF545E7AcBD"#
        + #"38b07251B3990914F1"}"#),
    SampleAnswer(
      OrderDetails.self,
      #"{"cumulativeQuoteQuantity":"1.00000000","executedQuantity":"1.00000000","market":"ETH-USD","orderId":"41"#
        + #"","originalQuantity":"1.00000000","reduceOnly":true,"selfTradePrevention":"cn","side":"sell","status":"p"#
        + #"artiallyFilled","time":1772366400000,"type":"stopLossLimit","wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3"#
        + #"990914F1"}"#),
    SampleAnswer(
      FillDetails.self,
      #"{"action":"closeAndOpen","clientOrderId":"a b","fee":"1.00000000","fillId":"42-1","indexPrice":"1.000000"#
        + #"00","liquidity":"taker","makerSide":"buy","market":"ETH-USD","orderId":"41","position":"short","price":""#
        + #"1.00000000","quantity":"1.00000000","quoteQuantity":"1.00000000","realizedPnL":"-2.50000000","sequence":"#
        + #"7,"side":"sell","time":1772366400000,"txId":"0x01","txStatus":"pending","type":"limit"}"#),
    SampleAnswer(
      FillDetails.self,
      #"{"action":"closeAndOpen","fillId":"42-1","position":"short","price":"1.00000000","quantity":"1.00000000""#
        + #","quoteQuantity":"1.00000000","realizedPnL":"-2.50000000","time":1772366400000,"txId":null,"txStatus":"p"#
        + #"ending","type":"limit"}"#),
    SampleAnswer(
      CancellationResult.self,
      #"{"clientOrderId":"a b","orderId":"41","status":"canceled"}"#),
    SampleAnswer(
      CancellationResult.self,
      #"{"status":"notFound"}"#),
    SampleAnswer(
      DepositDetails.self,
      #"{"asset":"USD","bridgeSource":"katana.katana","bridgeTxId":"0x01","depositId":"3","forwarderTxId":"0x02""#
        + #","katanaTxId":"0x03","quantity":"1.00000000","sequence":3,"time":1772366400000}"#),
    SampleAnswer(
      DepositDetails.self,
      #"{"asset":"USD","bridgeSource":"katana.katana","depositId":"3","katanaTxId":"0x03","quantity":"1.00000000"#
        + #"","time":1772366400000}"#),
    SampleAnswer(
      WithdrawalDetails.self,
      #"{"asset":"USD","bridgeTarget":"katana.katana","gas":"1.00000000","katanaTxId":"0x03","katanaTxStatus":"m"#
        + #"ined","quantity":"1.00000000","sequence":3,"time":1772366400000,"withdrawalId":"3"}"#),
    SampleAnswer(
      LeverageDetails.self,
      #"{"initialMarginFractionOverride":"1.00000000","market":"ETH-USD","wallet":"0x1a642f0E3c3aF545E7AcBD38b07"#
        + #"251B3990914F1"}"#),
    SampleAnswer(
      LeverageDetails.self,
      #"{"initialMarginFractionOverride":null,"market":"ETH-USD","wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990"#
        + #"914F1"}"#),
    SampleAnswer(
      WebSocketToken.self,
      #"{"token":"t"}"#),
    SampleAnswer(
      SessionKeyDetails.self,
      #"{"actionCount":4,"authorizedAt":1772366400000,"curve":"p256","custodyAttempts":{"count":2,"firstTime":17"#
        + #"72366400000,"lastTime":1772366400000},"expiresAt":1772366400000,"firstUsedAt":1772366400000,"lastUsedAt""#
        + #":1772366400000,"markets":["ETH-USD"],"maximumDailyValue":"1.00000000","maximumOrderValue":"1.00000000",""#
        + #"maximumPriceDeviation":"1.00000000","name":"phone","permission":"reduceOnly","publicKey":"0x111111111111"#
        + #"11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"#
        + #"111111111111","refusals":{"count":1,"lastCode":"NONCE_ALREADY_USED","lastTime":1772366400000},"registere"#
        + #"dSequence":3,"revokedAt":1772366400000,"revokedSequence":9,"sessionKey":"0x1563915e194D8CfBA1943570603F7"#
        + #"606A3115508","status":"revoked","valueRemainingToday":"0.00000000","valueUsedToday":"1.00000000","wallet"#
        + #"":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"}"#),
    SampleAnswer(
      SessionKeyDetails.self,
      #"{"actionCount":4,"authorizedAt":1772366400000,"expiresAt":1772366400000,"markets":[],"permission":"trade"#
        + #"","refusals":{"count":0},"registeredSequence":3,"sessionKey":"0x1563915e194D8CfBA1943570603F7606A3115508"#
        + #"","status":"active","valueUsedToday":"1.00000000","wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"}"#),
    SampleAnswer(
      SessionKeyRegistration.self,
      #"{"apiKey":"k","apiSecret":"s","sequence":3,"sessionKey":{"actionCount":4,"authorizedAt":1772366400000,"c"#
        + #"urve":"p256","custodyAttempts":{"count":2,"firstTime":1772366400000,"lastTime":1772366400000},"expiresAt"#
        + #"":1772366400000,"firstUsedAt":1772366400000,"lastUsedAt":1772366400000,"markets":["ETH-USD"],"maximumDai"#
        + #"lyValue":"1.00000000","maximumOrderValue":"1.00000000","maximumPriceDeviation":"1.00000000","name":"phon"#
        + #"e","permission":"reduceOnly","publicKey":"0x111111111111111111111111111111111111111111111111111111111111"#
        + #"11111111111111111111111111111111111111111111111111111111111111111111","refusals":{"count":1,"lastCode":""#
        + #"NONCE_ALREADY_USED","lastTime":1772366400000},"registeredSequence":3,"revokedAt":1772366400000,"revokedS"#
        + #"equence":9,"sessionKey":"0x1563915e194D8CfBA1943570603F7606A3115508","status":"revoked","valueRemainingT"#
        + #"oday":"0.00000000","valueUsedToday":"1.00000000","wallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"}}"#),
    SampleAnswer(
      SessionKeyRevocationResult.self,
      #"{"orders":[{"orderId":"41","status":"canceled"}],"sequence":9,"sessionKey":"0x1563915e194D8CfBA194357060"#
        + #"3F7606A3115508"}"#),
    SampleAnswer(
      SessionKeyRevocationResult.self,
      #"{"orders":[],"sequence":9}"#),
    SampleAnswer(
      AdmissionCheck.self,
      #"{"admitted":true}"#),
    SampleAnswer(
      AdmissionCheck.self,
      #"{"admitted":false,"code":"SESSION_KEY_REVOKED","message":"m"}"#),
    SampleAnswer(
      TransferDetails.self,
      #"{"destinationWallet":"0x1563915e194D8CfBA1943570603F7606A3115508","quantity":"1.00000000","sequence":3,""#
        + #"sourceWallet":"0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1","time":1772366400000,"transferId":"3"}"#),
    SampleAnswer(
      IndexPriceDetails.self,
      #"{"market":"ETH-USD","price":"1.00000000","sequence":3}"#),
    SampleAnswer(
      ErrorDetails.self,
      #"{"code":"SOMETHING_NEW","message":"m"}"#),
  ]
}
