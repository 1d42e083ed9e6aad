"""A ledger that outgrows its file: moved into PostgreSQL, where other servers go on with it."""

import json

import pytest

from harness.database import Database


@pytest.fixture
def database():
    database = Database().start()
    yield database
    database.close()


def audited(exchange, *where):
    return json.loads(exchange.run_tool("audit", *where, "--publisher", exchange.publisher.address, "--json"))


def migrate(exchange, database):
    return exchange.run_tool("migrate", "--from", str(exchange.server.data), "--to", database.url, "--json")


def test_a_ledger_that_was_moved_is_the_same_and_goes_on(make_exchange, database):
    source = make_exchange("file").start()
    trader = source.trader(deposit="1000000.00000000")
    kept, revoked = source.keys.secp256k1(), source.keys.p256()
    credentials = source.authorize(trader, kept)
    source.authorize(trader, revoked)
    orders = [source.accept(trader.order(kept, price="1000.00000000")) for _ in range(20)]
    replayed = trader.order(kept, price="1000.00000000")
    source.accept(replayed)
    source.accept(trader.revoke(revoked))
    wallet = source.look("/v1/wallets", credentials, wallet=trader.address)
    source.stop()

    moved = json.loads(migrate(source, database))
    in_file = audited(source, "--data", str(source.server.data))
    in_database = audited(source, "--database", database.url)
    assert in_file["lastHash"] == in_database["lastHash"] == moved["lastHash"]
    assert in_file["entries"] == in_database["entries"] == moved["entries"] > 20

    server = make_exchange("database", options=["--database", database.url])
    server.share(source)
    server.start()
    # What was is as it was, and binds: the pair that reads, the open orders, the nonces and the revocation.
    assert server.look("/v1/wallets", credentials, wallet=trader.address) == wallet
    found = {order["orderId"] for order in server.look("/v1/orders", credentials, wallet=trader.address, limit=100)}
    assert {order["orderId"] for order in orders} <= found
    server.refuse(replayed, "NONCE_ALREADY_USED", 409)
    server.refuse(trader.order(revoked, price="1000.00000000"), "SESSION_KEY_REVOKED", 403)
    server.accept(trader.order(kept, price="1000.00000000"))
    server.stop()
    assert audited(source, "--database", database.url)["entries"] > moved["entries"]


def test_a_ledger_is_not_moved_onto_another(make_exchange, database):
    source = make_exchange("twice").start()
    source.trader(deposit="10.00000000")
    source.stop()
    migrate(source, database)
    before = database.ask("SELECT count(*), max(sequence) FROM entry")
    with pytest.raises(AssertionError, match="a ledger with entries in it already: name an empty database"):
        migrate(source, database)
    assert database.ask("SELECT count(*), max(sequence) FROM entry") == before
