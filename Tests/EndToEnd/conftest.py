"""What the end-to-end checks share: a server for each module, and the tool that was built."""

import os
import pathlib

import pytest

from harness.exchange import Exchange

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tool():
    """The command-line tool: `SESSION_KEYS`, or the one that `swift build` has made."""
    return pathlib.Path(os.environ.get("SESSION_KEYS", ROOT / ".build/debug/session-keys")).absolute()


@pytest.fixture(scope="module")
def make_exchange(tool, tmp_path_factory, request):
    """Makes exchanges on data directories of their own; none of them outlives the module."""
    made = []

    def make(name="exchange", **configuration):
        data = tmp_path_factory.mktemp(request.module.__name__) / name
        made.append(Exchange(tool, data, seed=f"{request.module.__name__} {name}", **configuration))
        return made[-1]

    yield make
    for exchange in made:
        exchange.server.end()


@pytest.fixture(scope="module")
def exchange(make_exchange):
    """An exchange that must still be running when all tests of the module have ended."""
    exchange = make_exchange().start()
    yield exchange
    exchange.stop()


@pytest.fixture(scope="module")
def account(exchange):
    """The credentials of an account, made as an operator makes them."""
    return exchange.new_account()
