"""What the exchange's public JavaScript client knows of the exchange it finds here too: each call over REST that it has
for trading, with the requests that it makes and the fields that it reads."""

import pytest

from harness import fields
from harness.client import Credentials
from harness.exchange_client import ExchangeClient, Refused
from harness.fields import check
from harness.server import HOST

MARKET = "ETH-USD"
QUANTITY = "0.10000000"
LIMITS = {"limit", "stopLossLimit", "takeProfitLimit"}
# The index price falls to where a stop sells, and rises to where a profit is taken.
TRIGGERS = {"stopLoss": "1950.00000000", "takeProfit": "2050.00000000"}
TIMES_IN_FORCE = [None, "gtc", "gtx", "ioc", "fok"]
ORDERS = [("market", None), *(("limit", time) for time in TIMES_IN_FORCE),
          ("stopLossMarket", None), *(("stopLossLimit", time) for time in TIMES_IN_FORCE),
          ("takeProfitMarket", None), *(("takeProfitLimit", time) for time in TIMES_IN_FORCE)]
SIGNERS = ["wallet", "key"]


class Desk:
    """A wallet with money, put under an account, and a key that it has authorised: all by calls of the client."""

    def __init__(self, exchange, account):
        self.exchange = exchange
        self.trader = exchange.trader(deposit="100000.00000000")
        self.key = exchange.keys.secp256k1()
        self.account = account
        self.client = self.connect(account)
        self.client.associate_wallet(**self.named())
        self.client.authorize_delegated_key(**self.named(), delegatedKey=self.key.address)

    def connect(self, credentials):
        return ExchangeClient(f"http://{HOST}:{self.exchange.server.port}/v1", credentials, self.trader.wallet)

    def named(self):
        return {"nonce": self.exchange.nonces.next(), "wallet": self.trader.address}

    def by(self, signer):
        """What a request has besides when the wallet signs it, or the key."""
        return {} if signer == "wallet" else {"delegatedKey": self.key.address, "signer": self.key}

    def order(self, signer="wallet", **parameters):
        """Places an order; its parameters stand in the order in which the client's examples have them."""
        start = {"type": "limit", "side": "buy", **self.named(), "market": MARKET, "quantity": QUANTITY}
        return check(fields.ORDER, self.client.create_order(**{**start, **parameters}, **self.by(signer)))

    def resting(self, signer="wallet", **parameters):
        return self.order(signer, price="1500.00000000", **parameters)

    def look(self, order):
        return check(fields.ORDER, self.client.get_order(**self.named(), orderId=order["orderId"]))

    def cancel(self, signer="wallet", **target):
        return self.client.cancel_orders(**self.named(), **target, **self.by(signer))


@pytest.fixture(scope="module")
def maker(exchange, account):
    return Desk(exchange, account)


@pytest.fixture
def desk(exchange, account, maker):
    """A desk in a market with something to trade with on either side; nothing rests there afterwards."""
    desk = Desk(exchange, account)
    exchange.publish_index_price()
    maker.order(side="buy", price="1999.00000000", quantity="1.00000000")
    maker.order(side="sell", price="2001.00000000", quantity="1.00000000")
    yield desk
    for each in (desk, maker):
        each.cancel()
        each.client.close()


def test_the_check_of_fields_finds_what_is_wrong():
    good = {"wallet": "0x" + "0a" * 20, "market": MARKET, "initialMarginFractionOverride": None}
    assert fields.problems(fields.LEVERAGE, good) == []
    for change in [{"wallet": "0x0a"}, {"market": None}, {"initialMarginFractionOverride": "0.5"}, {"more": 1}]:
        assert len(fields.problems(fields.LEVERAGE, {**good, **change})) == 1
    assert fields.problems(fields.LEVERAGE, {"wallet": good["wallet"], "market": MARKET})


# What everybody may read.


