"""Bad signatures pour in from one address while honest clients trade from another.

`Scripts/check-attacks --flood` measures what honest clients keep of their rate. Here nothing is timed: it is tested that they
are answered, each of them, and that the flood is not.
"""

import itertools
import json
import socket as sockets
import time

import pytest

from arena.flood import FLOODS, HONEST_ADDRESS, Flood, Orders, bad_order, build_sender, measure
from arena.victim import KINDS
from harness.raw import RawAnswer, is_whole, request
from harness.server import HOST

ROUNDS = 2
ROUND_SECONDS = 0.8
# Of one address in the flood, so that also a slow machine gets to the end of a full bucket: a burst of 200 bad signatures,
# and 100 a second. A round takes longer on it than it should.
FLOOD_LIMIT = 2_000
TRIED_MAXIMUM = 900
REQUESTS_PER_SECOND = 200
# What a signature that is nobody's costs, and one of a session key where only its wallet's counts.
COST_OF_BAD_SIGNATURE = 20
COST_OF_CUSTODY_ATTEMPT = 100


@pytest.mark.parametrize("what", FLOODS)
def test_honest_clients_trade_on_while_bad_signatures_pour_in(make_exchange, tmp_path, what):
    exchange = make_exchange(f"flooded-by-{what}", limits={"requestsPerAddressPerSecond": FLOOD_LIMIT}).start()
    trader, key = exchange.trader(deposit="1000000.00000000"), exchange.keys.p256()
    exchange.authorize(trader, key)
    orders, sender, before = Orders(trader, key), build_sender(tmp_path), exchange.ledger.latest()[0]
    rounds = [measure(exchange, exchange.trader(), orders, sender, ROUND_SECONDS, what, rate_maximum=800)
              for _ in range(ROUNDS)]
    # Each honest order was answered with 200 before the next was sent, or measuring would have failed.
    assert all(round_.during > 0 for round_ in rounds), rounds
    # The flood was read no faster than it may be tried, and mostly waits; none of it is in the ledger.
    assert all(0 < round_.sent.limited and round_.sent.nobodys < TRIED_MAXIMUM for round_ in rounds), [
        round_.sent for round_ in rounds]
    flooded = exchange.ledger.entries(before)
    assert {entry.session_key for entry in flooded} == {key.address.lower()}
    exchange.admitted += [entry.nonce for entry in flooded]
    time.sleep(2)
    exchange.finish()


class Limited:
    """An exchange that takes few requests from an address, to see what each costs. Each attack has its own address."""

    def __init__(self, make_exchange, name):
        self.exchange = make_exchange(name, limits={"requestsPerAddressPerSecond": REQUESTS_PER_SECOND}).start()
        self.trader = self.exchange.trader()
        self.keys = {kind: getattr(self.exchange.keys, kind)() for kind in KINDS}
        for key in self.keys.values():
            self.exchange.authorize(self.trader, key)
        self._addresses = (f"127.0.1.{number}" for number in itertools.count(1))

    def taken(self, data, attempts=2 * REQUESTS_PER_SECOND):
        """How many requests are taken, of those that are sent at once by an address with a full bucket."""
        address = (next(self._addresses), 0)
        with sockets.create_connection((HOST, self.exchange.server.port), 10, address) as connection:
            for number in range(attempts):
                connection.sendall(data)
                answer = b""
                while not is_whole(answer):
                    answer += connection.recv(65536)
                if RawAnswer(answer).status == 429:
                    return number
        return attempts


@pytest.fixture(scope="module")
def limited(make_exchange):
    limited = Limited(make_exchange, "limited")
    yield limited
    limited.exchange.finish()


def send(signed):
    return request(*signed.call.split(" "), signed.bytes)


def ask(signed):
    """The check of a call, which is answered 200 where the call would be refused."""
    body = json.dumps({"request": signed.call, "body": signed.document}).encode()
    return request("POST", "/v1/sessionKeys/check", body)


@pytest.mark.parametrize("what, cost, way", [
    ("nobody's signature", COST_OF_BAD_SIGNATURE, send), ("nobody's signature", COST_OF_BAD_SIGNATURE, ask),
    ("nobody's 64 bytes", COST_OF_BAD_SIGNATURE, ask), ("a consent that is not the key's", COST_OF_BAD_SIGNATURE, send),
    ("a withdrawal by a key", COST_OF_CUSTODY_ATTEMPT, send),
    ("a withdrawal by a P-256 key", COST_OF_CUSTODY_ATTEMPT, ask),
], ids=lambda value: value.__name__ if callable(value) else str(value))
def test_signatures_that_stand_for_nothing_are_tried_one_after_another(limited, what, cost, way):
    """Each way in charges the same, whatever it answers: verifying costs as much as an order, and earns nothing."""
    exchange, trader = limited.exchange, limited.trader
    with exchange.unchanged():
        signed = {
            "nobody's signature": lambda: trader.withdraw("1.00000000", signer=exchange.keys.secp256k1()),
            "nobody's 64 bytes": lambda: trader.withdraw("1.00000000", signer=exchange.keys.p256()),
            "a consent that is not the key's": lambda: trader.authorize(
                exchange.keys.secp256k1(), consent=trader.authorize(exchange.keys.secp256k1()).document["consent"]),
            "a withdrawal by a key": lambda: trader.withdraw("1.00000000", signer=limited.keys["secp256k1"]),
            "a withdrawal by a P-256 key": lambda: trader.withdraw("1.00000000", signer=limited.keys["p256"]),
        }[what]()
        taken = limited.taken(way(signed))
        # Two seconds' worth are in a full bucket, and some more come while they are used.
        assert taken <= 3 * 2 * REQUESTS_PER_SECOND // cost, f"{taken} were taken"


def test_an_address_that_is_over_its_limit_holds_up_nobody_else(limited, tmp_path):
    """Whoever trades from another address is served; whoever floods waits for each refusal."""
    exchange = limited.exchange
    flood = Flood(build_sender(tmp_path), exchange.server.port, bad_order(exchange, limited.trader), 2)
    time.sleep(0.5)
    began, answers = time.monotonic(), 0
    with sockets.create_connection((HOST, exchange.server.port), 10, (HONEST_ADDRESS, 0)) as connection:
        for _ in range(50):
            connection.sendall(request("GET", "/v1/ping"))
            answers += b" 200 " in connection.recv(65536)
    assert answers == 50 and time.monotonic() - began < 5
    sent = flood.wait()
    # 16 connections, each of which waits for half a second before it is told.
    assert 0 < sent.limited < 200, sent
    time.sleep(2.5)
