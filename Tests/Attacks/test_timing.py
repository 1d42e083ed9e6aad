"""An attacker measures how long a comparison takes, to find a signature byte by byte."""

import pathlib
import re
import socket
import statistics
import time

from harness.raw import is_whole, request
from harness.server import HOST

SAMPLES = 1_500
SOURCES = pathlib.Path(__file__).parents[2] / "Sources"
# What can be seen over a connection, even on the same machine, is not less than this; the medians of two equal things
# differ by less.
DIFFERENCE_SECONDS_MAXIMUM = 30e-6


class Stopwatch:
    """One connection, and how long each answer takes."""

    def __init__(self, port):
        self._socket = socket.create_connection((HOST, port), timeout=20)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def time(self, data):
        began = time.perf_counter()
        self._socket.sendall(data)
        answer = b""
        while not is_whole(answer):
            answer += self._socket.recv(65536)
        return time.perf_counter() - began, answer

    def close(self):
        self._socket.close()


def flip(text, index):
    """The digits with one of them changed."""
    index %= len(text)
    return text[:index] + f"{int(text[index], 16) ^ 1:x}" + text[index + 1:]


def difference(stopwatch, one, other, marker):
    """The difference of the medians of two questions that are asked in turn."""
    times = ([], [])
    for number in range(SAMPLES):
        for which in (0, 1) if number % 2 else (1, 0):
            taken, answer = stopwatch.time((one, other)[which])
            assert marker in answer, answer
            times[which].append(taken)
    return abs(statistics.median(times[0]) - statistics.median(times[1]))


def test_the_first_byte_of_an_hmac_is_wrong_or_the_last(exchange):
    trader = exchange.trader()
    credentials = exchange.authorize(trader, exchange.keys.secp256k1())
    query = f"nonce={exchange.nonces.next()}&wallet={trader.address}"
    right = credentials.headers(query.encode())["kp-hmac-signature"]
    questions = [request("GET", f"/v1/positions?{query}", headers=[
        f"kp-api-key: {credentials.key}", f"kp-hmac-signature: {flip(right, index)}"]) for index in (0, -1)]
    stopwatch = Stopwatch(exchange.server.port)
    with exchange.unchanged():
        # The quietest of some tries: noise of a busy machine adds differences, and never takes one away for good.
        found = min(difference(stopwatch, *questions, b"INVALID_HMAC_SIGNATURE") for _ in range(3))
    stopwatch.close()
    assert found < DIFFERENCE_SECONDS_MAXIMUM, f"{found * 1e6:.1f} µs"


def test_an_unknown_key_and_a_wrong_secret_are_answered_by_their_names_alone(exchange):
    """A pair of a key that was never registered has a secret as well, so being refused tells nothing of who has one."""
    stranger = "session-" + exchange.keys.secp256k1().address[2:].lower()
    query = f"nonce={exchange.nonces.next()}&wallet=0x{'11' * 20}"
    answer = exchange.client.send("GET", f"/v1/positions?{query}", headers={
        "kp-api-key": stranger, "kp-hmac-signature": "00" * 32})
    assert (answer.status, answer.code) == (401, "INVALID_HMAC_SIGNATURE"), answer


def body_of(source, signature):
    """The lines of a function, from its signature to the brace that ends it."""
    start = source.index(signature)
    return re.match(r".*?\n  \}\n", source[start:], re.DOTALL).group()


def test_secrets_are_compared_in_constant_time():
    credentials = next(SOURCES.rglob("APICredentials.swift"))
    check = body_of(credentials.read_text(encoding="utf-8"), "public func isValid(_ signature: String")
    assert "isValidAuthenticationCode" in check and "==" not in check
    tokens = next(SOURCES.rglob("TokenIssuer.swift")).read_text(encoding="utf-8")
    assert "Self.isEqual(parts[3], code(over:" in tokens
    compare = body_of(tokens, "private static func isEqual(")
    assert "reduce(0) { $0 | ($1.0 ^ $1.1) } == 0" in compare and "elementsEqual" not in compare
    key = next(SOURCES.rglob("ServerKey.swift")).read_text(encoding="utf-8")
    assert "Equatable" not in key and "Hashable" not in key
