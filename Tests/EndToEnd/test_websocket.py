"""Live data and signed requests over a WebSocket."""

import json
import socket
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from harness.exchange import INDEX_PRICE
from harness.socket import Socket

MARKET = "ETH-USD"
PUBLIC = ["tickers", "trades", "liquidations", "l1orderbook", "l2orderbook"]
PRIVATE = ["orders", "deposits", "withdrawals", "positions", "fundingPayments"]
FAIR = f"{INDEX_PRICE}.00000000"


@pytest.fixture()
def open_socket(exchange):
    """Opens connections that none of the tests leaves open."""
    made = []

    def make(path="/ws", **options):
        made.append(Socket(exchange.server.port, path, **options))
        return made[-1]

    yield make
    for connection in made:
        connection.close()


@pytest.fixture()
def trader(exchange):
    """A wallet with play money, its session key, and what reads its data."""
    trader = exchange.trader(deposit="100000.00000000")
    trader.key = exchange.keys.secp256k1()
    trader.credentials = exchange.authorize(trader, trader.key)
    return trader


def token_of(exchange, trader):
    return exchange.look("/v1/wsToken", trader.credentials, wallet=trader.address)["token"]


def trade(exchange, buyer, quantity="0.10000000", price=FAIR):
    """Lets a trader buy from somebody else; gives the order that bought."""
    seller = exchange.trader(deposit="100000.00000000")
    exchange.accept(seller.order(side="sell", quantity=quantity, price=price))
    return exchange.accept(buyer.order(buyer.key, quantity=quantity, price=price))


# Subscriptions of markets.


@pytest.mark.parametrize("path", ["/v1", "/ws"])
def test_a_subscription_is_answered_with_all_that_there_are(open_socket, path):
    connection = open_socket(path)
    assert connection.subscribe({"name": "trades", "markets": [MARKET, "BTC-USD"]}) == [
        {"name": "trades", "markets": ["BTC-USD", MARKET]}]
    listed = connection.subscribe("l2orderbook", {"name": "candles", "interval": "5m"}, markets=[MARKET])
    assert {"name": "candles", "markets": [MARKET], "interval": "5m"} in listed
    assert [entry["name"] for entry in listed] == ["trades", "l2orderbook", "candles"]
    assert connection.ask(method="subscriptions")["subscriptions"] == listed


def test_what_is_unsubscribed_from_is_not_told_any_more(open_socket):
    connection = open_socket()
    names = [*PUBLIC, {"name": "candles", "interval": "1m"}, {"name": "candles", "interval": "1h"}]

    def rest(**what):
        connection.subscribe(*names, markets=[MARKET, "BTC-USD"])
        answer = connection.ask(method="unsubscribe", **what)["subscriptions"]
        return [(entry["name"], entry.get("interval"), tuple(entry["markets"])) for entry in answer]

    both = ("BTC-USD", MARKET)
    assert ("trades", None, both) not in rest(subscriptions=["trades"])
    assert ("trades", None, ("BTC-USD",)) in rest(subscriptions=["trades"], markets=[MARKET])
    assert ("trades", None, ("BTC-USD",)) in rest(subscriptions=[{"name": "trades", "markets": [MARKET]}])
    left = rest(subscriptions=[{"name": "candles", "interval": "1h"}])
    assert ("candles", "1m", both) in left and ("candles", "1h", both) not in left
    assert all(markets == ("BTC-USD",) for _, _, markets in rest(markets=[MARKET]))
    assert rest() == []


