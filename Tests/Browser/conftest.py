"""What the checks of the page share: a server for each module, a browser, and traders in it."""

import os
import pathlib
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from harness.exchange import Exchange  # noqa: E402
from page.trader import STEP_MILLISECONDS, PageTrader  # noqa: E402
from page.wallet import BrowserWallet  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
expect.set_options(timeout=STEP_MILLISECONDS)


@pytest.fixture(scope="session")
def tool():
    """The command-line tool: `SESSION_KEYS`, or the one that `swift build` has made."""
    return pathlib.Path(os.environ.get("SESSION_KEYS", ROOT / ".build/debug/session-keys")).absolute()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # As root, Chromium's own sandbox cannot be made.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def make_exchange(tool, tmp_path_factory, request):
    """Makes exchanges that serve the page; none of them outlives the module."""
    made = []

    def make(name="exchange", **options):
        data = tmp_path_factory.mktemp(request.module.__name__) / name
        page = ["--web", str(ROOT / "Web")]
        made.append(Exchange(tool, data, seed=f"{request.module.__name__} {name}", options=page, **options))
        return made[-1].start()

    yield make
    for exchange in made:
        exchange.server.end()


@pytest.fixture(scope="module")
def exchange(make_exchange):
    return make_exchange()


@pytest.fixture
def make_wallet(exchange):
    """Makes wallets, each with a key of its own, on the exchange's chain."""
    def make(key=None, **options):
        return BrowserWallet(key or exchange.keys.secp256k1(), exchange.domain.fields["chainId"], **options)
    return make


@pytest.fixture
def make_trader(browser, exchange, make_wallet):
    """Makes traders; when the test ends, nothing may have gone wrong on any of their pages."""
    made = []

    def make(wallet=None, on=None, **options):
        address = f"http://127.0.0.1:{(on or exchange).server.port}/"
        made.append(PageTrader(browser, address, wallet or make_wallet(), **options))
        return made[-1]

    yield make
    for trader in made:
        trader.close()


@pytest.fixture
def trader(make_trader):
    """A trader with an approved key and play money."""
    trader = make_trader()
    trader.connect()
    trader.deposit("100000")
    trader.approve()
    return trader
