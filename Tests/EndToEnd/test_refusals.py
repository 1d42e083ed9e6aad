"""Every refusal of the core's table over HTTP: with its code and a fitting status, and without any effect."""

import pathlib
import re
import time

import pytest

from harness.client import SignedBody
from harness.exchange import INDEX_PRICE
from harness.nonces import now

SOURCE = pathlib.Path(__file__).parents[2] / "Sources/SessionKeys/Rules/Refusal.swift"
MINUTE = 60_000

# Codes that nobody can provoke over HTTP, and why.
OUT_OF_REACH = {
    "NONCE_INVALIDATED": "nonces are invalidated by a transaction, and a sandbox has no chain",
}
CASES = []


def case(code, status):
    """Declares how to provoke a refusal: a function that makes a signed call from a scene."""
    def declare(function):
        CASES.append(pytest.param(code, status, function, id=f"{code} {function.__name__}"))
        return function
    return declare


class Scene:
    """A wallet with money and a key that may do everything, and another such pair."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.trader = exchange.trader(deposit="10000.00000000")
        self.other = exchange.trader(deposit="10000.00000000")
        self.key = self.new_key()
        self.others_key = exchange.keys.secp256k1()
        exchange.authorize(self.other, self.others_key)

    def new_key(self, trader=None, **scope):
        key = self.exchange.keys.secp256k1()
        self.exchange.authorize(trader or self.trader, key, **scope)
        return key

    def fresh(self, kind="secp256k1"):
        return getattr(self.exchange.keys, kind)()

    def nonce(self, milliseconds_from_now):
        return self.exchange.nonces.next(milliseconds_from_now)

    def done(self, signed):
        """A call that has been carried out."""
        self.exchange.accept(signed)
        return signed


# Who signed?


@case("INVALID_PARAMETER", 400)
def order_without_price(s):
    return s.trader.sign("POST /v1/orders", market="ETH-USD", type="limit", side="buy", quantity="1.00000000")


@case("INVALID_PARAMETER", 400)
def order_of_nothing(s):
    return s.trader.order(s.key, quantity="0.00000000")


@case("INVALID_PARAMETER", 400)
def fill_or_kill_that_keeps_the_newest(s):
    return s.trader.order(s.key, timeInForce="fok")


@case("SESSION_KEY_NOT_PERMITTED", 403)
def withdrawal_by_a_key(s):
    return s.trader.withdraw("1.00000000", signer=s.key)


@case("SESSION_KEY_NOT_PERMITTED", 403)
def withdrawal_by_a_p256_key(s):
    key = s.fresh("p256")
    s.exchange.authorize(s.trader, key)
    return s.trader.withdraw("1.00000000", signer=key)


@case("SESSION_KEY_NOT_PERMITTED", 403)
def revocation_of_another_key_by_a_key(s):
    return s.trader.revoke(s.new_key(), signer=s.key)


@case("INVALID_WALLET_SIGNATURE", 401)
def order_by_a_stranger(s):
    return s.trader.order(s.key, signer=s.fresh())


@case("INVALID_WALLET_SIGNATURE", 401)
def order_by_a_key_that_it_does_not_name(s):
    return s.trader.order(None, signer=s.key)


@case("INVALID_WALLET_SIGNATURE", 401)
def withdrawal_by_a_stranger(s):
    return s.trader.withdraw("1.00000000", signer=s.others_key)


@case("INVALID_WALLET_SIGNATURE", 401)
def order_with_another_quantity_than_was_signed(s):
    signed = s.trader.order(s.key)
    return SignedBody(signed.call, {**signed.parameters, "quantity": "9.00000000"}, signed.document["signature"])


@case("SESSION_KEY_UNKNOWN", 404)
def order_by_a_key_that_was_never_registered(s):
    return s.trader.order(s.fresh())


@case("SESSION_KEY_UNKNOWN", 404)
def revocation_of_a_key_that_was_never_registered(s):
    return s.trader.revoke(s.fresh())


@case("SESSION_KEY_OF_ANOTHER_WALLET", 403)
def order_by_another_wallet_s_key(s):
    return s.trader.order(s.others_key)


@case("SESSION_KEY_OF_ANOTHER_WALLET", 403)
def revocation_of_another_wallet_s_key(s):
    return s.trader.revoke(s.others_key)


@case("SESSION_KEY_CONSENT_MISSING", 400)
def authorization_without_consent(s):
    return s.trader.authorize(s.fresh(), consent=None)


@case("SESSION_KEY_PUBLIC_KEY_MISMATCH", 400)
def authorization_with_another_public_key(s):
    return s.trader.authorize(s.fresh("p256"), publicKey=s.fresh("p256").public_key)


@case("SESSION_KEY_PUBLIC_KEY_MISSING", 400)
def p256_authorization_without_public_key(s):
    return s.trader.authorize(s.fresh("p256"), publicKey=None)


@case("SESSION_KEY_CONSENT_INVALID", 401)
def authorization_with_the_consent_of_another_key(s):
    signed = s.trader.authorize(s.fresh())
    consent = s.fresh().sign(s.trader.domain.consent(signed.parameters))
    return SignedBody(signed.call, signed.parameters, signed.document["signature"], consent)


# May they, now?


@case("SESSION_KEY_REVOKED", 403)
def order_by_a_revoked_key(s):
    key = s.new_key()
    s.done(s.trader.revoke(key))
    return s.trader.order(key)


@case("SESSION_KEY_REVOKED", 403)
def authorization_of_a_revoked_key(s):
    key = s.new_key()
    s.done(s.trader.revoke(key))
    return s.other.authorize(key)


@case("SESSION_KEY_EXPIRED", 403)
def order_after_the_expiry(s):
    key, expires_in = s.fresh(), 300
    signed = s.trader.authorize(key, expires_in=expires_in)
    s.done(signed)
    while now() < signed.parameters["expiresAt"]:
        time.sleep(0.02)
    return s.trader.order(key)


@case("SESSION_KEY_EXPIRED", 403)
def order_with_a_nonce_after_the_expiry(s):
    key = s.new_key(expires_in=4_000)
    return s.trader.order(key, nonce=s.nonce(6_000))


@case("SESSION_KEY_EXPIRED", 403)
def authorization_that_is_over(s):
    return s.trader.authorize(s.fresh(), nonce=s.nonce(-5_000), expires_in=-1)


@case("NONCE_PREDATES_AUTHORIZATION", 403)
def order_from_before_the_authorization(s):
    nonce = s.exchange.nonces.next()
    return s.trader.order(s.new_key(), nonce=nonce)


@case("NONCE_OUTSIDE_WINDOW", 400)
def old_deposit(s):
    return s.trader.deposit("1.00000000", nonce=s.nonce(-10 * MINUTE - 1))


@case("NONCE_OUTSIDE_WINDOW", 400)
def deposit_of_the_future(s):
    return s.trader.deposit("1.00000000", nonce=s.nonce(15_000))


@case("NONCE_OUTSIDE_WINDOW", 400)
def old_order_of_a_key(s):
    key = s.fresh()
    s.done(s.trader.authorize(key, nonce=s.nonce(-5 * MINUTE)))
    return s.trader.order(key, nonce=s.nonce(-MINUTE - 1))


@case("NONCE_ALREADY_USED", 409)
def order_sent_twice(s):
    return s.done(s.trader.order(s.key))


@case("NONCE_ALREADY_USED", 409)
def order_with_the_nonce_of_a_deposit(s):
    return s.trader.order(s.key, nonce=s.done(s.trader.deposit("1.00000000")).nonce)


@case("SESSION_KEY_NOT_ALLOWED", 400)
def authorization_of_the_wallet_itself(s):
    return s.trader.authorize_delegated(s.trader.wallet)


@case("SESSION_KEY_ALREADY_AUTHORIZED", 409)
def second_authorization(s):
    return s.trader.authorize(s.key)


@case("SESSION_KEY_ALREADY_AUTHORIZED", 409)
def authorization_of_another_wallet_s_key(s):
    return s.trader.authorize(s.others_key)


@case("AUTHORIZATION_REVOKED_IN_ADVANCE", 403)
def authorization_from_before_the_revocation_of_all(s):
    trader = s.exchange.trader()
    signed = trader.authorize(s.fresh())
    s.done(trader.revoke(None))
    return signed


# May they do this?


@case("SESSION_KEY_NOT_PERMITTED", 403)
def order_by_a_key_that_may_cancel_only(s):
    return s.trader.order(s.new_key(permission="cancelOnly"))


@case("SESSION_KEY_NOT_PERMITTED", 403)
def opening_order_by_a_key_that_may_reduce_only(s):
    return s.trader.order(s.new_key(permission="reduceOnly"))


@case("SESSION_KEY_MARKET_NOT_PERMITTED", 403)
def order_in_another_market(s):
    return s.trader.order(s.new_key(markets=["BTC-USD", "SOL-USD"]))


@case("INDEX_PRICE_UNAVAILABLE", 409)
def limited_order_where_there_is_no_index_price(s):
    return s.trader.order(s.new_key(maximumPriceDeviation="0.05000000"), market="NONE-USD")


@case("SESSION_KEY_ORDER_VALUE_EXCEEDED", 403)
def order_worth_a_pip_too_much(s):
    return s.trader.order(s.new_key(maximumOrderValue="99.99999999"), quantity="0.10000000", price="1000.00000000")


@case("SESSION_KEY_PRICE_DEVIATION_EXCEEDED", 403)
def order_too_far_from_the_index_price(s):
    price = f"{INDEX_PRICE * 105 // 100 + 1}.00000000"
    return s.trader.order(s.new_key(maximumPriceDeviation="0.05000000"), quantity="0.00100000", price=price)


@case("SESSION_KEY_DAILY_VALUE_EXCEEDED", 403)
def second_order_of_a_day_that_has_room_for_one(s):
    key = s.new_key(maximumDailyValue="150.00000000")
    s.done(s.trader.order(key))
    return s.trader.order(key)


@pytest.fixture(scope="module")
def scene(exchange):
    return Scene(exchange)


def wealth(scene):
    """A function that tells all that two wallets have, and what their keys have done."""
    readers = [(trader, scene.exchange.authorize(trader, scene.fresh())) for trader in (scene.trader, scene.other)]

    def look():
        return [describe(scene.exchange, trader.address, credentials) for trader, credentials in readers]
    return look


def describe(exchange, wallet, credentials):
    # Keys expire meanwhile: what they are allowed changes by itself, what they have done does not.
    keys = [[key[name] for name in ("sessionKey", "actionCount", "valueUsedToday", "registeredSequence")]
            + [key.get("revokedSequence")] for key in exchange.look("/v1/sessionKeys", credentials, wallet=wallet)]
    return keys, [exchange.look(path, credentials, wallet=wallet)
                  for path in ("/v1/wallets", "/v1/orders", "/v1/positions", "/v1/deposits", "/v1/withdrawals")]


@pytest.mark.parametrize("code, status, provoke", CASES)
def test_refusal(scene, code, status, provoke):
    signed = provoke(scene)
    look = wealth(scene)
    ledger, before = scene.exchange.ledger.latest(), look()
    checked = scene.exchange.check(signed)
    assert (checked["admitted"], checked["code"]) == (False, code)
    scene.exchange.refuse(signed, code, status)
    assert scene.exchange.ledger.latest() == ledger
    assert look() == before


def test_a_key_that_lies_further_ahead_than_the_operator_allows_now(make_exchange):
    exchange = make_exchange("ahead", admission={"nonceAheadMaximum": 2 * MINUTE}).start()
    trader, key = exchange.trader(), exchange.keys.secp256k1()
    exchange.accept(trader.authorize(key, nonce=exchange.nonces.next(MINUTE)))
    exchange.stop()
    exchange.configure(exchange.server.data)
    exchange.start()
    before = exchange.ledger.latest()
    exchange.refuse(trader.order(key), "SESSION_KEY_NOT_YET_VALID", 403)
    assert exchange.ledger.latest() == before
    exchange.stop()


def test_every_code_is_provoked():
    known = set(re.findall(r'case \w+ = "([A-Z0-9_]+)"', SOURCE.read_text(encoding="utf-8")))
    provoked = {parameters.values[0] for parameters in CASES} | {"SESSION_KEY_NOT_YET_VALID"}
    assert known - provoked == set(OUT_OF_REACH)