def test_the_exchange_and_its_markets_are_described(desk):
    about = check(fields.EXCHANGE, desk.client.get_exchange())
    assert about["chainId"] == desk.exchange.domain.fields["chainId"]
    check(fields.GAS_FEES, desk.client.get_gas_fees())
    assert len(check(fields.MARKET, desk.client.get_markets())) == 3
    assert [market["market"] for market in desk.client.get_markets(market=MARKET)] == [MARKET]
    # A market that has not traded has no prices yet.
    assert check(fields.TICKER, desk.client.get_tickers(market="SOL-USD"))[0]["close"] is None
    assert len(check(fields.TICKER, desk.client.get_tickers())) == 3


def test_a_book_has_one_level_or_as_many_as_are_asked_for(desk, maker):
    for price in ("1998.00000000", "1997.00000000"):
        maker.order(side="buy", price=price)
    best = check(fields.ORDER_BOOK, desk.client.get_order_book_level_1(market=MARKET))
    assert best["bids"] == [["1999.00000000", "1.00000000", 1]]
    assert best["asks"] == [["2001.00000000", "1.00000000", 1]]
    for limit, count in [(None, 3), (2, 2), (0, 3), (1_000, 3)]:
        book = check(fields.ORDER_BOOK, desk.client.get_order_book_level_2(market=MARKET, limit=limit))
        assert len(book["bids"]) == count


@pytest.mark.parametrize("interval", ["1m", "5m", "15m", "30m", "1h", "4h", "1d"])
def test_trades_and_candles_are_told(desk, interval):
    desk.order(type="market")
    trades = check(fields.TRADE, desk.client.get_trades(market=MARKET, limit=10))
    assert trades == sorted(trades, key=lambda trade: trade["sequence"])
    last = trades[-1]
    # A page begins with the trade that it is to begin with.
    assert desk.client.get_trades(market=MARKET, fromId=last["fillId"]) == [last]
    candles = check(fields.CANDLE, desk.client.get_candles(market=MARKET, interval=interval, end=last["time"]))
    assert candles[-1]["close"] == last["price"]
    assert check(fields.TICKER, desk.client.get_tickers(market=MARKET))[0]["sequence"] == last["sequence"]


# Wallets and keys.


def test_wallets_are_associated_and_told_by_name_or_all(exchange, account):
    account = exchange.new_account()
    first, second = Desk(exchange, account), Desk(exchange, account)
    again = check(fields.WALLET, first.client.associate_wallet("a friend's code", **first.named()))
    assert again["wallet"] == first.trader.address
    first.order(type="limit", price="1500.00000000")
    both = [first.trader.address, second.trader.address]
    for parameters, wallets, has_positions in [
            ({}, both, True), ({"wallet": both[1]}, both[1:], True), ({"includePositions": True}, both, True),
            ({"wallets": both, "includePositions": False}, both, False),
            ({"wallet": both[1], "wallets": both}, both[::-1], True)]:
        told = check(fields.WALLET, first.client.get_wallets(nonce=exchange.nonces.next(), **parameters))
        assert [wallet["wallet"] for wallet in told] == wallets
        assert [("positions" in wallet) for wallet in told] == [has_positions] * len(told)


def test_a_delegated_key_is_authorised_listed_and_removed(desk):
    other = desk.exchange.keys.secp256k1()
    made = check(fields.DELEGATED_KEY, desk.client.authorize_delegated_key(
        **desk.named(), delegatedKey=other.address, name="phone"))
    assert (made["delegatedKey"], made["name"]) == (other.address, "phone")
    keys = check(fields.DELEGATED_KEY, desk.client.get_delegated_keys(**desk.named()))
    assert {key["delegatedKey"] for key in keys} == {other.address, desk.key.address}
    removed = check(fields.DELEGATED_KEY, desk.client.remove_delegated_key(
        **desk.named(), delegatedKey=desk.key.address))
    assert removed["delegatedKey"] == desk.key.address
    assert [key["delegatedKey"] for key in desk.client.get_delegated_keys(**desk.named())] == [other.address]
    refused(lambda: desk.resting("key"), "SESSION_KEY_REVOKED", 403)


def test_a_token_for_subscriptions_is_a_text(desk):
    token = desk.client.get_ws_token(**desk.named())
    assert isinstance(token, str) and token


# Orders.


