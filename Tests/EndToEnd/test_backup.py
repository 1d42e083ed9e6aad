"""A backup of a server that is trading: everything answered before is in it, and another server goes on from it."""

import json
import os
import stat
import threading

from harness.exchange import Exchange

ORDERS = 300


def backup(exchange, target):
    return json.loads(exchange.run_tool("backup", "--data", str(exchange.server.data), "--to", str(target), "--json"))


def test_a_backup_under_load_has_what_was_answered_and_serves(make_exchange, tool, tmp_path):
    exchange = make_exchange("source").start()
    trader = exchange.trader(deposit="1000000.00000000")
    key = exchange.keys.secp256k1()
    credentials = exchange.authorize(trader, key)
    answered = [exchange.accept(trader.order(key, price="1000.00000000"))["orderId"] for _ in range(20)]
    more = threading.Thread(
        target=lambda: [exchange.accept(trader.order(key, price="1001.00000000")) for _ in range(ORDERS)])
    more.start()
    made = backup(exchange, tmp_path / "copy")
    more.join()
    assert 20 < made["entries"] < exchange.ledger.latest()[0]

    copy = Exchange(tool, tmp_path / "copy", seed="copy")
    copy.publisher, copy.nonces = exchange.publisher, exchange.nonces
    copy.configure(tmp_path / "copy")
    try:
        copy.start()
        # The pair that reads holds there, too: the secrets were copied.
        orders = copy.look("/v1/orders", credentials, wallet=trader.address, limit=1000)
        assert set(answered) <= {order["orderId"] for order in orders}
        copy.accept(trader.order(key, price="1002.00000000"))
        copy.stop()
        assert copy.audit() > made["entries"]
    finally:
        copy.server.end()
    exchange.stop()


def test_a_backup_is_its_owners_alone_and_is_never_made_twice(exchange, tmp_path):
    backup(exchange, tmp_path / "copy")
    for file in (tmp_path / "copy").iterdir():
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o600, file
    assert stat.S_IMODE(os.stat(tmp_path / "copy").st_mode) == 0o700
    before = {file.name: file.read_bytes() for file in (tmp_path / "copy").iterdir()}
    try:
        backup(exchange, tmp_path / "copy")
    except AssertionError as error:
        assert "is not empty" in str(error)
    else:
        raise AssertionError("the backup was made over another")
    assert before == {file.name: file.read_bytes() for file in (tmp_path / "copy").iterdir()}
