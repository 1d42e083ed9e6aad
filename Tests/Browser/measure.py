"""Measures the page: `measure.py TOOL`. Writes lines of a name, a value and a unit.

The server, Chromium and this program share the machine. What a click takes is what the page's activity list shows:
from the click to the exchange's answer, signing among it.
"""

import pathlib
import statistics
import sys
import tempfile

from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from harness.keys import KeyRing  # noqa: E402
from harness.server import Server  # noqa: E402
from page.trader import PageTrader  # noqa: E402
from page.wallet import BrowserWallet  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
LOADS = 7
# Fewer than the page remembers.
ORDERS = 150
PAUSE_MILLISECONDS = 50
# When everything that a visitor sees is there and answers: the market's data has come, and the script has run.
IS_USABLE = """document.querySelector('#connection').dataset.state === 'live'
  && document.querySelector('#stat-last').textContent !== '–'"""


def load(browser, address):
    """Loads the page in a new profile; gives the bytes that came and the milliseconds until it was usable."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.add_init_script("""addEventListener('DOMContentLoaded', () => {
      const look = () => (%s) ? (window.usableAt = performance.now()) : requestAnimationFrame(look);
      look();
    });""" % IS_USABLE)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # Asked again and again, since waiting for a function would need what the page's policy forbids.
    while (usable := page.evaluate("window.usableAt")) is None:
        page.wait_for_timeout(PAUSE_MILLISECONDS)
    context.close()
    return sum(received), usable


def click(browser, address, chain_id):
    """Places orders one by one; gives what each took in milliseconds."""
    wallet = BrowserWallet(KeyRing("measure").secp256k1(), chain_id)
    trader = PageTrader(browser, address, wallet)
    trader.connect()
    trader.deposit("1000000")
    trader.approve()
    trader.fill_limit("buy", "0.01", "1950")
    taken = 0
    while taken < ORDERS:
        trader.test_id("place-order").click()
        taken += 1
        expect(trader.entries("key")).to_have_count(taken + 1)
        trader.page.wait_for_timeout(PAUSE_MILLISECONDS)
    times = trader.milliseconds("POST /v1/orders")
    trader.close()
    return times


def main(tool):
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(tool, pathlib.Path(data) / "exchange", ["--web", str(ROOT / "Web")]).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            address = f"http://127.0.0.1:{server.port}/"
            loads = [load(browser, address) for _ in range(LOADS)]
            times = click(browser, address, server.client().get("/v1/exchange").json["chainId"])
        finally:
            browser.close()
            server.end()
    print(f"page-first-load {loads[0][0] / 1024:.0f} KiB")
    print(f"page-usable-median {statistics.median(usable for _, usable in loads):.0f} ms")
    print(f"page-click-to-acknowledged-median {statistics.median(times):.1f} ms")
    print(f"page-click-to-acknowledged-p90 {statistics.quantiles(times, n=10)[-1]:.1f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:])
