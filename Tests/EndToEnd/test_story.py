"""The story of a session key: approved once, it trades; it takes nothing out; revoked, it does nothing any more."""

import pytest

from harness.client import Credentials
from harness.messages import ZERO_ADDRESS

DAY = 86_400_000


def new_key(exchange, kind):
    return exchange.keys.p256() if kind == "p256" else exchange.keys.secp256k1()


def balance(exchange, trader, credentials):
    return exchange.look("/v1/wallets", credentials, wallet=trader.address)[0]["quoteBalance"]


@pytest.mark.parametrize("kind", ["secp256k1", "p256"])
def test_a_session_key_is_approved_once_trades_and_ends(exchange, kind):
    trader, key = exchange.trader(deposit="10000.00000000"), new_key(exchange, kind)

    bounds = {"markets": ["ETH-USD"], "maximumDailyValue": "1000.00000000"}
    registration = exchange.accept(trader.authorize(key, name="bot", **bounds))
    credentials = Credentials(registration["apiKey"], registration["apiSecret"])
    details = registration["sessionKey"]
    assert (details["sessionKey"], details["wallet"], details["name"]) == (key.address, trader.address, "bot")
    assert (details["status"], details["curve"], details["publicKey"]) == ("active", kind, key.public_key)
    assert details["valueRemainingToday"] == "1000.00000000"

    placed = [exchange.accept(trader.order(key, price="1000.00000000", clientOrderId=f"order {n}")) for n in range(3)]
    assert [order["status"] for order in placed] == ["open"] * 3
    assert [order["delegatedKey"] for order in placed] == [key.address] * 3
    assert [order["sessionKey"]["valueRemainingToday"] for order in placed] == [
        "900.00000000", "800.00000000", "700.00000000"]
    orders = exchange.look("/v1/orders", credentials, wallet=trader.address)
    assert [order["orderId"] for order in orders] == [order["orderId"] for order in placed]

    ids = [placed[0]["orderId"], "client:order 1", "client:nobody's"]
    canceled = exchange.accept(trader.cancel(key, orderIds=ids))
    assert [order["status"] for order in canceled] == ["canceled", "canceled", "notFound"]
    assert exchange.accept(trader.leverage(key))["initialMarginFractionOverride"] == "0.10000000"

    exchange.refuse(trader.withdraw("100.00000000", signer=key), "SESSION_KEY_NOT_PERMITTED", 403)
    exchange.refuse(trader.transfer(key.address, "100.00000000", signer=key), "SESSION_KEY_NOT_PERMITTED", 403)
    another = trader.authorize_delegated(exchange.keys.secp256k1(), signer=key)
    exchange.refuse(another, "SESSION_KEY_NOT_PERMITTED", 403)
    assert balance(exchange, trader, credentials) == "10000.00000000"
    assert exchange.accept(trader.withdraw("100.00000000"))["quantity"] == "100.00000000"
    assert balance(exchange, trader, credentials) == "9900.00000000"

    used = exchange.look("/v1/sessionKeys", credentials, wallet=trader.address)[0]
    assert (used["actionCount"], used["valueUsedToday"], used["custodyAttempts"]["count"]) == (5, "300.00000000", 3)

    revoked = exchange.accept(trader.revoke(key))
    assert revoked["sessionKey"] == key.address
    assert [order["orderId"] for order in revoked["orders"]] == [placed[2]["orderId"]]
    assert revoked["sequence"] == exchange.ledger.latest()[0]
    exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
    assert exchange.read("/v1/orders", credentials, wallet=trader.address).code == "INVALID_API_KEY"