def test_a_trade_is_told_to_everybody_with_the_fields_of_the_exchange(exchange, open_socket, trader):
    connection = open_socket()
    connection.subscribe(*PUBLIC, {"name": "candles", "interval": "1m"}, markets=[MARKET])
    order = trade(exchange, trader)
    told = connection.event("trades")
    assert told == {
        "m": MARKET, "i": order["fills"][0]["fillId"], "p": FAIR, "q": "0.10000000", "Q": "200.00000000",
        "t": order["time"], "s": "sell", "u": order["fills"][0]["sequence"]}
    level = connection.event("l2orderbook")
    assert level["a"] == [[FAIR, "0.10000000", 1]] and level["b"] == [] and level["ip"] == FAIR
    assert set(level) == {"m", "t", "u", "b", "a", "lp", "mp", "ip"}
    best = connection.event("l1orderbook")
    assert (best["a"], best["A"]) == (FAIR, "0.10000000")
    assert set(best) == {"m", "t", "b", "B", "a", "A", "lp", "mp", "ip"}
    ticker = connection.event("tickers")
    assert set(ticker) == set("m t o h l c Q v q P n a b mp ip id iP lf nf ft oi u".split())
    assert (ticker["c"], ticker["u"]) == (FAIR, told["u"])
    candle = connection.event("candles")
    assert set(candle) == set("m t i s e o h l c v q n u".split())
    assert (candle["i"], candle["c"], candle["e"] - candle["s"]) == ("1m", FAIR, 59_999)


def test_a_book_of_a_snapshot_and_the_changes_after_it_is_the_book(exchange, open_socket, trader):
    connection = open_socket()
    connection.subscribe({"name": "l2orderbook", "markets": [MARKET]})
    for step in range(6):
        exchange.accept(trader.order(trader.key, price=f"{1900 + step % 3}.00000000"))
    snapshot = exchange.look("/v1/orderbook", market=MARKET, level=2)
    for step in range(6):
        exchange.accept(trader.order(trader.key, price=f"{1890 + step % 4}.00000000"))
    exchange.accept(trader.cancel(trader.key, market=MARKET))
    end = exchange.look("/v1/orderbook", market=MARKET, level=2)
    sides = {"b": {level[0]: level[1:] for level in snapshot["bids"]},
             "a": {level[0]: level[1:] for level in snapshot["asks"]}}
    sequence = snapshot["sequence"]
    while sequence < end["sequence"]:
        change = connection.event("l2orderbook")
        if change["u"] <= sequence:
            continue
        assert change["u"] == sequence + 1
        sequence = change["u"]
        for side in "ba":
            for price, size, orders in change[side]:
                if orders == 0:
                    assert size == "0.00000000"
                    del sides[side][price]
                else:
                    sides[side][price] = [size, orders]
    assert sides["b"] == {level[0]: level[1:] for level in end["bids"]}
    assert sides["a"] == {level[0]: level[1:] for level in end["asks"]}


# Subscriptions of a wallet.


def test_a_wallet_is_told_of_its_orders_positions_and_funds(exchange, open_socket, trader):
    connection = open_socket()
    listed = connection.subscribe(*PRIVATE, token=token_of(exchange, trader))
    assert [entry["name"] for entry in listed] == PRIVATE
    exchange.accept(trader.deposit("5.00000000"))
    deposit = connection.event("deposits")
    assert (deposit["w"], deposit["a"], deposit["q"]) == (trader.address, "USD", "5.00000000")
    assert set(deposit) == {"w", "i", "a", "q", "qb", "t"}
    order = trade(exchange, trader)
    update = connection.event("orders")
    assert (update["x"], update["X"], update["i"]) == ("fill", "filled", order["orderId"])
    fill = update["F"][0]
    assert set(fill) == set("y i p q Q rn t s u f l a P T S".split())
    assert (fill["i"], fill["l"], fill["a"], fill["P"]) == (order["fills"][0]["fillId"], "taker", "open", "long")
    assert update["dk"] == trader.key.address
    position = connection.event("positions")
    assert set(position) == set("w m X q mq np xp rn f to tc of lf qb t".split())
    assert (position["m"], position["X"], position["q"]) == (MARKET, "open", "0.10000000")
    exchange.accept(trader.withdraw("3.00000000"))
    withdrawal = connection.event("withdrawals")
    assert set(withdrawal) == {"w", "i", "a", "q", "g", "qb", "t"}
    assert withdrawal["q"] == "3.00000000"


def test_nobody_is_told_of_another_wallet(exchange, open_socket, trader):
    other = exchange.trader(deposit="1000.00000000")
    connection = open_socket()
    connection.subscribe(*PRIVATE, token=token_of(exchange, trader))
    exchange.accept(other.order(price="1000.00000000"))
    exchange.accept(other.deposit("1.00000000"))
    assert connection.rest() == []


