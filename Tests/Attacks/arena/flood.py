"""Bad signatures from one address, as fast as the machine sends them, while honest clients trade from another."""

import collections
import pathlib
import selectors
import shutil
import socket
import statistics
import subprocess
import time
import types

from eth_account._utils.encode_typed_data.encoding_and_hashing import encode_data
from eth_utils import keccak

from harness.client import SignedBody
from harness.nonces import Nonces
from harness.raw import RawAnswer, is_whole, request
from harness.server import HOST

SOURCE = pathlib.Path(__file__).with_name("sender.c")
HONEST_ADDRESS = "127.0.0.2"
HONEST_CONNECTIONS = 8
FLOOD_CONNECTIONS = 16

Sent = collections.namedtuple("Sent", "seconds requests nobodys limited others")


def build_sender(directory):
    """Compiles the program that sends the flood."""
    program = directory / "sender"
    compiler = shutil.which("cc") or shutil.which("clang")
    subprocess.run([compiler, "-O2", "-o", program, SOURCE], check=True)
    return program


class Flood:
    """A process that sends one bad request again and again from 127.0.0.1."""

    def __init__(self, program, port, bad, seconds):
        data = request(*bad.call.split(" "), bad.bytes)
        self._process = subprocess.Popen(
            [program, HOST, str(port), str(seconds), str(FLOOD_CONNECTIONS)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        self._process.stdin.write(data)
        self._process.stdin.close()

    def wait(self):
        """What was sent, and how it was answered."""
        line = self._process.stdout.read()
        assert self._process.wait() == 0
        seconds, *counts = line.split()
        return Sent(float(seconds), *map(int, counts))


class Orders:
    """Signs orders of a P-256 session key quickly: only the nonce of a message that is hashed otherwise changes."""

    def __init__(self, trader, key):
        order = trader.order(key, price="1.00000000", quantity="0.01000000", timeInForce="ioc")
        document = trader.domain.document(order.call, order.parameters)
        members = {name: fields for name, fields in document["types"].items() if name != "EIP712Domain"}
        self._call, self._parameters, self._key = order.call, order.parameters, key
        self._header = trader.domain.request(order.call, order.parameters).header
        self._encoded = encode_data(document["primaryType"], members, document["message"])
        self._nonces = Nonces()
        assert keccak(self._encoded) == trader.domain.request(order.call, order.parameters).body

    def sign(self, count):
        """So many orders, each with a nonce of now: they must be sent within the window of freshness."""
        return [self._sign() for _ in range(count)]

    def _sign(self):
        nonce = self._nonces.next()
        word = int(nonce.replace("-", ""), 16).to_bytes(32, "big")
        body = keccak(self._encoded[:32] + word + self._encoded[64:])
        signature = self._key.sign(types.SimpleNamespace(header=self._header, body=body))
        return SignedBody(self._call, {**self._parameters, "nonce": nonce}, signature)


class HonestClients:
    """Connections from an address of their own. Each sends an order when the one before it is answered."""

    def __init__(self, port):
        self._selector = selectors.DefaultSelector()
        self._connections = []
        for _ in range(HONEST_CONNECTIONS):
            connection = socket.create_connection((HOST, port), timeout=20, source_address=(HONEST_ADDRESS, 0))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(connection, selectors.EVENT_READ, [b"", 0.0])
            self._connections.append(connection)

    def trade(self, orders, seconds):
        """Sends orders for a while; gives how many a second were admitted, and how long each took."""
        orders, answered, taken, end = iter(orders), 0, [], time.monotonic() + seconds
        began, under_way = time.monotonic(), 0
        for connection in self._connections:
            under_way += self._send(connection, next(orders))
        while under_way:
            for key, _ in self._selector.select(20):
                state = key.data
                state[0] += key.fileobj.recv(65536)
                if not is_whole(state[0]):
                    continue
                answer = RawAnswer(state[0])
                assert answer.status == 200, f"an honest order is answered {answer}"
                taken.append(time.monotonic() - state[1])
                answered, under_way = answered + 1, under_way - 1
                if time.monotonic() < end and (order := next(orders, None)) is not None:
                    under_way += self._send(key.fileobj, order)
        return answered / (time.monotonic() - began), taken

    def _send(self, connection, order):
        self._selector.get_key(connection).data[:] = [b"", time.monotonic()]
        connection.sendall(request("POST", "/v1/orders", order.bytes))
        return 1

    def close(self):
        for connection in self._connections:
            connection.close()
        self._selector.close()


class Round:
    """The honest rate before, during and after a flood."""

    def __init__(self, before, during, after, sent, slowest):
        self.before, self.during, self.after = before, during, after
        self.sent = sent
        self.slowest = slowest

    @property
    def kept(self):
        """Which part of their rate the honest clients kept."""
        return self.during / statistics.mean((self.before, self.after))


def bad_order(exchange, trader):
    """An order of a wallet that does not exist, signed by nobody: the server must recover its signer to know that."""
    order = trader.order()
    signature = exchange.keys.secp256k1().sign(exchange.domain.request(order.call, order.parameters))
    return SignedBody(order.call, order.parameters, signature)


def bad_revocation(exchange, trader):
    """A revocation of all session keys of a wallet, signed by nobody: revocations go ahead of orders."""
    return trader.revoke(None, signer=exchange.keys.secp256k1())


FLOODS = {"orders": bad_order, "revocations": bad_revocation}


def measure(exchange, trader, orders, program, seconds, what="orders", rate_maximum=3_000):
    """One round. The flood begins before its part is measured, and ends after it."""
    port, count = exchange.server.port, int(seconds * rate_maximum)
    clients = HonestClients(port)
    try:
        signed = [orders.sign(count) for _ in range(3)]
        before, _ = clients.trade(signed[0], seconds)
        flood = Flood(program, port, FLOODS[what](exchange, trader), seconds + 1)
        time.sleep(0.5)
        during, taken = clients.trade(signed[1], seconds)
        sent = flood.wait()
        time.sleep(0.2)
        after, _ = clients.trade(signed[2], seconds)
    finally:
        clients.close()
    return Round(before, during, after, sent, max(taken))
