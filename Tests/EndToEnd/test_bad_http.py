"""Whatever comes over the wire, the server says what was wrong, changes nothing, and goes on answering."""

import json
import socket
import time

import pytest

from harness.client import Credentials
from harness.raw import exchange_bytes, request
from harness.server import HOST

BODY_BYTES_MAXIMUM = 65_536
HEADER_BYTES_MAXIMUM = 16 * 1024
TARGET_BYTES_MAXIMUM = 2_048
VERSION_4 = "8f4b2f0e-3d2a-4c5b-9e1d-0a1b2c3d4e5f"
PATIENCE_SECONDS = 2
PATIENCES = ["secondsUntilHead", "secondsUntilBody", "secondsUntilResponse"]


@pytest.fixture(scope="module")
def trader(exchange):
    return exchange.trader(deposit="1000.00000000")


@pytest.fixture(autouse=True)
def still_there(exchange):
    """After each test the server still answers, and the ledger is as it was."""
    before = exchange.ledger.latest()
    yield
    exchange.look("/v1/ping")
    assert exchange.ledger.latest() == before


def post(exchange, data, target="/v1/orders", method="POST", headers=()):
    return exchange_bytes(exchange.server.port, request(method, target, data, headers))


def changed(signed, *names, **parameters):
    """A signed body without some parameters, and with others."""
    kept = {name: value for name, value in signed.parameters.items() if name not in names}
    return json.dumps({**signed.document, "parameters": {**kept, **parameters}}).encode()


# Bodies.

BODIES = {
    "nothing": (lambda s: b"", 400, "BAD_REQUEST"),
    "half a document": (lambda s: s.bytes[:-1], 400, "BAD_REQUEST"),
    "trailing bytes": (lambda s: s.bytes + b"x", 400, "BAD_REQUEST"),
    "two documents": (lambda s: s.bytes + s.bytes, 400, "BAD_REQUEST"),
    "a trailing comma": (lambda s: s.bytes[:-1] + b",}", 400, "BAD_REQUEST"),
    "single quotes": (lambda s: s.bytes.replace(b'"', b"'"), 400, "BAD_REQUEST"),
    "a member named twice": (lambda s: s.bytes.replace(b'"side"', b'"side": "sell", "side"'), 400, "BAD_REQUEST"),
    "a name with an escape": (lambda s: s.bytes.replace(b'"side"', b'"s\\u0069de"'), 400, "BAD_REQUEST"),
    "a byte order mark": (lambda s: b"\xef\xbb\xbf" + s.bytes, 400, "BAD_REQUEST"),
    "UTF-16": (lambda s: s.bytes.decode().encode("utf-16"), 400, "BAD_REQUEST"),
    "wrong UTF-8": (lambda s: s.bytes.replace(b"ETH-USD", b"ETH\xff\xfe"), 400, "BAD_REQUEST"),
    "a control character": (lambda s: s.bytes.replace(b"ETH-USD", b"ETH\x01"), 400, "BAD_REQUEST"),
    "half of a surrogate pair": (lambda s: s.bytes.replace(b"ETH-USD", b"ETH\\ud800"), 400, "BAD_REQUEST"),
    "not a number": (lambda s: changed(s, reduceOnly=float("nan")), 400, "BAD_REQUEST"),
    "deep nesting": (lambda s: b"[" * 1000 + b"]" * 1000, 400, "BAD_REQUEST"),
    "an array": (lambda s: b"[" + s.bytes + b"]", 400, "INVALID_PARAMETER"),
    "a text": (lambda s: b'"order"', 400, "INVALID_PARAMETER"),
    "null": (lambda s: b"null", 400, "INVALID_PARAMETER"),
    "an unknown member": (lambda s: s.bytes[:-1] + b', "force": true}', 400, "INVALID_PARAMETER"),
    "an unknown parameter": (lambda s: changed(s, leverage="5"), 400, "INVALID_PARAMETER"),
    "a consent that does not belong": (lambda s: s.bytes[:-1] + b', "consent": "0x"}', 400, "INVALID_PARAMETER"),
    "a number for a text": (lambda s: changed(s, quantity=1), 400, "INVALID_PARAMETER"),
    "a text for a flag": (lambda s: changed(s, reduceOnly="true"), 400, "INVALID_PARAMETER"),
    "null for a text": (lambda s: changed(s, clientOrderId=None), 400, "INVALID_PARAMETER"),
    "an object for a text": (lambda s: changed(s, market={}), 400, "INVALID_PARAMETER"),
    "another spelling of a number": (lambda s: changed(s, quantity="0.1"), 400, "INVALID_PARAMETER"),
    "an exponent": (lambda s: changed(s, quantity="1e-1"), 400, "INVALID_PARAMETER"),
    "a negative number": (lambda s: changed(s, quantity="-0.10000000"), 400, "INVALID_PARAMETER"),
    "a number over the maximum": (lambda s: changed(s, quantity="92233720368.54775808"), 400, "INVALID_PARAMETER"),
    "a wrong checksum": (lambda s: changed(s, wallet=swap_case(s.parameters["wallet"])), 400, "INVALID_PARAMETER"),
    "a UUID of version 4": (lambda s: changed(s, nonce=VERSION_4), 400, "INVALID_PARAMETER"),
    "a client order id of 41 bytes": (lambda s: changed(s, clientOrderId="x" * 41), 400, "INVALID_PARAMETER"),
    "a choice that there is not": (lambda s: changed(s, type="iceberg"), 400, "INVALID_PARAMETER"),
    "a signature of 63 bytes": (lambda s: sign_with(s, "0x" + "11" * 63), 400, "INVALID_PARAMETER"),
    "a high s": (lambda s: sign_with(s, "0x" + "11" * 32 + "ff" * 32 + "1b"), 400, "INVALID_PARAMETER"),
    "a signature with v 29": (lambda s: sign_with(s, s.document["signature"][:-2] + "1d"), 400, "INVALID_PARAMETER"),
    "no signature": (lambda s: json.dumps({"parameters": s.parameters}).encode(), 400, "REQUIRED_PARAMETER"),
    "no parameters": (lambda s: json.dumps({"signature": s.document["signature"]}).encode(), 400, "REQUIRED_PARAMETER"),
    "no nonce": (lambda s: changed(s, "nonce"), 400, "REQUIRED_PARAMETER"),
    "no market": (lambda s: changed(s, "market"), 400, "REQUIRED_PARAMETER"),
    "a byte too many": (lambda s: s.bytes + b" " * (BODY_BYTES_MAXIMUM + 1 - len(s.bytes)), 413, "REQUEST_TOO_LARGE"),
}