def test_a_revoked_key_is_told_nothing_more_from_the_revocation_on(exchange, open_socket, trader):
    connection = open_socket()
    connection.subscribe(*PRIVATE, token=token_of(exchange, trader))
    exchange.accept(trader.order(trader.key))
    assert connection.event("orders")["x"] == "new"
    exchange.accept(trader.revoke(trader.key))
    exchange.accept(trader.deposit("1.00000000"))
    messages = connection.rest()
    assert [message["type"] for message in messages] == ["error"]
    assert messages[0]["data"]["code"] == "INVALID_API_KEY" and "cid" not in messages[0]
    assert connection.ask(method="subscriptions")["subscriptions"] == []


def test_a_revocation_of_all_keys_ends_what_each_of_them_is_told(exchange, open_socket, trader):
    connection = open_socket()
    connection.subscribe("orders", token=token_of(exchange, trader))
    exchange.accept(trader.revoke(None))
    assert connection.next()["type"] == "error"


def test_the_token_of_a_revoked_key_opens_nothing(exchange, open_socket, trader):
    token = token_of(exchange, trader)
    exchange.accept(trader.revoke(trader.key))
    answer = open_socket().ask(method="subscribe", subscriptions=["orders"], token=token)
    assert (answer["type"], answer["data"]["code"]) == ("error", "INVALID_API_KEY")


@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"), lambda token: "", lambda token: token.upper(),
    lambda token: token.replace(".", ".1", 1), lambda token: "a.b.c.d"])
def test_a_token_that_is_not_ours_opens_nothing(exchange, open_socket, trader, spoil):
    answer = open_socket().ask(method="subscribe", subscriptions=["orders"], token=spoil(token_of(exchange, trader)))
    assert (answer["type"], answer["data"]["code"]) == ("error", "INVALID_API_KEY")


# Signed requests.


def test_a_bot_trades_on_one_connection(exchange, open_socket, trader):
    connection = open_socket()
    placed = connection.call(trader.order(trader.key, price="1500.00000000"))
    assert placed["type"] == "response"
    seen = exchange.look("/v1/orders", trader.credentials, wallet=trader.address, orderId=placed["data"]["orderId"])
    assert set(placed["data"]) - {"sequence", "sessionKey"} == set(seen)
    canceled = connection.call(trader.cancel(trader.key, orderIds=[placed["data"]["orderId"]]))
    assert canceled["data"] == [{"orderId": placed["data"]["orderId"], "status": "canceled"}]


def test_a_request_is_refused_as_over_http(exchange, open_socket, trader):
    connection = open_socket()
    order = trader.order(trader.key)
    assert connection.call(order)["type"] == "response"
    stranger = exchange.keys.secp256k1()
    for signed, code in [
        (order, "NONCE_ALREADY_USED"),
        (trader.order(trader.key, signer=stranger), "INVALID_WALLET_SIGNATURE"),
        (trader.order(trader.key, price=None), "INVALID_PARAMETER"),
        (trader.order(trader.key, market="XYZ-USD"), "MARKET_NOT_FOUND"),
        (trader.withdraw("1.00000000", signer=trader.key), "SESSION_KEY_NOT_PERMITTED"),
    ]:
        answer = connection.call(signed)
        assert (answer["type"], answer["data"]["code"]) == ("error", code), answer


def test_many_requests_at_once_are_all_answered_once(open_socket, trader):
    connection = open_socket()
    orders = {f"order {number}": trader.order(trader.key, price="1500.00000000") for number in range(300)}
    sender = threading.Thread(target=lambda: [
        connection.send({"method": "request", "cid": cid, "path": order.call, "body": order.document})
        for cid, order in orders.items()])
    sender.start()
    answers = [connection.next() for _ in orders]
    sender.join()
    assert sorted(answer["cid"] for answer in answers) == sorted(orders)
    assert {answer["type"] for answer in answers} == {"response"}
    connection.call(trader.cancel(trader.key))


# What is not taken.