@pytest.mark.parametrize("signer", SIGNERS)
@pytest.mark.parametrize("kind, time_in_force", ORDERS)
def test_an_order_of_each_type_and_time_in_force(desk, kind, time_in_force, signer):
    rests = kind in LIMITS and time_in_force in (None, "gtc", "gtx")
    trigger = next((price for name, price in TRIGGERS.items() if kind.startswith(name)), None)
    order = desk.order(
        signer, type=kind, side="sell", clientOrderId=f"{kind} {time_in_force or 'as usual'} ~*&+/ä",
        price=("2060.00000000" if rests else "1990.00000000") if kind in LIMITS else None,
        triggerPrice=trigger, triggerType="index" if trigger else None, timeInForce=time_in_force,
        selfTradePrevention="cn" if time_in_force == "fok" else None)
    assert (order["type"], order["side"], order["originalQuantity"]) == (kind, "sell", QUANTITY)
    assert order.get("timeInForce") == ((time_in_force or "gtc") if kind in LIMITS else None)
    assert order.get("delegatedKey") == (desk.key.address if signer == "key" else None)
    assert (order.get("triggerPrice"), "triggerType" in order) == (trigger, trigger is not None)
    assert ("price" in order) == (kind in LIMITS)
    end = "open" if rests else "filled"
    if trigger:
        assert order["status"] == "active"
        assert desk.client.get_orders(**desk.named())[0]["status"] == "active"
        desk.exchange.publish_index_price(price=trigger)
    else:
        assert order["status"] == end
    later = desk.look(order)
    assert later["status"] == end
    by_name = desk.client.get_order(**desk.named(), orderId="client:" + order["clientOrderId"])
    assert by_name == later
    assert ("avgExecutionPrice" in later, len(later["fills"])) == ((False, 0) if rests else (True, 1))


@pytest.mark.parametrize("time_in_force, prevention", [("ioc", None), ("fok", "cn")])
def test_an_order_that_may_not_rest_and_finds_nothing_is_canceled(desk, time_in_force, prevention):
    order = desk.order(price="1500.00000000", timeInForce=time_in_force, selfTradePrevention=prevention)
    assert (order["status"], order["executedQuantity"]) == ("canceled", "0.00000000")
    assert desk.client.get_orders(**desk.named(), closed=True) == []


@pytest.mark.parametrize("signer", SIGNERS)
def test_a_trailing_stop_is_refused_since_a_sandbox_has_none(desk, signer):
    refused(lambda: desk.order(
        signer, type="trailingStopMarket", triggerPrice="1900.00000000", triggerType="last",
        callbackRate="0.01000000"), "INVALID_PARAMETER", 400)


@pytest.mark.parametrize("signer", SIGNERS)
def test_orders_are_canceled_by_ids_by_key_by_market_and_by_wallet(desk, signer):
    mine, named, keys = desk.resting(), desk.resting(clientOrderId="my order"), desk.resting("key")
    canceled = check(fields.CANCELED_ORDER, desk.cancel(
        signer, orderIds=[mine["orderId"], "client:my order", "client:nobody's"]))
    assert canceled == [
        {"orderId": mine["orderId"], "status": "canceled"},
        {"orderId": named["orderId"], "clientOrderId": "my order", "status": "canceled"},
        {"clientOrderId": "nobody's", "status": "notFound"}]

    kept = desk.resting()
    canceled = check(fields.CANCELED_ORDER, desk.cancel(signer, orderDelegatedKey=desk.key.address))
    assert canceled == [{"orderId": keys["orderId"], "status": "canceled"}]

    desk.exchange.publish_index_price("SOL-USD", "100.00000000")
    elsewhere = desk.order(market="SOL-USD", price="90.00000000")
    canceled = check(fields.CANCELED_ORDER, desk.cancel(signer, market=MARKET))
    assert canceled == [{"orderId": kept["orderId"], "status": "canceled"}]

    canceled = check(fields.CANCELED_ORDER, desk.cancel(signer))
    assert canceled == [{"orderId": elsewhere["orderId"], "status": "canceled"}]
    assert desk.cancel(signer) == []
    assert desk.client.get_orders(**desk.named()) == []


