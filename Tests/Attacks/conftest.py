"""What the attacks share: a guarded server for each module, which must come out of it unharmed."""

import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from arena.guarded import GuardedExchange  # noqa: E402
from arena.victim import Victim  # noqa: E402
from harness.socket import Socket  # noqa: E402


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
        made.append(GuardedExchange(tool, data, seed=f"{request.module.__name__} {name}", **configuration))
        return made[-1]

    yield make
    for exchange in made:
        exchange.server.end()


@pytest.fixture(scope="module")
def exchange(make_exchange):
    """An exchange that must have admitted exactly what it said it did when all attacks of the module are over."""
    exchange = make_exchange().start()
    yield exchange
    exchange.finish()


@pytest.fixture(scope="module")
def victim(exchange):
    """A wallet with money, and with a session key of each kind."""
    return Victim(exchange)


@pytest.fixture
def socket(exchange):
    """A WebSocket."""
    with Socket(exchange.server.port) as socket:
        yield socket