@pytest.mark.parametrize("message, code, word", [
    ("", "BAD_REQUEST", "JSON"), ("{", "BAD_REQUEST", "JSON"), ("[]", "INVALID_PARAMETER", "type"),
    ({}, "REQUIRED_PARAMETER", "method"), ({"method": "guess"}, "INVALID_PARAMETER", "subscribe"),
    ({"method": "ping", "more": 1}, "INVALID_PARAMETER", "more"),
    ({"method": "subscribe"}, "REQUIRED_PARAMETER", "subscriptions"),
    ({"method": "subscribe", "subscriptions": []}, "REQUIRED_PARAMETER", "subscriptions"),
    ({"method": "subscribe", "subscriptions": ["trades"]}, "REQUIRED_PARAMETER", "markets"),
    ({"method": "subscribe", "subscriptions": ["wishes"], "markets": [MARKET]}, "INVALID_PARAMETER", "subscriptions"),
    ({"method": "subscribe", "subscriptions": ["candles"], "markets": [MARKET]}, "REQUIRED_PARAMETER", "interval"),
    ({"method": "subscribe", "subscriptions": [{"name": "trades", "interval": "1m"}], "markets": [MARKET]},
     "BAD_REQUEST", "interval"),
    ({"method": "subscribe", "subscriptions": [{"name": "candles", "interval": "2m"}], "markets": [MARKET]},
     "INVALID_PARAMETER", "interval"),
    ({"method": "subscribe", "subscriptions": ["trades"], "markets": ["XYZ-USD"]}, "MARKET_NOT_FOUND", "XYZ"),
    ({"method": "subscribe", "subscriptions": ["trades"], "markets": [MARKET] * 513}, "INVALID_PARAMETER", "markets"),
    ({"method": "subscribe", "subscriptions": ["trades"] * 33, "markets": [MARKET]}, "INVALID_PARAMETER",
     "subscriptions"),
    ({"method": "subscribe", "subscriptions": ["orders"]}, "REQUIRED_PARAMETER", "wsToken"),
    ({"method": "subscribe", "subscriptions": [{"name": "orders", "markets": [MARKET]}], "token": "x"}, "BAD_REQUEST",
     "markets"),
    ({"method": "request", "path": "GET /v1/orders", "body": {}}, "INVALID_PARAMETER", "path"),
    ({"method": "request", "path": "POST /v1/orders"}, "REQUIRED_PARAMETER", "body"),
    ({"method": "request", "path": "POST /v1/orders", "body": {"parameters": {}}}, "REQUIRED_PARAMETER", "nonce"),
    ({"method": "subscriptions", "cid": "x" * 65}, "INVALID_PARAMETER", "cid"),
])
def test_a_message_that_is_not_understood_is_refused_with_a_reason_and_changes_nothing(
        open_socket, message, code, word):
    connection = open_socket()
    connection.send(message if isinstance(message, str) else json.dumps(message))
    answer = connection.next()
    assert (answer["type"], answer["data"]["code"]) == ("error", code), answer
    assert word in answer["data"]["message"], answer
    assert connection.ask(method="subscriptions")["subscriptions"] == []


def test_the_answer_to_a_wrong_message_has_its_name(open_socket):
    assert open_socket().ask(method="guess")["type"] == "error"


@pytest.mark.parametrize("spoil, codes", [
    (lambda connection: connection.send(b"\x00"), {1003}),
    (lambda connection: connection.send("x" * 70_000), {1009}),
    (lambda connection: connection.send(iter(["x" * 40_000, "x" * 40_000])), {1002, 1009}),
])
def test_a_frame_that_is_not_taken_closes_the_connection(open_socket, spoil, codes):
    connection = open_socket().connection
    with pytest.raises(ConnectionClosed) as closed:
        spoil(connection)
        connection.recv(10)
    assert closed.value.rcvd is None or closed.value.rcvd.code in codes, closed.value


def test_a_ping_is_answered_as_a_frame_and_as_a_message(open_socket):
    connection = open_socket().connection
    assert connection.ping(b"are you there").wait(10)
    connection.send(json.dumps({"method": "ping"}))
    with pytest.raises(TimeoutError):
        connection.recv(0.2)


