"""A revocation is final the moment it is answered, however many connections send orders of the key meanwhile."""

import random
import threading
import time

from harness.raw import Connection

ROUNDS = 100
CLIENTS = 64
SEED = 20261125
# How long the clients take to begin, one after another: however fast the server is, the revocation comes among them.
SPREAD_SECONDS = 0.02


class Race:
    """One key, its orders, and its wallet's revocation. Each client sends one order on its turn, and one afterwards."""

    def __init__(self, exchange, trader):
        self.key = exchange.keys.secp256k1()
        exchange.authorize(trader, self.key)
        self.orders = [[trader.order(self.key, quantity="0.00100000", timeInForce="ioc", selfTradePrevention="cn")
                        for _ in range(2)] for _ in range(CLIENTS)]
        self.revocation = trader.revoke(self.key)
        self.begin = threading.Barrier(CLIENTS + 1)
        self.answered = threading.Event()
        self.answered_at = None
        self.results = []

    def run_client(self, connection, number):
        self.begin.wait()
        time.sleep(SPREAD_SECONDS * number / CLIENTS)
        for turn, order in enumerate(self.orders[number]):
            if turn == 1:
                self.answered.wait()
            began = time.monotonic()
            self.results.append((began, connection.call(order)))

    def revoke(self, connection, delay):
        self.begin.wait()
        time.sleep(delay)
        answer = connection.call(self.revocation)
        self.answered_at = time.monotonic()
        self.answered.set()
        return answer

    def run(self, connections, delay):
        """Gives the place of the revocation in the ledger."""
        threads = [threading.Thread(target=self.run_client, args=(connection, number))
                   for number, connection in enumerate(connections[1:])]
        for thread in threads:
            thread.start()
        try:
            answer = self.revoke(connections[0], delay)
        finally:
            self.answered.set()
            for thread in threads:
                thread.join()
        assert answer.status == 200, f"the revocation is answered {answer}"
        return answer.json["sequence"]

    def check(self, revoked_at, entries):
        """No order that began after the answer was admitted, and none stands behind the revocation."""
        assert len(self.results) == 2 * CLIENTS
        admitted = [(began, answer) for began, answer in self.results if answer.status == 200]
        late = [answer for began, answer in admitted if began > self.answered_at]
        assert not late, f"{len(late)} orders that began after the revocation was answered were admitted"
        refusals = {answer.code for _, answer in self.results if answer.status != 200}
        assert refusals == {"SESSION_KEY_REVOKED"}, f"orders were refused for {refusals}"
        of_key = [entry.sequence for entry in entries if entry.session_key == self.key.address.lower()]
        assert all(sequence < revoked_at for sequence in of_key)
        assert sorted(answer.json["sequence"] for _, answer in admitted) == of_key
        return len(admitted)


def test_no_order_that_begins_after_the_answer_is_admitted(make_exchange):
    exchange = make_exchange("race").start()
    trader = exchange.trader(deposit="1000000.00000000")
    connections, delays = [Connection(exchange.server.port) for _ in range(CLIENTS + 1)], random.Random(SEED)
    admitted = []
    for _ in range(ROUNDS):
        race, before = Race(exchange, trader), exchange.ledger.latest()[0]
        revoked_at = race.run(connections, delays.uniform(0, SPREAD_SECONDS))
        admitted.append(race.check(revoked_at, exchange.ledger.entries(before)))
    for connection in connections:
        connection.close()
    # Only where some came before and some after was there a race.
    assert sum(0 < count < CLIENTS for count in admitted) > ROUNDS // 4, f"admitted were {admitted}"
    exchange.stop()
    exchange.audit()
