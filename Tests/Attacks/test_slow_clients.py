"""An attacker keeps connections busy with next to nothing: trickled requests, answers that are never read."""

import socket as sockets
import threading
import time

import pytest

from arena.memory import MEGABYTE, resident_bytes
from harness.raw import Connection, exchange_bytes, request
from harness.server import HOST

SLOW_CONNECTIONS_OF_EACH_KIND = 34
PATIENCE_SECONDS = 2
HONEST_ORDERS = 100
# Far more than an order takes on a busy machine, and less than anybody's patience with the slow ones.
ORDER_SECONDS_MAXIMUM = 2.5
MEMORY_GROWTH_MAXIMUM = 128 * MEGABYTE


@pytest.fixture(scope="module")
def exchange(make_exchange):
    exchange = make_exchange("slow", limits={
        "secondsUntilHead": PATIENCE_SECONDS, "secondsUntilBody": PATIENCE_SECONDS,
        "secondsUntilResponse": PATIENCE_SECONDS}).start()
    yield exchange
    exchange.finish()


class Trickle:
    """Connections that send a byte now and then, each until the server closes it."""

    def __init__(self, port, first, drops, count=SLOW_CONNECTIONS_OF_EACH_KIND):
        self.began = time.monotonic()
        self._drops = drops
        self._open = {}
        for _ in range(count):
            connection = sockets.create_connection((HOST, port), timeout=5)
            connection.sendall(first)
            connection.setblocking(False)
            self._open[connection] = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self.emptied_after = None

    def _run(self):
        while self._open and not self._stop.wait(0.1):
            for connection in list(self._open):
                if not self._drip(connection):
                    connection.close()
                    del self._open[connection]
        if not self._open:
            self.emptied_after = time.monotonic() - self.began

    def _drip(self, connection):
        try:
            if connection.recv(65536) == b"":
                return False
        except BlockingIOError:
            pass
        except OSError:
            return False
        try:
            connection.send(self._drops)
        except BlockingIOError:
            pass
        except OSError:
            return False
        return True

    def wait(self, seconds):
        self._thread.join(seconds)
        self._stop.set()
        self._thread.join()
        for connection in self._open:
            connection.close()
        return self.emptied_after


SLOW = {
    "a request line": (b"GET /v1/p", b"i"),
    "headers": (b"GET /v1/ping HTTP/1.1\r\nhost: x\r\n", b"x: y\r\n"),
    "a body": (b"POST /v1/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n", b" "),
    "chunks": (b"POST /v1/orders HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "empty lines": (b"", b"\r\n"),
    "the size of a chunk": (b"POST /v1/orders HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n", b"0"),
}


def test_two_hundred_connections_trickle_while_honest_clients_trade(exchange, victim):
    before = resident_bytes(exchange.process_id)
    trickles = {name: Trickle(exchange.server.port, *slow) for name, slow in SLOW.items()}
    connection, longest = Connection(exchange.server.port), 0
    for _ in range(HONEST_ORDERS):
        order = victim.trader.order(victim.keys["secp256k1"], price="1.00000000", quantity="0.01000000")
        began = time.monotonic()
        answer = connection.call(order)
        longest = max(longest, time.monotonic() - began)
        assert answer.status == 200, answer
        exchange.admitted.append(order.nonce)
    connection.close()
    exchange.accept(victim.trader.cancel(victim.keys["secp256k1"]))
    for name, trickle in trickles.items():
        emptied_after = trickle.wait(5 * PATIENCE_SECONDS)
        assert emptied_after is not None and emptied_after < 5 * PATIENCE_SECONDS, f"{name}: slow clients were kept"
    assert longest < ORDER_SECONDS_MAXIMUM
    assert resident_bytes(exchange.process_id) - before < MEMORY_GROWTH_MAXIMUM


def test_fifty_clients_ask_for_much_and_read_nothing(exchange, victim):
    before, clients = resident_bytes(exchange.process_id), []
    question = request("GET", "/openapi.yaml") * 50
    for _ in range(50):
        connection = sockets.socket()
        connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        connection.settimeout(5)
        connection.connect((HOST, exchange.server.port))
        connection.sendall(question)
        clients.append(connection)
    exchange.accept(victim.trader.deposit("1.00000000"))
    assert resident_bytes(exchange.process_id) - before < MEMORY_GROWTH_MAXIMUM
    time.sleep(PATIENCE_SECONDS + 1)
    assert all(is_cut_off(connection) for connection in clients)


def is_cut_off(connection):
    """Whether the server has closed the connection, behind what it had written before."""
    try:
        while connection.recv(1 << 20):
            pass
        return True
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        connection.close()


def test_all_connections_that_there_are_are_taken_and_given_back(make_exchange):
    """Whoever comes then waits, until the deadlines have freed a place: nobody is turned away for good."""
    places = 20
    limits = {"connectionsMaximum": places, "secondsUntilHead": PATIENCE_SECONDS}
    exchange = make_exchange("full", limits=limits).start()
    idle = [sockets.create_connection((HOST, exchange.server.port)) for _ in range(2 * places)]
    began = time.monotonic()
    answer = exchange_bytes(exchange.server.port, request("GET", "/v1/ping"), timeout=8 * PATIENCE_SECONDS)
    assert answer.status == 200 and time.monotonic() - began < 6 * PATIENCE_SECONDS
    for connection in idle:
        connection.close()
    exchange.finish()


def test_a_trader_who_is_connected_trades_on_while_all_other_places_are_taken(make_exchange):
    places = 20
    exchange = make_exchange("crowded", limits={"connectionsMaximum": places}).start()
    trader = exchange.trader()
    idle = [sockets.create_connection((HOST, exchange.server.port)) for _ in range(places)]
    for _ in range(20):
        exchange.accept(trader.deposit("1.00000000"))
    for connection in idle:
        connection.close()
    exchange.finish()


def test_websockets_are_fed_fragments_that_never_end(exchange):
    connections = []
    for _ in range(50):
        connection = sockets.create_connection((HOST, exchange.server.port), timeout=5)
        connection.sendall(
            f"GET /ws HTTP/1.1\r\nhost: 127.0.0.1:{exchange.server.port}\r\nconnection: upgrade\r\n"
            "upgrade: websocket\r\nsec-websocket-version: 13\r\n"
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
        assert b"101" in connection.recv(65536)
        connections.append(connection)
    before = resident_bytes(exchange.process_id)
    fragment = b"\x01\xfe" + (1_000).to_bytes(2, "big") + b"\0\0\0\0" + b" " * 1_000
    continuation = b"\x00" + fragment[1:]
    for connection in connections:
        try:
            connection.sendall(fragment)
            for _ in range(200):
                connection.sendall(continuation)
        except OSError:
            pass
    assert all(is_cut_off(connection) for connection in connections)
    assert resident_bytes(exchange.process_id) - before < MEMORY_GROWTH_MAXIMUM
