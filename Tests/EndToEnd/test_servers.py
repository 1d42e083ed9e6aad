"""Several servers over one ledger in PostgreSQL: each takes any request, and the database decides."""

import concurrent.futures
import os
import signal
import subprocess
import time

import pytest

from harness.database import Database
from harness.waiting import wait_for

SERVERS = 3
RACES = 20
# After 3 s without word from the database a server is not ready; what comes on top is for slow machines.
UNREADY_SECONDS = 8
READY_SECONDS = 10


class Cluster:
    """Servers over one database, with the same secrets and the same publisher."""

    def __init__(self, make_exchange, name, count=SERVERS):
        self.database = Database().start()
        self._make = make_exchange
        self.exchanges, self.followers = [], []
        for index in range(count):
            self._add(f"{name}{index}")

    def _add(self, name):
        before = self.database.backends("follower")
        exchange = self._make(name, options=["--database", self.database.url])
        if self.exchanges:
            exchange.share(self.exchanges[0])
        self.exchanges.append(exchange.start())
        self.followers.append((self.database.backends("follower") - before).pop())

    def __iter__(self):
        return iter(self.exchanges)

    def __getitem__(self, index):
        return self.exchanges[index]

    def check_ledger(self):
        """Sequence numbers have no gaps, times do not go back, and the head is the last entry."""
        count, last, back, head = self.database.ask(
            "SELECT count(*), coalesce(max(sequence), 0), count(*) FILTER (WHERE time < before), "
            "(SELECT sequence FROM head) "
            "FROM (SELECT sequence, time, lag(time) OVER (ORDER BY sequence) AS before FROM entry) e")[0]
        assert count == last == head and back == "0", (count, last, back, head)
        return int(last)

    def check_states(self, traders):
        """All servers that run answer the same at the same sequence number."""
        last = self.check_ledger()
        running = [exchange for exchange in self if exchange.server.is_running]
        for path in ["/v1/markets", "/v1/trades?market=ETH-USD", "/v1/orderbook?market=ETH-USD&level=2"]:
            answers = [read_at(exchange, path, last) for exchange in running]
            assert len({(answer.status, answer.data) for answer in answers}) == 1, (path, answers)
            assert answers[0].status == 200, answers[0]
        for trader, credentials in traders:
            for path in ["/v1/wallets", "/v1/orders", "/v1/fills", "/v1/sessionKeys"]:
                answers = [exchange.look(path, credentials, wallet=trader.address) for exchange in running]
                assert all(answer == answers[0] for answer in answers), (path, answers)


def read_at(exchange, target, sequence):
    return exchange.client.send("GET", target, headers={"X-Wait-For-Sequence": str(sequence)})


def sequence_of(answer):
    return int(answer.headers["x-sequence"])


def health(exchange):
    return exchange.client.get("/health").status


@pytest.fixture(scope="module")
def make_cluster(make_exchange):
    made = []

    def make(name, count=SERVERS):
        made.append(Cluster(make_exchange, name, count))
        return made[-1]

    yield make
    for cluster in made:
        for exchange in cluster:
            exchange.server.end()
        cluster.database.close()


@pytest.fixture(scope="module")
def cluster(make_cluster):
    return make_cluster("shared")


def trader_with_key(exchange):
    trader = exchange.trader(deposit="100000.00000000")
    key = exchange.keys.secp256k1()
    return trader, key, exchange.authorize(trader, key)


def test_what_one_server_answered_is_read_at_another(cluster):
    """A session that was started at one is good at another, and its order is found at the third."""
    trader, key, credentials = trader_with_key(cluster[0])
    for round_ in range(20):
        at, elsewhere = cluster[round_ % SERVERS], cluster[(round_ + 1) % SERVERS]
        answer = at.answer(trader.order(key))
        assert answer.status == 200, answer
        assert read_at(elsewhere, "/v1/exchange", sequence_of(answer)).status == 200
        found = elsewhere.look("/v1/orders", credentials, wallet=trader.address, orderId=answer.json["orderId"])
        assert found["orderId"] == answer.json["orderId"]
    cluster.check_states([(trader, credentials)])


def test_an_entry_that_does_not_come_is_waited_for_a_second(cluster):
    begin = time.monotonic()
    answer = read_at(cluster[0], "/v1/markets", cluster.check_ledger() + 1_000_000)
    assert answer.status == 503 and answer.headers["retry-after"]
    assert 0.9 < time.monotonic() - begin < 3
    for text in ["-1", "1.0", "01", "x", str(2**64)]:
        assert cluster[0].client.send("GET", "/v1/markets", headers={"X-Wait-For-Sequence": text}).status == 400