def test_the_same_in_the_exchange_s_own_terms(exchange, account):
    trader, key = exchange.trader(deposit="10000.00000000"), exchange.keys.secp256k1()
    exchange.accept(trader.associate(), account)

    authorized = exchange.accept(trader.authorize_delegated(key, name="phone"))
    assert (authorized["delegatedKey"], authorized["name"]) == (key.address, "phone")
    assert abs(authorized["expires"] - authorized["time"] - 30 * DAY) < 60_000
    assert exchange.look("/v1/delegatedKeys", account, wallet=trader.address) == [authorized]

    order = exchange.accept(trader.order(key))
    assert order["status"] == "open" and "valueRemainingToday" not in order["sessionKey"]
    exchange.refuse(trader.withdraw("100.00000000", signer=key), "SESSION_KEY_NOT_PERMITTED", 403)
    exchange.accept(trader.withdraw("100.00000000"))

    assert exchange.accept(trader.remove_delegated(key))["delegatedKey"] == key.address
    exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
    assert exchange.look("/v1/delegatedKeys", account, wallet=trader.address) == []
    closed = exchange.look("/v1/orders", account, wallet=trader.address, orderId=order["orderId"])
    assert closed["status"] == "canceled"


@pytest.mark.parametrize("open_orders, left", [("cancel", 0), ("keep", 1)])
def test_a_key_revokes_itself_and_says_what_becomes_of_its_orders(exchange, account, open_orders, left):
    trader, key = exchange.trader(deposit="10000.00000000"), exchange.keys.p256()
    exchange.accept(trader.associate(), account)
    exchange.authorize(trader, key)
    exchange.accept(trader.order(key))
    exchange.accept(trader.revoke(key, signer=key, open_orders=open_orders))
    exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
    assert len(exchange.look("/v1/orders", account, wallet=trader.address)) == left


def test_a_wallet_revokes_all_its_keys_also_those_that_nobody_has_seen(exchange):
    trader, keys = exchange.trader(deposit="10000.00000000"), [exchange.keys.secp256k1() for _ in range(3)]
    for key in keys[:2]:
        exchange.authorize(trader, key)
    unseen = trader.authorize(keys[2])
    assert "sessionKey" not in exchange.accept(trader.revoke(None))
    for key in keys[:2]:
        exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
    exchange.refuse(unseen, "AUTHORIZATION_REVOKED_IN_ADVANCE", 403)
    exchange.authorize(trader, exchange.keys.secp256k1())


def test_a_captured_revocation_is_no_authorisation(exchange):
    trader, key = exchange.trader(), exchange.keys.secp256k1()
    exchange.accept(trader.authorize_delegated(key))
    removal = trader.remove_delegated(key)
    exchange.accept(removal)
    removal.call = "POST /v1/delegatedKeys"
    exchange.refuse(removal, "SESSION_KEY_REVOKED", 403)


def test_an_account_reads_its_wallets_and_no_others(exchange, account):
    mine, other = exchange.trader(deposit="7.00000000"), exchange.trader(deposit="8.00000000")
    assert exchange.accept(mine.associate(), account)["quoteBalance"] == "7.00000000"
    assert balance(exchange, mine, account) == "7.00000000"
    for path in ["/v1/wallets", "/v1/orders", "/v1/fills", "/v1/positions", "/v1/deposits", "/v1/withdrawals",
                 "/v1/sessionKeys", "/v1/delegatedKeys", "/v1/initialMarginFractionOverride", "/v1/wsToken"]:
        assert exchange.read(path, account, wallet=mine.address).status == 200
        assert exchange.read(path, account, wallet=other.address).code == "WALLET_NOT_ASSOCIATED"


def test_a_session_key_s_credentials_read_its_wallet_and_no_other(exchange):
    mine, other = exchange.trader(deposit="7.00000000"), exchange.trader(deposit="8.00000000")
    credentials = exchange.authorize(mine, exchange.keys.secp256k1())
    assert balance(exchange, mine, credentials) == "7.00000000"
    assert exchange.read("/v1/wallets", credentials, wallet=other.address).code == "WALLET_NOT_ASSOCIATED"