@pytest.mark.parametrize("origin, is_taken", [
    (None, True), ("http://127.0.0.1:{port}", True), ("http://evil.example", False), ("null", False)])
def test_only_pages_of_the_server_itself_open_a_connection(exchange, open_socket, origin, is_taken):
    options = {"origin": origin.format(port=exchange.server.port)} if origin else {}
    if is_taken:
        assert open_socket(**options).ask(method="subscriptions")["subscriptions"] == []
        return
    with pytest.raises(InvalidStatus) as refused:
        open_socket(**options)
    assert refused.value.response.status_code == 400
    assert "origin" in json.loads(refused.value.response.body)["message"]


@pytest.mark.parametrize("path", ["/v1", "/ws"])
def test_whoever_does_not_ask_for_a_websocket_is_told_that_there_is_one(exchange, path):
    answer = exchange.read(path)
    assert (answer.status, answer.code) == (400, "BAD_REQUEST")
    assert "WebSocket" in answer.json["message"]


def test_a_client_that_does_not_read_is_cut_off(exchange):
    """What it asks for is made, and no more of it is kept than the limit and the system's own buffers.

    The system's buffers have their usual size: with a very small one to receive into, Linux drops the
    acknowledgements that arrive when it is full, and the client stops sending before the server's limit is reached.
    """
    raw = socket.create_connection(("127.0.0.1", exchange.server.port))
    raw.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
    assert b"101" in raw.recv(1024)
    markets = json.dumps([MARKET, "BTC-USD", "SOL-USD"])
    subscribe = '{"method":"subscribe","markets":%s,"subscriptions":["trades","l1orderbook","tickers"]}' % markets
    raw.settimeout(60)
    sent = 0
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        while sent < 400_000:
            raw.sendall(masked(subscribe.encode()) * 100)
            sent += 100
    raw.close()
    metrics = exchange.client.send("GET", "/metrics").data.decode()
    assert 'session_keys_websockets_closed_total{reason="slowReader"} 1' in metrics


def masked(payload):
    """A text frame with a mask of zeros."""
    return bytes([0x81, 0x80 | 126]) + len(payload).to_bytes(2, "big") + bytes(4) + payload


def test_an_unmasked_frame_closes_the_connection(exchange):
    raw = socket.create_connection(("127.0.0.1", exchange.server.port), timeout=10)
    raw.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
    assert b"101" in raw.recv(1024)
    raw.sendall(b"\x81\x02{}")
    assert raw.recv(16)[:4] == b"\x88\x02" + (1003).to_bytes(2, "big")
    assert raw.recv(16) == b""


# Connections that say nothing.


def test_a_client_that_does_not_answer_pings_is_let_go(make_exchange):
    exchange = make_exchange("silent", limits={"secondsBetweenPings": 1, "secondsUntilSilent": 2}).start()
    raw = socket.create_connection(("127.0.0.1", exchange.server.port), timeout=10)
    raw.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
    received = b""
    while chunk := raw.recv(1024):
        received += chunk
    assert b"\x89\x00" in received and received.endswith(b"\x88\x02" + (1008).to_bytes(2, "big"))
    with Socket(exchange.server.port) as connection:
        time.sleep(4)
        assert connection.ask(method="subscriptions")["subscriptions"] == []
    exchange.stop()


def test_a_server_that_stops_says_goodbye(make_exchange):
    exchange = make_exchange("stopping").start()
    with Socket(exchange.server.port) as connection:
        connection.subscribe({"name": "trades", "markets": [MARKET]})
        exchange.stop()
        with pytest.raises(ConnectionClosed) as closed:
            connection.connection.recv(10)
        assert closed.value.rcvd.code == 1001


@pytest.mark.parametrize("sent", [b"", b"GET /ws HTTP/1.1\r\nhost: localhost\r\nupgr"])
def test_a_connection_that_has_asked_for_nothing_does_not_keep_the_server_from_ending(make_exchange, sent):
    exchange = make_exchange(f"ending {len(sent)}").start()
    with socket.create_connection(("127.0.0.1", exchange.server.port)) as connection:
        connection.sendall(sent)
        exchange.look("/v1/ping")
        exchange.stop()
        assert connection.recv(1) == b""
