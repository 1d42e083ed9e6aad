"""The examples, run as their readers run them."""

import contextlib
import pathlib
import re
import signal
import subprocess
import time

import pytest

from harness.server import HOST

PRODUCTS = pathlib.Path(__file__).parents[2] / ".build/debug"
SECONDS_MAXIMUM = 20


@contextlib.contextmanager
def running(exchange, name, *arguments):
    """Runs an example; it does not outlive the block."""
    url = f"http://{HOST}:{exchange.server.port}"
    with subprocess.Popen([PRODUCTS / name, *arguments, url], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process):
    """What an example that ends well has printed."""
    output, errors = process.communicate(timeout=SECONDS_MAXIMUM)
    assert (process.returncode, errors) == (0, ""), output + errors
    return output


def book(exchange):
    answer = exchange.look("/v1/orderbook", market="ETH-USD", level=2, limit=10)
    return {side: [(level[0], level[1]) for level in answer[side]] for side in ("bids", "asks")}


def wait_for_book(exchange, bids, asks):
    wanted = {"bids": bids, "asks": asks}
    end = time.monotonic() + SECONDS_MAXIMUM
    while (found := book(exchange)) != wanted:
        assert time.monotonic() < end, f"the book is {found}, not {wanted}"
        time.sleep(0.05)


def test_the_quick_start_goes_from_a_wallet_to_the_first_order_and_back(exchange):
    with running(exchange, "QuickStart") as process:
        lines = said(process).splitlines()
    patterns = ["Wallet   0x[0-9a-fA-F]{40}", "Session  0x[0-9a-fA-F]{40} may trade in ETH-USD", r"Order    \d+ is open",
                r"Order    \d+ is canceled", "Withdrew 100.00000000", r"Session  ended with entry (\d+) of the ledger"]
    assert len(lines) == len(patterns)
    matches = [re.fullmatch(pattern, line) for pattern, line in zip(patterns, lines)]
    assert all(matches), lines
    assert int(matches[-1][1]) == exchange.ledger.latest()[0]
    exchange.audit()


def test_the_bot_quotes_both_sides_follows_the_price_and_holds_no_more_than_its_maximum(exchange):
    trader = exchange.trader(deposit="10000.00000000")
    with running(exchange, "MarketMakingBot", "600") as process:
        ask = [("2001.00000000", "0.10000000")]
        wait_for_book(exchange, [("1999.00000000", "0.10000000")], ask)
        # Whoever sells to it finds it ready to buy until it has enough.
        exchange.accept(trader.order(side="sell", price="1999.00000000"))
        wait_for_book(exchange, [("1999.00000000", "0.10000000")], ask)
        exchange.accept(trader.order(side="sell", price="1999.00000000"))
        wait_for_book(exchange, [("1999.00000000", "0.05000000")], ask)
        exchange.accept(trader.order(side="sell", price="1999.00000000", quantity="0.05000000"))
        wait_for_book(exchange, [], ask)

        exchange.publish_index_price(price="2100.00000000")
        wait_for_book(exchange, [], [("2101.05000000", "0.10000000")])
        exchange.publish_index_price()
        wait_for_book(exchange, [], ask)
        process.send_signal(signal.SIGINT)
        output = said(process)
    assert output.count("Filled   buy 0.10000000 at 1999.00000000\n") == 2
    assert output.count("Filled   buy 0.05000000 at 1999.00000000\n") == 1
    assert ("Quotes   around 2100.00000000, position 0.25000000\n"
            "         sell 0.10000000 at 2101.05000000\n") in output
    assert "Ended    1 orders cancelled, position 0.25000000\n" in output
    assert int(re.search(r"Session  ended with entry (\d+) of the ledger", output)[1]) == exchange.ledger.latest()[0]
    assert book(exchange) == {"bids": [], "asks": []}
    exchange.audit()


def test_the_bot_ends_by_itself_when_its_time_is_over(exchange):
    begin = time.monotonic()
    with running(exchange, "MarketMakingBot", "2") as process:
        output = said(process)
    assert 2 <= time.monotonic() - begin < SECONDS_MAXIMUM
    assert "Ended    2 orders cancelled, position 0.00000000\n" in output


@pytest.mark.parametrize("arguments, status, words", [
    ([], 64, "usage: MarketMakingBot SECONDS [URL]"),
    (["0"], 64, "usage: MarketMakingBot SECONDS [URL]"),
    (["1", "http://perps.example"], 1, "plain http is taken for this machine only: use https"),
    (["1", f"http://{HOST}:1"], 1, "the exchange cannot be reached: connection refused"),
])
def test_the_bot_says_what_is_wrong(arguments, status, words):
    ended = subprocess.run([PRODUCTS / "MarketMakingBot", *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, timeout=SECONDS_MAXIMUM, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "", f"MarketMakingBot: {words}\n")