def test_two_wallets_trade_with_each_other(exchange):
    buyer, seller = (exchange.trader(deposit="10000.00000000") for _ in range(2))
    keys = [exchange.keys.secp256k1(), exchange.keys.p256()]
    credentials = [exchange.authorize(trader, key) for trader, key in zip((buyer, seller), keys)]
    exchange.accept(seller.order(keys[1], side="sell", price="2000.00000000", quantity="0.50000000"))
    bought = exchange.accept(buyer.order(keys[0], type="market", quantity="0.50000000", timeInForce=None))
    assert (bought["status"], bought["executedQuantity"], len(bought["fills"])) == ("filled", "0.50000000", 1)
    for trader, credential, quantity in zip((buyer, seller), credentials, ("0.50000000", "-0.50000000")):
        assert exchange.look("/v1/positions", credential, wallet=trader.address)[0]["quantity"] == quantity
        fills = exchange.look("/v1/fills", credential, wallet=trader.address)
        assert [fill["fillId"] for fill in fills] == [bought["fills"][0]["fillId"]]
        one = exchange.look("/v1/fills", credential, wallet=trader.address, fillId=fills[0]["fillId"])
        assert one == fills[0]


def test_deposits_transfers_and_withdrawals_are_told(exchange, account):
    trader, friend = exchange.trader(deposit="100.00000000"), exchange.trader()
    for wallet in (trader, friend):
        exchange.accept(wallet.associate(), account)
    exchange.accept(trader.transfer(friend.address, "30.00000000"))
    withdrawal = exchange.accept(trader.withdraw("20.00000000"))
    assert balance(exchange, trader, account) == "50.00000000"
    assert balance(exchange, friend, account) == "30.00000000"
    one = exchange.look("/v1/withdrawals", account, wallet=trader.address, withdrawalId=withdrawal["withdrawalId"])
    assert [one] == exchange.look("/v1/withdrawals", account, wallet=trader.address)
    deposits = exchange.look("/v1/deposits", account, wallet=trader.address)
    assert [deposit["quantity"] for deposit in deposits] == ["100.00000000"]


def test_the_check_says_what_would_be_and_changes_nothing(exchange):
    trader, key = exchange.trader(deposit="10000.00000000"), exchange.keys.secp256k1()
    exchange.authorize(trader, key)
    order, withdrawal = trader.order(key), trader.withdraw("1.00000000", signer=key)
    before = exchange.ledger.latest()
    assert exchange.check(order) == {"admitted": True}
    assert exchange.check(withdrawal)["code"] == "SESSION_KEY_NOT_PERMITTED"
    assert exchange.ledger.latest() == before
    exchange.accept(order)
    assert exchange.check(order)["code"] == "NONCE_ALREADY_USED"


def test_a_custody_attempt_ends_a_key_where_the_operator_says_so(make_exchange):
    exchange = make_exchange("strict", admission={"custodyAttemptRevokesKey": True}).start()
    trader, key = exchange.trader(deposit="100.00000000"), exchange.keys.secp256k1()
    exchange.authorize(trader, key)
    exchange.accept(trader.order(key, quantity="0.01000000"))
    exchange.refuse(trader.withdraw("100.00000000", signer=key), "SESSION_KEY_NOT_PERMITTED", 403)
    assert exchange.ledger.entries()[-1].kind == 2
    exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
    reader = exchange.authorize(trader, exchange.keys.secp256k1())
    assert exchange.look("/v1/orders", reader, wallet=trader.address) == []
    assert balance(exchange, trader, reader) == "100.00000000"
    exchange.stop()
    exchange.audit()


def test_what_everybody_may_read_is_there(exchange):
    assert exchange.look("/v1/ping") == {}
    assert exchange.look("/v1/exchange")["bridgeAdapters"][
        "stargateBridgeAdapterV1KatanaContractAddress"] == ZERO_ADDRESS
    markets = [market["market"] for market in exchange.look("/v1/markets")]
    assert markets == ["BTC-USD", "ETH-USD", "SOL-USD"]
    for path in ["/v1/time", "/v1/gasFees", "/v1/tickers", "/health", "/metrics", "/openapi.yaml"]:
        exchange.look(path)
    for market in markets:
        exchange.look("/v1/orderbook", market=market, level=2)
        exchange.look("/v1/trades", market=market)
        exchange.look("/v1/candles", market=market, interval="1m")