def test_orders_are_listed_open_or_closed_by_page(desk):
    resting = [desk.resting() for _ in range(3)]
    filled = desk.order(type="market")
    desk.cancel(orderIds=[resting[2]["orderId"]])
    ids = [order["orderId"] for order in check(fields.ORDER, desk.client.get_orders(**desk.named()))]
    assert ids == [order["orderId"] for order in resting[:2]]
    page = desk.client.get_orders(limit=1, fromId=ids[1], closed=False, market=MARKET, **desk.named())
    assert [order["orderId"] for order in page] == ids[1:]
    # Of those that are closed only the ones that have traded.
    closed = check(fields.ORDER, desk.client.get_orders(**desk.named(), closed=True))
    assert [order["orderId"] for order in closed] == [filled["orderId"]]


# What comes of them.


@pytest.mark.parametrize("signer", SIGNERS)
def test_fills_and_positions_are_told(desk, signer):
    order = desk.order(signer, type="market", clientOrderId="first")
    desk.order(signer, type="market", side="sell", quantity="0.04000000", reduceOnly=True)
    fills = check(fields.FILL, desk.client.get_fills(**desk.named(), market=MARKET, limit=1_000))
    assert [(fill["side"], fill["action"], fill["liquidity"]) for fill in fills] == [
        ("buy", "open", "taker"), ("sell", "close", "taker")]
    assert (fills[0]["orderId"], fills[0]["clientOrderId"]) == (order["orderId"], "first")
    assert fills[0]["fillId"] == order["fills"][0]["fillId"]
    assert check(fields.FILL, desk.client.get_fill(**desk.named(), fillId=fills[1]["fillId"])) == fills[1]
    position = check(fields.POSITION, desk.client.get_positions(**desk.named(), market=MARKET))[0]
    assert (position["quantity"], position["totalClose"]) == ("0.06000000", "0.04000000")
    assert (position["openedByFillId"], position["lastFillId"]) == (fills[0]["fillId"], fills[1]["fillId"])
    assert check(fields.WALLET, desk.client.get_wallets(**desk.named()))[0]["positions"] == [position]


@pytest.mark.parametrize("signer", SIGNERS)
def test_leverage_is_set_and_removed(desk, signer):
    for fraction in ("0.50000000", None):
        told = check(fields.LEVERAGE, desk.client.set_initial_margin_fraction_override(
            **desk.named(), market=MARKET, initialMarginFractionOverride=fraction, **desk.by(signer)))
        assert told["initialMarginFractionOverride"] == fraction
        assert check(fields.LEVERAGE, desk.client.get_initial_margin_fraction_override(
            **desk.named(), market=MARKET)) == [told]
    assert len(check(fields.LEVERAGE, desk.client.get_initial_margin_fraction_override(**desk.named()))) == 3


# Custody.


@pytest.mark.parametrize("target", ["katana.katana", "stargate.ethereum"])
def test_a_wallet_withdraws(desk, target):
    sent = check(fields.WITHDRAWAL, desk.client.withdraw(
        target, **desk.named(), quantity="10.00000000", maximumGasFee="1.00000000"))
    told = check(fields.WITHDRAWAL, desk.client.get_withdrawals(**desk.named(), limit=5))
    assert told == [sent]
    assert check(fields.WITHDRAWAL, desk.client.get_withdrawal(
        **desk.named(), withdrawalId=sent["withdrawalId"])) == sent


def test_a_key_does_not_withdraw(desk):
    refused(lambda: desk.client.withdraw(
        "katana.katana", signer=desk.key, **desk.named(), quantity="10.00000000", maximumGasFee="1.00000000"),
        "SESSION_KEY_NOT_PERMITTED", 403)


def test_deposits_are_told(desk):
    told = check(fields.DEPOSIT, desk.client.get_deposits(**desk.named()))
    assert [deposit["quantity"] for deposit in told] == ["100000.00000000"]
    assert check(fields.DEPOSIT, desk.client.get_deposit(**desk.named(), depositId=told[0]["depositId"])) == told[0]


# Errors.


def refused(call, code, status):
    with pytest.raises(Refused) as failure:
        call()
    assert (failure.value.code, failure.value.status) == (code, status)
    assert failure.value.message