def swap_case(address):
    """The address with one letter in the other case."""
    index = next(index for index in range(2, 42) if address[index].isalpha())
    return address[:index] + address[index].swapcase() + address[index + 1:]


def sign_with(signed, signature):
    return json.dumps({**signed.document, "signature": signature}).encode()


@pytest.mark.parametrize("name", BODIES)
def test_body(exchange, trader, name):
    make, status, code = BODIES[name]
    answer = post(exchange, make(trader.order()))
    assert (answer.status, answer.code) == (status, code), answer


def test_the_largest_body_is_read(exchange, trader):
    signed = trader.order(signer=exchange.keys.secp256k1())
    answer = post(exchange, signed.bytes + b" " * (BODY_BYTES_MAXIMUM - len(signed.bytes)))
    assert answer.code == "INVALID_WALLET_SIGNATURE", answer


def test_a_large_body_in_chunks(exchange):
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    head = request("POST", "/v1/orders", headers=["transfer-encoding: chunked"])
    answer = exchange_bytes(exchange.server.port, head, chunk, chunk, chunk, b"0\r\n\r\n")
    assert answer.status == 413, answer


def test_a_compressed_body(exchange, trader):
    answer = post(exchange, trader.order().bytes, headers=["content-encoding: gzip"])
    assert (answer.status, answer.code) == (400, "BAD_REQUEST"), answer


# Paths and methods.


