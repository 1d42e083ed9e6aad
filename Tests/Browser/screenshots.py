"""Takes the pictures of the documentation: `screenshots.py TOOL DIRECTORY`.

Runs a sandbox with its market maker, as `make run` does, and trades a little, so that there is something to see.
"""

import pathlib
import sys
import tempfile
import time

from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from harness.keys import KeyRing  # noqa: E402
from harness.server import Server  # noqa: E402
from page.trader import PageTrader  # noqa: E402
from page.wallet import BrowserWallet  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
BYTES_MAXIMUM = 200 * 1024
# Long enough for some candles of the live chart.
TRADING_SECONDS = 40
WIDE = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def market_order(trader, side, size):
    trader.page.locator(f"label.side.{side}").click()
    trader.page.locator(".segment", has_text="Market").first.click()
    trader.page.locator("#order-size").fill(size)
    trader.click_and_wait("place-order")


def trade(trader):
    """Buys and sells for a while, and leaves a position and resting orders."""
    end = time.monotonic() + TRADING_SECONDS
    turn = 0
    while time.monotonic() < end or turn % 3:
        market_order(trader, "sell" if turn % 3 == 2 else "buy", f"0.{3 + turn % 4}")
        turn += 1
        trader.page.wait_for_timeout(700)
    for number in range(4):
        trader.place_limit("buy", f"0.{5 + number}", f"{1970 - 5 * number}")
    trader.place_limit("sell", "0.4", "2040")
    trader.page.locator("#order-size").fill("1.5")
    trader.page.locator("#order-price").fill("1985")


def take(trader, directory, name):
    trader.page.wait_for_timeout(400)
    file = directory / f"{name}.png"
    trader.page.screenshot(path=file)
    size = file.stat().st_size
    print(f"{file.name}: {size // 1024} KiB")
    if size > BYTES_MAXIMUM:
        raise SystemExit(f"{file.name} has {size} bytes, more than {BYTES_MAXIMUM}")


def pictures(browser, server, directory):
    address = f"http://127.0.0.1:{server.port}/"
    chain_id = server.client().get("/v1/exchange").json["chainId"]
    wallet = BrowserWallet(KeyRing("screenshots").secp256k1(), chain_id)
    trader = PageTrader(browser, address, wallet, color_scheme="dark", **WIDE)
    trader.connect()
    trader.deposit("100000")
    trader.test_id("place-order").click()
    take(trader, directory, "approval")
    trader.approve()
    trade(trader)
    dismiss_messages(trader)
    trader.tab("orders")
    take(trader, directory, "trading-dark")
    trader.tab("keys")
    trader.test_id("try-withdrawal").click()
    expect(trader.test_id("proof-result")).to_contain_text("Nothing was signed")
    trader.test_id("proof-result").scroll_into_view_if_needed()
    take(trader, directory, "refusal")
    trader.tab("activity")
    take(trader, directory, "activity")
    other = PageTrader(browser, address, BrowserWallet(wallet.keys[0], chain_id), **WIDE)
    other.connect()
    other.approve()
    trader.page.emulate_media(color_scheme="light")
    trader.tab("keys")
    trader.own_key().scroll_into_view_if_needed()
    expect(trader.other_keys()).to_have_count(1, timeout=15_000)
    take(trader, directory, "session-keys")
    trader.tab("positions")
    take(trader, directory, "trading-light")
    phone = PageTrader(browser, address, BrowserWallet(wallet.keys[0], chain_id), color_scheme="dark", **PHONE)
    phone.connect()
    phone.approve()
    dismiss_messages(phone)
    take(phone, directory, "trading-phone")
    for page in (trader, other, phone):
        page.close()


def dismiss_messages(trader):
    expect(trader.page.locator("#notifications")).not_to_be_empty()
    while trader.page.get_by_role("button", name="Dismiss").count():
        trader.page.get_by_role("button", name="Dismiss").first.click()


def main(tool, directory):
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(tool, pathlib.Path(data) / "exchange", ["--web", str(ROOT / "Web")]).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            pictures(browser, server, directory)
        finally:
            browser.close()
            server.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
