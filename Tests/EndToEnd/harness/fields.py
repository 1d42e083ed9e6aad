"""The fields of answers that the exchange's client reads: which there are, and of which type."""

import re

DECIMAL_PATTERN = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{8}")
ADDRESS_PATTERN = re.compile(r"0x[0-9a-fA-F]{40}")

# Members that this project adds to the exchange's answers.
ADDED = {"sequence", "sessionKey"}


def decimal(value):
    return isinstance(value, str) and DECIMAL_PATTERN.fullmatch(value) is not None


def number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def time(value):
    return number(value) and 1_500_000_000_000 < value < 4_000_000_000_000


def text(value):
    return isinstance(value, str)


def flag(value):
    return isinstance(value, bool)


def address(value):
    return isinstance(value, str) and ADDRESS_PATTERN.fullmatch(value) is not None


def choice(*names):
    return lambda value: value in names


def levels(value):
    return isinstance(value, list) and all(
        len(level) == 3 and decimal(level[0]) and decimal(level[1]) and number(level[2]) for level in value)


def one(fields):
    return lambda value: not problems(fields, value)


def list_of(fields):
    return lambda value: isinstance(value, list) and not any(problems(fields, item) for item in value)


def all_of(test, names):
    return {name: test for name in names.split()}


def problems(fields, document):
    """What is wrong with an object. A name that ends in `?` may be absent, one that ends in `∅` may be null."""
    if not isinstance(document, dict):
        return [f"{document} is no object"]
    found = []
    names = {name.rstrip("?∅") for name in fields}
    found += [f"{name} is not known" for name in document if name not in names | ADDED]
    for marked, fits in fields.items():
        name = marked.rstrip("?∅")
        if name not in document:
            found += [] if marked.endswith("?") else [f"{name} is missing"]
        elif document[name] is None:
            found += [] if marked.endswith("∅") else [f"{name} is null"]
        elif not fits(document[name]):
            found.append(f"{name} is {document[name]!r}")
    return found


def check(fields, document):
    """Holds an object, or each of an array that is not empty, to its fields; gives it back."""
    for item in document if isinstance(document, list) else [document]:
        assert problems(fields, item) == [], item
    assert document != [], "nothing to look at"
    return document


SIDE = choice("buy", "sell")
TRANSACTION = choice("pending", "mined", "failed")