@pytest.mark.parametrize("target", [
    "/", "/v1/", "/v1/orders/", "//v1/orders", "/V1/orders", "/v1/Orders", "/v1/%6frders", "/v2/orders",
    "/v1/orders;x", "/v1/../v1/orders", "/v1/sandbox", "/favicon.ico", "/v1/orders%00", "/%", "*",
])
def test_unknown_path(exchange, target):
    answer = exchange_bytes(exchange.server.port, request("GET", target))
    assert (answer.status, answer.code) == (404, "ENDPOINT_NOT_FOUND"), answer


@pytest.mark.parametrize("method, target, allowed", [
    ("PUT", "/v1/orders", "DELETE, GET, POST"), ("PATCH", "/v1/orders", "DELETE, GET, POST"),
    ("POST", "/v1/ping", "GET"), ("DELETE", "/v1/withdrawals", "GET, POST"), ("GET", "/v1/sandbox/deposits", "POST"),
    ("OPTIONS", "/v1/orders", "DELETE, GET, POST"), ("TRACE", "/v1/orders", "DELETE, GET, POST"),
    ("CONNECT", "/v1/orders", "DELETE, GET, POST"), ("PROPFIND", "/v1/orders", "DELETE, GET, POST"),
])
def test_wrong_method(exchange, method, target, allowed):
    answer = exchange_bytes(exchange.server.port, request(method, target))
    assert (answer.status, answer.code) == (405, "METHOD_NOT_ALLOWED"), answer
    assert answer.headers["allow"] == allowed


def test_a_long_target(exchange):
    target = "/v1/ping?" + "x" * (TARGET_BYTES_MAXIMUM - len("/v1/ping?"))
    assert exchange_bytes(exchange.server.port, request("GET", target)).status == 400
    answer = exchange_bytes(exchange.server.port, request("GET", target + "x"))
    assert (answer.status, answer.code) == (413, "REQUEST_TOO_LARGE"), answer


# Headers.


@pytest.mark.parametrize("headers", [
    ["x: " + "a" * HEADER_BYTES_MAXIMUM], [f"x{n}: " + "a" * 1000 for n in range(40)], [f"x{n}: a" for n in range(100)],
], ids=["one large field", "many large fields", "many fields"])
def test_too_many_headers(exchange, headers):
    answer = exchange_bytes(exchange.server.port, request("GET", "/v1/ping", headers=headers))
    assert answer.status in (400, 413, 431), answer


@pytest.mark.parametrize("data", [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, b"hello\r\n\r\n", b"GET /v1/ping\r\n\r\n",
    b"GET /v1/ping HTTP/9.9\r\n\r\n", b"GET /v1/ping HTTP/1.1\r\nno colon\r\n\r\n",
    request("POST", "/v1/orders", headers=["content-length: -1"]),
    request("POST", "/v1/orders", headers=["content-length: x"]),
    request("POST", "/v1/orders", b"{}", ["content-length: 2", "content-length: 3"]),
    request("POST", "/v1/orders", b"2\r\n{}\r\n0\r\n\r\n", ["content-length: 2", "transfer-encoding: chunked"]),
    request("POST", "/v1/orders", b"zz\r\n{}\r\n0\r\n\r\n", ["transfer-encoding: chunked"]),
    request("BREW", "/v1/orders"), b"\x00" * 1000, b"\r\n" * 1000,
], ids=["TLS", "no method", "no version", "another version", "no colon", "negative length", "no length", "two lengths",
        "length and chunks", "wrong chunks", "no method of HTTP", "zeros", "empty lines"])
def test_bytes_that_are_no_request(exchange, data):
    answer = exchange_bytes(exchange.server.port, data, finish=True)
    assert answer.status in (None, 400, 404, 501, 505), answer


def test_every_answer_has_its_headers(exchange):
    for answer in (exchange.read("/v1/ping"), exchange.client.get("/nowhere")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]
        assert "server" not in answer.headers


# Queries.


