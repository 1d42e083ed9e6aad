"""An attacker plays with time: a key that has expired, a clock that is moved."""

import pathlib

import pytest

from arena.victim import KINDS
from harness.nonces import now
from harness.socket import Socket
from harness.trader import Trader

FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000


class MovedNonces:
    """Nonces by a clock that is ahead of this machine's."""

    def __init__(self, nonces, milliseconds):
        self._nonces = nonces
        self._milliseconds = milliseconds

    def next(self, milliseconds_from_now=0):
        return self._nonces.next(self._milliseconds + milliseconds_from_now)


class MovedExchange:
    """An exchange whose clock a test moves."""

    def __init__(self, make_exchange, path, name):
        assert FAKETIME, "libfaketime is missing: Scripts/install-dependencies installs it"
        self._offset = path / "offset"
        self._offset.write_text("+0\n")
        self.inner = make_exchange(name, environment={
            "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(self._offset), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}).start()

    def move(self, milliseconds):
        """Sets the server's clock ahead of this machine's, or behind it."""
        self._offset.write_text(f"{milliseconds / 1000:+}\n")
        told = self.inner.look("/v1/time")["serverTime"] - now()
        assert abs(told - milliseconds) < 5 * SECOND, f"the clock is {told} ms ahead"

    def at(self, trader, milliseconds):
        """The trader, with a clock that is so far ahead of this machine's."""
        return Trader(trader.domain, trader.wallet, MovedNonces(self.inner.nonces, milliseconds))


@pytest.fixture
def moved(make_exchange, tmp_path, request):
    exchange = MovedExchange(make_exchange, tmp_path, request.node.name.replace("[", "-").replace("]", "")[:60])
    yield exchange
    exchange.inner.finish()


@pytest.mark.parametrize("kind", KINDS)
def test_a_thief_dates_back_the_nonces_of_an_expired_key(moved, kind):
    """All that lie within the window of freshness, before the key's end, and were never used."""
    exchange = moved.inner
    trader, key = exchange.trader(deposit="1000.00000000"), getattr(exchange.keys, kind)()
    exchange.accept(trader.authorize(key, expires_in=HOUR))
    exchange.accept(trader.order(key))
    moved.move(HOUR + 30 * SECOND)
    with exchange.unchanged():
        for seconds_before_the_end in (0, 1, 5, 20, 29):
            thief = moved.at(trader, HOUR - seconds_before_the_end * SECOND)
            for signed in (thief.order(key), thief.cancel(key), thief.leverage(key)):
                exchange.refuse(signed, "SESSION_KEY_EXPIRED", 403)
        old = moved.at(trader, HOUR - 2 * MINUTE)
        exchange.refuse(old.order(key), "SESSION_KEY_EXPIRED", 403)


def test_a_thief_waits_for_the_clock_to_be_set_back(moved):
    """An entry after the expiry holds the ledger's time; no earlier time comes after it, so the key stays expired."""
    exchange = moved.inner
    trader, key = exchange.trader(deposit="1000.00000000"), exchange.keys.secp256k1()
    exchange.accept(trader.authorize(key, expires_in=5 * MINUTE))
    moved.move(6 * MINUTE)
    exchange.accept(moved.at(trader, 6 * MINUTE).deposit("1.00000000"))
    moved.move(0)
    with exchange.unchanged():
        for ahead in (0, 4 * MINUTE, 5 * MINUTE - SECOND):
            exchange.refuse(moved.at(trader, ahead).order(key), "SESSION_KEY_EXPIRED", 403)
    moved.move(-HOUR)
    with exchange.unchanged():
        exchange.refuse(moved.at(trader, -HOUR).order(key), "SESSION_KEY_EXPIRED", 403)


def test_a_thief_replays_a_nonce_after_the_clock_was_set_forth_and_back(moved):
    """Nonces that have been forgotten because of their age stay refused, whatever the clock says later."""
    exchange = moved.inner
    trader = exchange.trader(deposit="1000.00000000")
    deposit = trader.deposit("1.00000000")
    exchange.accept(deposit)
    moved.move(2 * HOUR)
    exchange.accept(moved.at(trader, 2 * HOUR).deposit("1.00000000"))
    for offset in (2 * HOUR, 0, -MINUTE):
        moved.move(offset)
        with exchange.unchanged():
            answer = exchange.answer(deposit)
        assert (answer.status, answer.code) in {(400, "NONCE_OUTSIDE_WINDOW"), (409, "NONCE_ALREADY_USED")}, answer


def test_the_owner_of_a_long_clock_makes_a_key_that_lives_longer_than_thirty_days(moved):
    exchange, day = moved.inner, 24 * HOUR
    trader = exchange.trader()
    with exchange.unchanged():
        answer = exchange.answer(trader.authorize(exchange.keys.secp256k1(), expires_in=30 * day + 10 * SECOND))
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER"), answer


def test_a_pair_that_reads_is_used_after_its_key_has_expired(moved):
    exchange = moved.inner
    trader, key = exchange.trader(), exchange.keys.secp256k1()
    pair = exchange.authorize(trader, key, expires_in=HOUR)
    token = exchange.look("/v1/wsToken", pair, wallet=trader.address)["token"]
    moved.move(HOUR + SECOND)
    with exchange.unchanged():
        answer = exchange.client.get(
            "/v1/orders", {"nonce": exchange.nonces.next(HOUR), "wallet": trader.address}, pair)
        assert (answer.status, answer.code) == (401, "INVALID_API_KEY"), answer

    with Socket(exchange.server.port) as socket:
        answer = socket.ask(method="subscribe", subscriptions=["orders"], token=token)
    assert answer["data"]["code"] == "INVALID_API_KEY", answer


def test_an_expired_key_is_authorised_again(moved):
    """An address is registered once, expired or not; and one that has expired can still be revoked, also by itself."""
    exchange = moved.inner
    trader, key = exchange.trader(), exchange.keys.secp256k1()
    exchange.accept(trader.authorize(key, expires_in=HOUR))
    moved.move(HOUR + SECOND)
    later = moved.at(trader, HOUR + SECOND)
    with exchange.unchanged():
        exchange.refuse(later.authorize_delegated(key), "SESSION_KEY_ALREADY_AUTHORIZED", 409)
        exchange.refuse(later.withdraw("1.00000000", signer=key), "SESSION_KEY_NOT_PERMITTED", 403)
    exchange.accept(later.revoke(key, signer=key))
    with exchange.unchanged():
        exchange.refuse(later.order(key), "SESSION_KEY_REVOKED", 403)