def test_a_revocation_binds_all_servers_at_once(cluster):
    """Also one that hears nothing: it asks the database, not its memory."""
    for is_stalled in [False, True]:
        trader, key, _ = trader_with_key(cluster[0])
        for exchange in cluster:
            exchange.accept(trader.order(key))
        if is_stalled:
            os.kill(cluster.followers[1], signal.SIGSTOP)
        try:
            cluster[0].accept(trader.revoke(key))
            for exchange in cluster:
                exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
        finally:
            if is_stalled:
                os.kill(cluster.followers[1], signal.SIGCONT)


def test_a_server_that_hears_nothing_is_not_ready_until_it_does(cluster):
    trader, key, _ = trader_with_key(cluster[0])
    os.kill(cluster.followers[1], signal.SIGSTOP)
    try:
        wait_for(lambda: health(cluster[1]) == 503, UNREADY_SECONDS, "the server notices that it hears nothing")
        assert cluster[1].client.get("/v1/markets").status == 503
        assert cluster[1].client.call(trader.order(key)).status == 503
        cluster[0].accept(trader.order(key))
        assert health(cluster[0]) == health(cluster[2]) == 200
    finally:
        os.kill(cluster.followers[1], signal.SIGCONT)
    wait_for(lambda: health(cluster[1]) == 200, READY_SECONDS, "the server is ready again")
    cluster[1].accept(trader.order(key))
    cluster.check_states([])


def test_a_nonce_is_used_once_whichever_servers_are_asked(cluster):
    trader, key, credentials = trader_with_key(cluster[0])
    with concurrent.futures.ThreadPoolExecutor(SERVERS * 2) as pool:
        for _ in range(RACES):
            order = trader.order(key)
            answers = list(pool.map(lambda index, order=order: cluster[index % SERVERS].client.call(order),
                                    range(SERVERS * 2)))
            assert sum(answer.status == 200 for answer in answers) == 1, answers
            refused = {answer.code for answer in answers if answer.status != 200}
            assert refused == {"NONCE_ALREADY_USED"}, answers
    cluster.check_states([(trader, credentials)])


def test_the_others_go_on_when_one_is_killed(make_cluster):
    cluster = make_cluster("killed")
    trader, key, credentials = trader_with_key(cluster[0])
    stop = time.monotonic() + 3
    longest = 0

    def trade(exchange):
        slowest, count = 0, 0
        while time.monotonic() < stop:
            begin = time.monotonic()
            exchange.accept(trader.order(key))
            slowest, count = max(slowest, time.monotonic() - begin), count + 1
        return slowest, count

    with concurrent.futures.ThreadPoolExecutor(SERVERS) as pool:
        others = [pool.submit(trade, exchange) for exchange in cluster.exchanges[1:]]
        time.sleep(1)
        cluster[0].kill()
        for slowest, count in [other.result() for other in others]:
            longest = max(longest, slowest)
            assert count > 0
    assert longest < 2, longest
    cluster.check_states([(trader, credentials)])
    cluster[0].start()
    cluster.check_states([(trader, credentials)])


def test_without_the_database_nobody_is_answered_and_with_it_everybody_again(make_cluster):
    cluster = make_cluster("outage", 2)
    trader, key, credentials = trader_with_key(cluster[0])
    cluster[0].accept(trader.order(key))
    cluster.database.stop()
    order = trader.order(key)
    assert cluster[0].client.call(order).status in (500, 503)
    for exchange in cluster:
        wait_for(lambda exchange=exchange: health(exchange) == 503, UNREADY_SECONDS, "its health says so")
        # What was read a moment ago is still told for 3 s: it says which entry it is of.
        wait_for(lambda exchange=exchange: exchange.client.get("/v1/markets").status == 503, UNREADY_SECONDS,
                 "what it has heard is too old")
        assert exchange.client.call(order).status == 503
        assert "the ledger cannot be followed" in exchange.server.last_words()
    cluster.database.start()
    for exchange in cluster:
        wait_for(lambda exchange=exchange: health(exchange) == 200, READY_SECONDS, "the server is ready again")
    for exchange in cluster:
        exchange.accept(trader.order(key))
    cluster.check_states([(trader, credentials)])


def test_a_password_in_the_url_is_refused_and_not_repeated(cluster):
    command = [cluster[0].server.tool, "serve", "--sandbox", "--database", "postgresql://me:hunter2@127.0.0.1/x"]
    result = subprocess.run(command, capture_output=True, check=False, timeout=20)
    assert result.returncode != 0
    assert b"pgpass" in result.stderr and b"hunter2" not in result.stderr + result.stdout