EXCHANGE = {
    "timeZone": choice("UTC"), "serverTime": time, "exchangeContractAddress": address, "chainId": number,
    "quoteTokenAddress": address, "totalTrades": number,
    **all_of(decimal, "totalOpenInterest volume24h totalVolume defaultMakerFeeRate defaultTakerFeeRate "
                      "withdrawalMinimum"),
    "bridgeAdapters": one(all_of(address, "localDepositAdapterV1KatanaContractAddress "
                                          "stargateBridgeAdapterV1KatanaContractAddress "
                                          "stargateBridgeForwarderV1EthereumContractAddress "
                                          "vbUsdcOFTAdapterEthereumContractAddress "
                                          "vbUsdcVaultComposerSyncEthereumContractAddress")),
}
MARKET = {
    "market": text, "type": choice("perpetual"), "baseAsset": text, "quoteAsset": text,
    "status": choice("inactive", "cancelsOnly", "limitMakerOnly", "active", "activeHybrid"),
    "nextFundingTime": time, "trades24h": number, **all_of(decimal, "lastFundingRate∅ currentFundingRate∅"),
    **all_of(decimal, "stepSize tickSize indexPrice indexPrice24h indexPricePercentChange makerOrderMinimum "
                      "takerOrderMinimum marketOrderExecutionPriceLimit limitOrderExecutionPriceLimit "
                      "minimumPositionSize maximumPositionSize initialMarginFraction maintenanceMarginFraction "
                      "basePositionSize incrementalPositionSize incrementalInitialMarginFraction makerFeeRate "
                      "takerFeeRate volume24h openInterest"),
}
TICKER = {
    "market": text, "time": time, "trades": number, "nextFundingTime": time, "sequence∅": number,
    **all_of(decimal, "open∅ high∅ low∅ close∅ closeQuantity∅ baseVolume quoteVolume percentChange∅ ask∅ bid∅ "
                      "markPrice∅ indexPrice∅ indexPrice24h∅ indexPricePercentChange∅ lastFundingRate∅ "
                      "currentFundingRate∅ openInterest"),
}
ORDER_BOOK = {
    "sequence": number, "bids": levels, "asks": levels, **all_of(decimal, "lastPrice∅ markPrice∅ indexPrice∅"),
}
TRADE = {
    "fillId": text, "time": time, "makerSide": SIDE, "sequence": number,
    **all_of(decimal, "price quantity quoteQuantity"),
}
CANDLE = {
    "start": time, **all_of(decimal, "open high low close baseVolume∅ quoteVolume∅"),
    **all_of(number, "trades∅ sequence∅"),
}
ORDER_FILL = {
    "fillId": text, "time": time, "makerSide?": SIDE, "sequence?": number, "txId∅": text, "txStatus": TRANSACTION,
    "action": choice("open", "close", "closeAndOpen"), "position": choice("long", "short", "none"),
    "liquidity?": choice("maker", "taker"),
    "type": choice("market", "limit", "liquidation", "deleverage", "closure"),
    **all_of(decimal, "price quantity quoteQuantity realizedPnL fee? indexPrice?"),
}
FILL = {**ORDER_FILL, "orderId?": text, "clientOrderId?": text, "market": text, "side": SIDE}
ORDER = {
    "market": text, "orderId": text, "clientOrderId?": text, "wallet": address, "time": time,
    "status": choice("active", "canceled", "filled", "inactive", "notFound", "open", "partiallyFilled"),
    "type": choice("market", "limit", "stopLossMarket", "stopLossLimit", "takeProfitMarket", "takeProfitLimit",
                   "trailingStopMarket"),
    "side": SIDE, "triggerType?": choice("last", "index"), "reduceOnly": flag,
    "timeInForce?": choice("gtc", "gtx", "ioc", "fok"), "selfTradePrevention": choice("dc", "co", "cn", "cb"),
    "delegatedKey?": address, "fills?": lambda value: value == [] or list_of(ORDER_FILL)(value),
    **all_of(decimal, "originalQuantity executedQuantity cumulativeQuoteQuantity avgExecutionPrice? price? "
                      "triggerPrice?"),
}
CANCELED_ORDER = {"orderId?": text, "clientOrderId?": text, "status": choice("canceled", "notFound")}
POSITION = {
    "market": text, "adlQuintile": number, "openedByFillId": text, "lastFillId": text, "time": time,
    **all_of(decimal, "quantity maximumQuantity entryPrice exitPrice markPrice indexPrice liquidationPrice value "
                      "realizedPnL unrealizedPnL marginRequirement leverage totalFunding totalOpen totalClose"),
}
WALLET = {
    "wallet": address, "positions?": list_of(POSITION),
    **all_of(decimal, "equity freeCollateral heldCollateral availableCollateral buyingPower leverage marginRatio "
                      "quoteBalance unrealizedPnL makerFeeRate takerFeeRate"),
}
DELEGATED_KEY = {"delegatedKey": address, "userAgent": text, "name?": text, "time": time, "expires": time}
DEPOSIT = {
    "depositId": text, "asset": text, "quantity": decimal, "bridgeSource": choice("katana.katana"), "time": time,
    "bridgeTxId?": text, "forwarderTxId?": text, "katanaTxId": text,
}
WITHDRAWAL = {
    "withdrawalId": text, "asset": text, "quantity": decimal, "gas": decimal, "time": time,
    "bridgeTarget": choice("katana.katana"), "katanaTxId∅": text, "katanaTxStatus": TRANSACTION,
}
LEVERAGE = {"wallet": address, "market": text, "initialMarginFractionOverride∅": decimal}
GAS_FEES = {"withdrawal": lambda value: isinstance(value, dict) and all(map(decimal, value.values()))}