ERRORS = {
    "BAD_REQUEST": (400, lambda d: d.cancel(orderIds=[])),
    "REQUIRED_PARAMETER": (400, lambda d: d.client.get_orders(wallet=d.trader.address)),
    "INVALID_PARAMETER": (400, lambda d: d.client.get_orders(**d.named(), limit=0)),
    "INVALID_WALLET_SIGNATURE": (401, lambda d: d.client.create_order(
        signer=d.key, **d.named(), market=MARKET, type="market", side="buy", quantity=QUANTITY)),
    "REQUIRED_API_KEY": (401, lambda d: d.client._send("GET", "/orders", "", None, {})),
    "INVALID_API_KEY": (401, lambda d: d.connect(Credentials("nobody", "guessed")).get_orders(**d.named())),
    "REQUIRED_HMAC_SIGNATURE": (401, lambda d: d.client._public("/orders", d.named())),
    "INVALID_HMAC_SIGNATURE": (401, lambda d: d.connect(Credentials(d.account.key, "guessed")).get_orders(**d.named())),
    "WALLET_NOT_ASSOCIATED": (403, lambda d: d.client.get_orders(**{**d.named(), "wallet": d.key.address})),
    "INSUFFICIENT_FUNDS": (422, lambda d: d.order(price="2000.00000000", quantity="499.00000000")),
    "INVALID_ORDER_QUANTITY": (400, lambda d: d.resting(quantity="0.00050000")),
    "INVALID_WITHDRAWAL_QUANTITY": (400, lambda d: d.client.withdraw(
        "katana.katana", **d.named(), quantity="0.00000000", maximumGasFee="0.00000000")),
    "ORDER_NOT_FOUND": (404, lambda d: d.client.get_order(**d.named(), orderId="client:none")),
    "MARKET_NOT_FOUND": (404, lambda d: d.client.get_markets(market="NONE-USD")),
    "FILL_NOT_FOUND": (404, lambda d: d.client.get_fill(**d.named(), fillId="1-1")),
    "DEPOSIT_NOT_FOUND": (404, lambda d: d.client.get_deposit(**d.named(), depositId="1")),
    "WITHDRAWAL_NOT_FOUND": (404, lambda d: d.client.get_withdrawal(**d.named(), withdrawalId="1")),
    "ENDPOINT_NOT_FOUND": (404, lambda d: d.client._public("/nothing")),
}


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_has_the_exchange_s_code(desk, code):
    status, call = ERRORS[code]
    refused(lambda: call(desk), code, status)


def market_with(status):
    names = ("tickSize stepSize makerOrderMinimum takerOrderMinimum minimumPositionSize marketOrderExecutionPriceLimit "
             "limitOrderExecutionPriceLimit initialMarginFraction incrementalInitialMarginFraction makerFeeRate "
             "takerFeeRate")
    decimals = {**dict.fromkeys(names.split(), "0.10000000"), "maintenanceMarginFraction": "0.05000000",
                **dict.fromkeys(["maximumPositionSize", "basePositionSize", "incrementalPositionSize"], "9.00000000")}
    return {"market": MARKET, "status": status, **decimals}


@pytest.mark.parametrize("status, code", [("inactive", "CANCELS_DISABLED"), ("cancelsOnly", None)])
def test_a_market_that_does_not_trade_says_so(make_exchange, status, code):
    exchange = make_exchange(status, markets=[market_with(status)]).start()
    desk = Desk(exchange, exchange.new_account())
    refused(lambda: desk.resting(), "TRADING_DISABLED", 503)
    if code:
        refused(lambda: desk.cancel(market=MARKET), code, 503)
    else:
        assert desk.cancel(market=MARKET) == []
    desk.client.close()
    exchange.stop()


def test_what_the_client_does_not_send_stays_refused(desk):
    for call in [lambda: desk.client.get_markets(markets=MARKET), lambda: desk.resting(note="mine"),
                 lambda: desk.client.get_orders(**desk.named(), page=1),
                 lambda: desk.client.get_positions(**desk.named(), wallets="")]:
        refused(call, "INVALID_PARAMETER", 400)
