import ExchangeAPI

/// Values that do not fit, parameter by parameter.
enum BadValues {
  static let all: [BadBody] = [decimals, nonces, addresses, names].flatMap { $0.flatMap { $0 } }

  static let decimals: [[BadBody]] = [
    BadBody.values(
      .placeOrder, "price",
      [#""2000.0000000""#, #""2000.000000000""#, #""2000""#, #""""#, #"".00000000""#, #""1,00000000""#],
      "price: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .placeOrder, "price", [#""-1.00000000""#, #""+1.00000000""#, #"" 1.00000000""#],
      "price: the character at offset 0 is not a digit; signs and exponents are not taken"),
    BadBody.values(
      .placeOrder, "price", [#""1.0000000 ""#],
      "price: the character at offset 9 is not a digit; signs and exponents are not taken"),
    BadBody.values(
      .placeOrder, "price", [#""1e3""#],
      "price: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .placeOrder, "price", [#""1e1.00000000""#],
      "price: the character at offset 1 is not a digit; signs and exponents are not taken"),
    BadBody.values(
      .placeOrder, "price", [#""1.000000e1""#],
      "price: the character at offset 8 is not a digit; signs and exponents are not taken"),
    BadBody.values(
      .placeOrder, "price", [#""0x1.00000000""#], "price: a decimal has no superfluous zero in front, as in 1.00000000"),
    BadBody.values(
      .placeOrder, "price", [#""1_0.00000000""#],
      "price: the character at offset 1 is not a digit; signs and exponents are not taken"),
    BadBody.values(
      .placeOrder, "price", [#""\u0661.00000000""#],
      "price: the character at offset 0 is not a digit; signs and exponents are not taken"),
    BadBody.values(
      .placeOrder, "price", [#""01.00000000""#, #""00.00000000""#],
      "price: a decimal has no superfluous zero in front, as in 1.00000000"),
    BadBody.values(
      .placeOrder, "price", [#""92233720368.54775808""#, #""99999999999999999999999999999999999999.00000000""#],
      "price: a decimal is at most 92233720368.54775807"),
    BadBody.values(.placeOrder, "price", ["2000.00000000"], "parameters.price has the wrong JSON type"),
    BadBody.values(
      .placeOrder, "price", ["null"],
      "parameters.price must not be null: give it a value, or leave it out if it is optional"),
    BadBody.values(
      .placeOrder, "price", ["true", #"{"value": "1.00000000"}"#], "parameters.price has the wrong JSON type"),
    BadBody.values(
      .placeOrder, "quantity", [#""1.0""#],
      "quantity: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .placeOrder, "triggerPrice", [#""NaN""#],
      "triggerPrice: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .placeOrder, "callbackRate", [#""5%""#],
      "callbackRate: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .withdraw, "quantity", [#""1.0""#],
      "quantity: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .withdraw, "maximumGasFee", [#""1.0""#],
      "maximumGasFee: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(
      .deposit, "quantity", [#""1.0""#],
      "quantity: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"),
    BadBody.values(.transfer, "quantity", ["1"], "parameters.quantity has the wrong JSON type"),
    BadBody.values(
      .setInitialMarginFractionOverride, "initialMarginFractionOverride", [#""""#],
      "initialMarginFractionOverride: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"
    ),
    BadBody.values(
      .setInitialMarginFractionOverride, "initialMarginFractionOverride", ["0.05"],
      "parameters.initialMarginFractionOverride has the wrong JSON type"),
    BadBody.values(
      .authorizeSessionKey, "maximumOrderValue", [#""1000""#],
      "maximumOrderValue: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"
    ),
    BadBody.values(
      .authorizeSessionKey, "maximumDailyValue", [#""""#],
      "maximumDailyValue: a decimal has exactly eight digits after the point and at least one before it, as in 1.00000000"
    ),
    BadBody.values(
      .authorizeSessionKey, "maximumPriceDeviation", ["0.05"],
      "parameters.maximumPriceDeviation has the wrong JSON type"),
  ]

  static let nonces: [[BadBody]] = [
    BadBody.values(
      .placeOrder, "nonce", [#""2c57e000-1566-41f1-8007-000000000001""#, #""2c57e000-1566-01f1-8007-000000000001""#],
      "nonce: a nonce must be a version-1 UUID: only those carry a timestamp"),
    BadBody.values(
      .placeOrder, "nonce", [#""2c57e000-1566-11f1-7007-000000000001""#, #""2c57e000-1566-11f1-c007-000000000001""#],
      "nonce: a nonce must be a UUID of the RFC 9562 variant (its 17th digit is 8, 9, a or b)"),
    BadBody.values(
      .placeOrder, "nonce",
      [
        #""2c57e0001-566-11f1-8007-000000000001""#, #""2c57-e000-1566-11f1-8007-00000000000""#,
        #""2c57e000-1566-11f1-8007-00000000000""#, #""2c57e000-1566-11f1-8007-0000000000011""#,
        #""{2c57e000-1566-11f1-8007-00000000001}""#, #""2c57e00g-1566-11f1-8007-000000000001""#, #""""#,
      ], "nonce: a nonce is a UUID: 32 hexadecimal digits, with hyphens as in 8-4-4-4-12 or without any"),
    BadBody.values(.placeOrder, "nonce", ["1772366400000"], "parameters.nonce has the wrong JSON type"),
    BadBody.values(
      .placeOrder, "nonce", ["null"],
      "parameters.nonce must not be null: give it a value, or leave it out if it is optional"),
    BadBody.values(
      .placeOrder, "conditionalOrderId", [#""1""#],
      "conditionalOrderId: a nonce is a UUID: 32 hexadecimal digits, with hyphens as in 8-4-4-4-12 or without any"),
    BadBody.values(
      .transfer, "nonce", [#""0""#],
      "nonce: a nonce is a UUID: 32 hexadecimal digits, with hyphens as in 8-4-4-4-12 or without any"),
  ]

  static let addresses: [[BadBody]] = [
    BadBody.values(
      .placeOrder, "wallet", [#""0x1a642f0E3c3aF545E7AcBD38b07251B3990914f1""#],
      "wallet: the address has a wrong EIP-55 checksum: check it for a typing mistake, or write it all in lower case"),
    BadBody.values(
      .placeOrder, "wallet",
      [#""1a642f0E3c3aF545E7AcBD38b07251B3990914F1""#, #""0X1a642f0E3c3aF545E7AcBD38b07251B3990914F1""#],
      "wallet: an address is 0x and 40 hexadecimal digits: hexadecimal text must begin with 0x"),
    BadBody.values(
      .placeOrder, "wallet", [#""0x1a642f0E3c3aF545E7AcBD38b07251B3990914F""#],
      "wallet: an address is 0x and 40 hexadecimal digits: hexadecimal text must have an even number of digits"),
    BadBody.values(
      .placeOrder, "wallet", [#""0x1a642f0e3c3af545e7acbd38b07251b3990914f100""#],
      "wallet: an address is 0x and 40 hexadecimal digits: expected 20 bytes in hexadecimal, found 21"),
    BadBody.values(
      .placeOrder, "wallet", [#""0x1a642f0e3c3af545e7acbd38b07251b3990914g1""#],
      "wallet: an address is 0x and 40 hexadecimal digits: the character at offset 40 is not a hexadecimal digit"),
    BadBody.values(
      .placeOrder, "wallet", [#""trader.eth""#],
      "wallet: an address is 0x and 40 hexadecimal digits: hexadecimal text must begin with 0x"),
    BadBody.values(
      .placeOrder, "wallet", [#"["0x1a642f0E3c3aF545E7AcBD38b07251B3990914F1"]"#],
      "parameters.wallet has the wrong JSON type"),
    BadBody.values(
      .placeOrder, "delegatedKey", [#""0x""#],
      "delegatedKey: an address is 0x and 40 hexadecimal digits: expected 20 bytes in hexadecimal, found 0"),
    BadBody.values(
      .placeOrder, "delegatedKey", ["null"],
      "parameters.delegatedKey must not be null: give it a value, or leave it out if it is optional"),
    BadBody.values(
      .authorizeDelegatedKey, "delegatedKey", [#""0x00""#],
      "delegatedKey: an address is 0x and 40 hexadecimal digits: expected 20 bytes in hexadecimal, found 1"),
    BadBody.values(
      .withdraw, "bridgeAdapterAddress", [#""0x0""#],
      "bridgeAdapterAddress: an address is 0x and 40 hexadecimal digits: hexadecimal text must have an even number of digits"
    ),
    BadBody.values(
      .transfer, "destinationWallet", [#""0x5050A4f4b3f9338c3472dcc01a87c76a144b3c9c""#],
      "destinationWallet: the address has a wrong EIP-55 checksum: check it for a typing mistake, or write it all in lower case"
    ),
  ]

  static let names: [[BadBody]] = [
    BadBody.values(
      .placeOrder, "timeInForce", [#""GTC""#, #""Gtc""#], "timeInForce: must be one of gtc, gtx, ioc, fok"),
    BadBody.values(
      .placeOrder, "type", [#""LIMIT""#, #""l\u0456mit""#],
      "type: must be one of market, limit, stopLossMarket, stopLossLimit, takeProfitMarket, takeProfitLimit, trailingStopMarket"
    ),
    BadBody.values(.placeOrder, "type", ["1"], "parameters.type has the wrong JSON type"),
    BadBody.values(.placeOrder, "side", [#""Buy""#], "side: must be one of buy, sell"),
    BadBody.values(.placeOrder, "side", ["0"], "parameters.side has the wrong JSON type"),
    BadBody.values(
      .placeOrder, "selfTradePrevention", [#""cancelNewest""#], "selfTradePrevention: must be one of dc, co, cn, cb"),
    BadBody.values(.placeOrder, "triggerType", [#""mark""#], "triggerType: must be one of none, last, index"),
    BadBody.values(.placeOrder, "reduceOnly", [#""true""#, "1"], "parameters.reduceOnly has the wrong JSON type"),
    BadBody.values(
      .placeOrder, "reduceOnly", ["null"],
      "parameters.reduceOnly must not be null: give it a value, or leave it out if it is optional"),
    BadBody.values(
      .authorizeSessionKey, "permission", [#""Trade""#], "permission: must be one of trade, reduceOnly, cancelOnly"),
    BadBody.values(.revokeSessionKeys, "openOrders", [#""close""#], "openOrders: must be one of cancel, keep"),
    BadBody.values(.removeDelegatedKey, "openOrders", [#""""#], "openOrders: must be one of cancel, keep"),
    BadBody.values(.placeOrder, "market", [#""""#], "market: a market's name has 1 to 32 characters, as in ETH-USD"),
    BadBody.values(
      .placeOrder, "market", [#""ETH/USD""#, #""\u0415TH-USD""#, #""ETH-USD ""#],
      "market: a market's name has only ASCII letters, digits and hyphens, as in ETH-USD"),
    BadBody.values(
      .placeOrder, "market", [#""ABCDEFGHIJKLMNOPQRSTUVWXYZABCD-USD""#],
      "market: a market's name has 1 to 32 characters, as in ETH-USD"),
  ]
}