@pytest.mark.parametrize("query, code", [
    ("market=ETH-USD&market=ETH-USD", "BAD_REQUEST"), ("market", "BAD_REQUEST"), ("market=%zz", "BAD_REQUEST"),
    ("market=%ff", "BAD_REQUEST"), ("market=ETH-USD&", "BAD_REQUEST"), ("", "REQUIRED_PARAMETER"),
    ("market=ETH-USD&colour=red", "INVALID_PARAMETER"), ("market=ETH_USD", "INVALID_PARAMETER"),
    ("market=ETH-USD&level=3", "INVALID_PARAMETER"), ("market=ETH-USD&limit=-1", "INVALID_PARAMETER"),
    ("market=ETH-USD&limit=1001", "INVALID_PARAMETER"), ("market=ETH-USD&limit=+5", "INVALID_PARAMETER"),
    ("market=ETH-USD&limit=05", "INVALID_PARAMETER"), ("market=NONE-USD", "MARKET_NOT_FOUND"),
])
def test_query(exchange, query, code):
    answer = exchange_bytes(exchange.server.port, request("GET", "/v1/orderbook?" + query))
    assert (answer.status, answer.code) == (404 if code == "MARKET_NOT_FOUND" else 400, code), answer


# Credentials.


@pytest.fixture(scope="module")
def credentials(exchange, trader):
    return exchange.authorize(trader, exchange.keys.secp256k1())


def read(exchange, trader, headers, **changes):
    query = {"nonce": exchange.nonces.next(), "wallet": trader.address, **changes}
    text = "&".join(f"{name}={value}" for name, value in query.items() if value)
    fields = [f"{name}: {value}" for name, value in headers(text.encode()).items()]
    return exchange_bytes(exchange.server.port, request("GET", "/v1/wallets?" + text, headers=fields))


CREDENTIALS = {
    "none": (lambda c, text: {}, 401, "REQUIRED_API_KEY"),
    "no key": (lambda c, text: {"kp-hmac-signature": c.headers(text)["kp-hmac-signature"]}, 401, "REQUIRED_API_KEY"),
    "no signature": (lambda c, text: {"kp-api-key": c.key}, 401, "REQUIRED_HMAC_SIGNATURE"),
    "of another query": (lambda c, text: c.headers(text + b"&limit=1"), 401, "INVALID_HMAC_SIGNATURE"),
    "by another secret": (lambda c, text: Credentials(c.key, "0" * 64).headers(text), 401, "INVALID_HMAC_SIGNATURE"),
    "no hexadecimal": (lambda c, text: {"kp-api-key": c.key, "kp-hmac-signature": "?"}, 401, "INVALID_HMAC_SIGNATURE"),
    "unknown key": (lambda c, text: Credentials("nobody", "0" * 64).headers(text), 401, "INVALID_API_KEY"),
}


@pytest.mark.parametrize("name", CREDENTIALS)
def test_credentials(exchange, trader, credentials, name):
    make, status, code = CREDENTIALS[name]
    answer = read(exchange, trader, lambda text: make(credentials, text))
    assert (answer.status, answer.code) == (status, code), answer


@pytest.mark.parametrize("changes, status, code", [
    ({}, 200, None), ({"wallet": "0x" + "11" * 20}, 403, "WALLET_NOT_ASSOCIATED"),
    ({"wallet": None}, 200, None), ({"wallet": "0x"}, 400, "INVALID_PARAMETER"),
    ({"nonce": None}, 400, "REQUIRED_PARAMETER"),
    ({"nonce": VERSION_4}, 400, "INVALID_PARAMETER"),
], ids=["right", "another wallet", "all that the pair reads", "no wallet's address", "no nonce", "no version-1 nonce"])
def test_queries_that_are_signed(exchange, trader, credentials, changes, status, code):
    answer = read(exchange, trader, credentials.headers, **changes)
    assert (answer.status, answer.code) == (status, code), answer


@pytest.mark.parametrize("milliseconds", [-601_000, 15_000])
def test_a_stale_query(exchange, trader, credentials, milliseconds):
    answer = read(exchange, trader, credentials.headers, nonce=exchange.nonces.next(milliseconds))
    assert (answer.status, answer.code) == (400, "NONCE_OUTSIDE_WINDOW"), answer


def test_a_signed_call_with_wrong_credentials_is_not_carried_out(exchange, trader, credentials):
    signed = trader.order()
    wrong = {name: f"{value}" for name, value in credentials.headers(signed.bytes + b" ").items()}
    answer = exchange.client.send("POST", "/v1/orders", signed.bytes, wrong)
    assert (answer.status, answer.code) == (401, "INVALID_HMAC_SIGNATURE"), answer


