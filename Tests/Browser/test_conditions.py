"""The page when something is not as it should be: the exchange away, the clock moved, the order refused."""

import pathlib

import pytest
from playwright.sync_api import expect

FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@pytest.fixture(scope="module")
def moved_exchange(make_exchange, tmp_path_factory):
    """An exchange whose clock a test moves, in seconds."""
    assert FAKETIME, "libfaketime is missing: Scripts/install-dependencies installs it"
    offset = tmp_path_factory.mktemp("clock") / "offset"
    offset.write_text("+0\n")
    exchange = make_exchange("moved", environment={
        "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
    return exchange, lambda seconds: offset.write_text(f"+{seconds}\n")


def test_a_key_that_has_expired_by_the_exchanges_clock_is_noticed_and_renewed(moved_exchange, make_trader, make_wallet):
    exchange, move = moved_exchange
    before = exchange.look("/v1/time")["serverTime"]
    trader = make_trader(make_wallet(key=exchange.keys.secp256k1()), on=exchange)
    trader.connect()
    trader.deposit("100000")
    trader.approve(lifetime="1 hour")
    trader.place_limit("buy", "0.1", "1950")
    move(3_700)
    assert exchange.look("/v1/time")["serverTime"] - before >= 3_700_000
    trader.fill_limit("buy", "0.2", "1951")
    trader.test_id("place-order").click()
    trader.expect_status("expired", timeout=15_000)
    expect(trader.page.locator("#notifications")).to_contain_text("expired")
    expect(trader.page.locator("#order-size")).to_have_value("0.2")
    trader.page.keyboard.press("Escape")
    trader.approve(lifetime="1 hour")
    trader.click_and_wait("place-order")


def test_an_exchange_that_goes_away_is_seen_and_trading_goes_on_when_it_is_back(make_exchange, make_trader, make_wallet):
    exchange = make_exchange("away")
    port = exchange.server.port
    trader = make_trader(make_wallet(key=exchange.keys.secp256k1()), on=exchange)
    trader.connect()
    trader.deposit("100000")
    trader.approve()
    exchange.stop()
    expect(trader.page.locator("#connection")).to_have_attribute("data-state", "reconnecting")
    trader.fill_limit("buy", "0.1", "1950")
    trader.test_id("place-order").click()
    expect(trader.page.locator("#notifications")).to_contain_text("connection")
    exchange.server.start(port=port)
    expect(trader.page.locator("#connection")).to_have_attribute("data-state", "live", timeout=20_000)
    trader.expect_status("active")
    trader.page.locator("#order-price").fill("1951")
    trader.click_and_wait("place-order")
    # An exchange that ends on purpose leaves connections behind that the browser tells of.
    trader.faults[:] = [fault for fault in trader.faults if "WebSocket" not in fault]


@pytest.mark.parametrize("size, price, words", [
    ("", "1950", "size"), ("0", "1950", "size"), ("-1", "1950", "size"), ("1e3", "1950", "size"), ("0.1", "", "price"),
    ("0.1", "abc", "price"),
])
def test_what_is_no_order_is_said_in_its_place_and_not_sent(trader, size, price, words):
    trader.fill_limit("buy", size, price)
    expect(trader.test_id("place-order")).to_have_attribute("aria-disabled", "true")
    trader.page.locator("#order-size").press("Enter")
    expect(trader.page.locator(f"#problem-{words}")).not_to_be_empty()
    expect(trader.page.locator(f"#order-{words}")).to_have_attribute("aria-invalid", "true")
    assert trader.milliseconds("POST /v1/orders") == []


def test_what_the_key_may_not_do_is_said_before_it_is_sent(trader):
    trader.fill_limit("buy", "60", "1950")
    expect(trader.page.locator("#problem-size")).to_contain_text("this key may order")
    expect(trader.test_id("place-order")).to_have_attribute("aria-disabled", "true")


def test_a_refusal_of_the_exchange_says_why_and_keeps_what_was_typed(trader):
    trader.fill_limit("buy", "1", "1950")
    trader.page.locator("[name=reduceOnly]").check()
    trader.test_id("place-order").click()
    expect(trader.entries("key").first).to_have_attribute("data-status", "refused")
    expect(trader.page.locator("#notifications")).to_contain_text("no position")
    expect(trader.page.locator("#order-size")).to_have_value("1")
    trader.page.locator("[name=reduceOnly]").uncheck()
    trader.click_and_wait("place-order")


def test_an_update_takes_away_neither_focus_nor_what_is_typed(exchange, trader):
    maker = exchange.trader(deposit="100000.00000000")
    key = exchange.keys.secp256k1()
    exchange.authorize(maker, key)
    size = trader.page.locator("#order-size")
    size.click()
    trader.page.keyboard.type("0.1")
    for number in range(20):
        exchange.accept(maker.order(key, quantity="1.00000000", price=f"{1900 + number}.00000000"))
    expect(trader.page.locator("#bids")).to_contain_text("1,919")
    trader.page.keyboard.type("5")
    expect(size).to_have_value("0.15")
    expect(size).to_be_focused()
