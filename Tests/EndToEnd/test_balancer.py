"""Three servers behind a balancer, as they are run: one of them is killed while clients trade."""

import concurrent.futures
import os
import shutil
import signal
import subprocess
import time
import urllib.parse

import pytest
import urllib3

from harness.client import Client
from harness.database import free_port
from harness.server import HOST
from test_servers import Cluster, read_at, trader_with_key

CLIENTS = 6
SECONDS = 6
LONGEST_SECONDS = 2
# A client asks again after a moment, and does not wait for an answer for ever.
PAUSE_SECONDS = 0.02
# A wallet has at most a thousand open orders.
BETWEEN_ORDERS_SECONDS = 0.01
TIMEOUT_SECONDS = 1
CONFIGURATION = """
defaults
  mode tcp
  timeout connect 300ms
  timeout client 1m
  timeout server 1m
  retries 3
  option redispatch 1
  default-server check inter 200ms fastinter 100ms downinter 200ms fall 2 rise 2 on-marked-down shutdown-sessions
listen exchange
  bind 127.0.0.1:{port}
  option httpchk GET /health
  http-check expect status 200
{servers}
"""


class Balancer:
    """HAProxy, which leaves out a server that is dead or not ready."""

    def __init__(self, directory, ports):
        program = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "HAProxy is missing: Scripts/install-dependencies installs it"
        self.port = free_port()
        servers = "\n".join(f"  server s{port} {HOST}:{port}" for port in ports)
        path = directory / "haproxy.cfg"
        path.write_text(CONFIGURATION.format(port=self.port, servers=servers).lstrip())
        self._process = subprocess.Popen([program, "-db", "-f", path], stdin=subprocess.DEVNULL)

    def close(self):
        self._process.terminate()
        self._process.wait()


@pytest.fixture()
def cluster(make_exchange, tmp_path):
    cluster = Cluster(make_exchange, "balanced")
    balancer = Balancer(tmp_path, [exchange.server.port for exchange in cluster])
    cluster.client = Client(HOST, balancer.port, CLIENTS + 2)
    yield cluster
    balancer.close()
    for exchange in cluster:
        exchange.server.end()
    cluster.database.close()


class Settled:
    """An order that is known to be admitted, and how long that took from the first attempt."""

    def __init__(self, client_order_id, order_id, seconds, attempts):
        self.client_order_id = client_order_id
        self.order_id = order_id
        self.seconds = seconds
        self.attempts = attempts


class RetryingClient:
    """Places orders until each is settled.

    Where nobody knows what became of an attempt, the same bytes are sent again, with the same nonce: the ledger takes one
    of them, and an attempt that is still on its way can do no harm. Another order with a new nonce could be a second one.
    A client that hears that its nonce was used looks up its order by its own name.
    """

    def __init__(self, trader, key, credentials, port):
        self._trader, self._key, self._credentials = trader, key, credentials
        self._pool = urllib3.HTTPConnectionPool(HOST, port, maxsize=2, retries=False, timeout=TIMEOUT_SECONDS)

    def place(self, client_order_id):
        order = self._trader.order(self._key, clientOrderId=client_order_id)
        began, attempts = time.monotonic(), 0
        while True:
            attempts += 1
            order_id = self._send(order) or (self._find(client_order_id) if attempts > 1 else None)
            if order_id:
                return Settled(client_order_id, order_id, time.monotonic() - began, attempts)
            time.sleep(PAUSE_SECONDS)

    def _send(self, order):
        method, path = order.call.split(" ")
        try:
            answer = self._pool.request(method, path, body=order.bytes, headers={"content-type": "application/json"})
        except urllib3.exceptions.HTTPError:
            return None
        if answer.status == 200:
            return answer.json()["orderId"]
        # The nonce was used by an earlier attempt; or the server, or its answer, is lost.
        assert answer.status in (409, 500, 503), answer.data
        return None

    def _find(self, client_order_id):
        query = {"nonce": self._trader.nonces.next(), "wallet": self._trader.address,
                 "orderId": f"client:{client_order_id}"}
        text = urllib.parse.urlencode(query)
        try:
            answer = self._pool.request("GET", f"/v1/orders?{text}", headers=self._credentials.headers(text.encode()))
        except urllib3.exceptions.HTTPError:
            return None
        return answer.json()["orderId"] if answer.status == 200 else None


@pytest.mark.parametrize("how", ["killed", "standing still"])
def test_clients_that_retry_see_every_order_settled_when_one_of_three_servers_is_lost(cluster, how):
    wallets = [trader_with_key(cluster[0]) for _ in range(CLIENTS)]
    port = cluster.client._pool.port
    stop = time.monotonic() + SECONDS

    def trade(number):
        client, settled = RetryingClient(*wallets[number], port), []
        while time.monotonic() < stop:
            settled.append(client.place(f"order-{len(settled)}"))
            time.sleep(BETWEEN_ORDERS_SECONDS)
        return settled

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        traders = [pool.submit(trade, number) for number in range(CLIENTS)]
        time.sleep(SECONDS / 3)
        if how == "killed":
            cluster[1].kill()
        else:
            cluster[1].server._process.send_signal(signal.SIGSTOP)
        placed = [one.result() for one in traders]
    settled = [order for orders in placed for order in orders]
    longest = max(order.seconds for order in settled)
    print(f"\none of three servers {how}: {len(settled)} orders settled, "
          f"{sum(order.attempts > 1 for order in settled)} of them not at once, the longest wait {longest:.3f} s")
    # The number of an order is its entry's: this server may have yet to hear of the last.
    assert read_at(cluster[0], "/v1/exchange", max(int(order.order_id) for order in settled)).status == 200
    for (trader, _, credentials), orders in zip(wallets, placed):
        found = {order["orderId"]: order["clientOrderId"] for order in cluster[0].look(
            "/v1/orders", credentials, wallet=trader.address, limit=1000)}
        assert found == {order.order_id: order.client_order_id for order in orders}
    assert len({order.order_id for order in settled}) == len(settled)
    assert longest < LONGEST_SECONDS, longest
    if how == "standing still":
        cluster[1].server._process.send_signal(signal.SIGCONT)