def test_a_header_that_stands_twice(exchange, trader, credentials):
    fields = [f"kp-api-key: {credentials.key}"] * 2
    answer = exchange_bytes(exchange.server.port, request("GET", "/v1/wallets?", headers=fields))
    assert (answer.status, answer.code) == (400, "BAD_REQUEST"), answer


# Connections.


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_part_of_a_request_and_no_more(exchange, trader, share):
    data = request("POST", "/v1/orders", trader.order().bytes)
    for _ in range(20):
        with socket.create_connection((HOST, exchange.server.port)) as connection:
            connection.sendall(data[:int(len(data) * share)])


def test_many_requests_on_one_connection(exchange):
    data, count = b"", 50
    with socket.create_connection((HOST, exchange.server.port), timeout=10) as connection:
        connection.sendall(request("GET", "/v1/ping") * count)
        connection.sendall(request("GET", "/v1/nowhere", headers=["connection: close"]))
        while received := connection.recv(65536):
            data += received
    assert (data.count(b"HTTP/1.1 200"), data.count(b"HTTP/1.1 404")) == (count, 1)


@pytest.fixture(scope="module")
def strict_exchange(make_exchange):
    """An exchange with little patience."""
    exchange = make_exchange("impatient", limits=dict.fromkeys(PATIENCES, PATIENCE_SECONDS)).start()
    yield exchange
    exchange.stop()


@pytest.mark.parametrize("first", [b"", b"GET /v1/ping HTTP/1.1\r\nhost: x\r\n", b"POST /v1/orders HTTP/1.1\r\n"
                                   b"host: x\r\ncontent-length: 100\r\n\r\n{"], ids=["nothing", "head", "body"])
def test_a_slow_client_is_let_go(strict_exchange, first):
    began = time.monotonic()
    answer = exchange_bytes(strict_exchange.server.port, first, timeout=5 * PATIENCE_SECONDS)
    assert answer.status in (None, 408), answer
    assert PATIENCE_SECONDS * 0.5 < time.monotonic() - began < PATIENCE_SECONDS * 4
    strict_exchange.look("/v1/ping")


def test_a_client_that_trickles_is_let_go(strict_exchange):
    began = time.monotonic()
    with socket.create_connection((HOST, strict_exchange.server.port), timeout=10) as connection:
        try:
            connection.sendall(b"GET /v1/ping HTTP/1.1\r\n")
            while time.monotonic() - began < 5 * PATIENCE_SECONDS:
                connection.sendall(b"x: y\r\n")
                time.sleep(0.1)
        except OSError:
            pass
    assert time.monotonic() - began < 4 * PATIENCE_SECONDS


# Too many requests.


def send_until_refused(call, attempts=400):
    for _ in range(attempts):
        answer = call()
        if answer.status == 429:
            return answer
    raise AssertionError(f"{attempts} requests were taken")


def test_requests_of_one_address_are_limited(make_exchange):
    exchange = make_exchange("address", limits={"requestsPerAddressPerSecond": 20}).start()
    answer = send_until_refused(lambda: exchange.read("/v1/ping"))
    assert answer.code == "EXCEEDED_RATE_LIMIT"
    time.sleep(int(answer.headers["retry-after"]))
    exchange.look("/v1/ping")
    exchange.stop()


def test_requests_of_one_wallet_are_limited_and_others_are_not(make_exchange):
    exchange = make_exchange("wallet", limits={"requestsPerWalletPerSecond": 5}).start()
    busy, quiet = exchange.trader(), exchange.trader()
    answer = send_until_refused(lambda: exchange.answer(busy.deposit("1.00000000")))
    assert answer.code == "EXCEEDED_RATE_LIMIT" and int(answer.headers["retry-after"]) >= 1
    before = exchange.ledger.latest()
    refused = busy.deposit("1.00000000")
    assert exchange.answer(refused).status == 429 and exchange.ledger.latest() == before
    exchange.accept(quiet.deposit("1.00000000"))
    exchange.stop()
