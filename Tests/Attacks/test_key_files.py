"""Somebody else on the machine may read the files of keys, has exchanged them, or waits for others to be read."""

import os
import subprocess

import pytest

from arena.household import Household, Mode, error_of

WRONG_INPUT = 65
LOOSE = [0o640, 0o604, 0o660, 0o602, 0o601, 0o777]
LOOSE_DIRECTORIES = [0o750, 0o701, 0o770, 0o777]
SERVER_FILES = ["server.key", "index-price-publisher.key", "market-maker.key"]


@pytest.fixture(scope="module")
def exchange(make_exchange):
    """An exchange on which a trader's tool acts, who is not this module's client."""
    exchange = make_exchange("visited").start()
    yield exchange
    exchange.admitted = [entry.nonce for entry in exchange.ledger.entries()]
    exchange.finish()


@pytest.fixture(scope="module")
def household(exchange, tmp_path_factory):
    household = Household(exchange, tmp_path_factory.mktemp("household"))
    household.begin()
    status, _, error = household.buy()
    assert status == 0, error
    return household


def refused(result):
    """A command that has done nothing, and says which file is not private."""
    status, output, error = result
    return (status, output, error["code"]) == (WRONG_INPUT, "", "INVALID_KEY_FILE") and "chmod" in error["message"]


@pytest.mark.parametrize("mode", LOOSE, ids=oct)
@pytest.mark.parametrize("end", ["device.secret", "session", "key"])
def test_others_may_open_a_file_of_a_session(exchange, household, end, mode):
    with exchange.unchanged(), Mode(household.file(end), mode):
        assert refused(household.buy())


@pytest.mark.parametrize("mode", LOOSE, ids=oct)
def test_others_may_open_a_wallets_file_or_a_passphrase(exchange, household, mode):
    with exchange.unchanged():
        for path in (household.file("wallet"), household.passphrase):
            with Mode(path, mode):
                status, output, error = household.run("withdraw", "1", opens_wallet=True)
                assert status == WRONG_INPUT and output == "" and "chmod 600" in error["message"], error


@pytest.mark.parametrize("mode", LOOSE_DIRECTORIES, ids=oct)
def test_others_may_look_into_the_directory_of_keys(exchange, household, mode):
    with exchange.unchanged(), Mode(household.keys, mode):
        assert refused(household.buy())
        assert refused(household.run("wallet list", on_server=False))
        status, _, error = household.run("withdraw", "1", opens_wallet=True)
        assert status == WRONG_INPUT and "chmod 700" in error["message"]


def test_a_file_is_a_link_to_another(exchange, household, tmp_path):
    with exchange.unchanged():
        for path in map(household.file, ("device.secret", "session", "key")):
            moved = tmp_path / path.name
            path.rename(moved)
            path.symlink_to(moved)
            status, output, error = household.buy()
            path.unlink()
            moved.rename(path)
            assert (status, output, error["code"]) == (WRONG_INPUT, "", "INVALID_KEY_FILE"), (path, error)


def test_a_file_is_a_pipe_or_a_directory(exchange, household, tmp_path):
    """A pipe that nobody writes into must not keep the tool waiting."""
    path = household.keys / "device.secret"
    with exchange.unchanged():
        for make in (os.mkfifo, os.mkdir):
            path.rename(tmp_path / "kept")
            make(path, 0o600)
            status, output, error = household.buy()
            path.rmdir() if path.is_dir() else path.unlink()
            (tmp_path / "kept").rename(path)
            assert (status, output, error["code"]) == (WRONG_INPUT, "", "INVALID_KEY_FILE"), error


def test_the_directory_of_keys_is_a_link(exchange, household, tmp_path):
    moved = tmp_path / "elsewhere"
    household.keys.rename(moved)
    household.keys.symlink_to(moved)
    try:
        with exchange.unchanged():
            status, output, error = household.buy()
            assert (status, output, error["code"]) == (WRONG_INPUT, "", "INVALID_KEY_FILE"), error
    finally:
        household.keys.unlink()
        moved.rename(household.keys)


def test_what_the_tool_writes_is_its_owners_alone_whatever_the_umask(exchange, tmp_path):
    before = os.umask(0)
    try:
        household = Household(exchange, tmp_path)
        household.begin()
        household.buy()
    finally:
        os.umask(before)
    assert household.keys.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in household.files()} == {0o600}


# The server's own.


class Stopped:
    """A server's data directory, with the server stopped."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.data = exchange.server.data

    def serve(self):
        """Starts the server where it is expected to refuse; gives the status and the error."""
        command = [self.exchange.server.tool, "serve", "--sandbox", "--json", "--port", "0", "--data", str(self.data)]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=20)
        return result.returncode, result.stdout, error_of(result.stderr)


@pytest.fixture(scope="module")
def stopped(make_exchange):
    exchange = make_exchange("stopped").start()
    exchange.stop()
    # The market maker's file is made when it is needed.
    stopped = Stopped(exchange)
    yield stopped
    exchange.start()
    exchange.finish()


@pytest.mark.parametrize("mode", LOOSE, ids=oct)
@pytest.mark.parametrize("name", SERVER_FILES)
def test_others_may_open_a_secret_of_the_server(stopped, name, mode):
    with Mode(stopped.data / name, mode):
        status, output, error = stopped.serve()
    assert (status, output, error["code"]) == (WRONG_INPUT, b"", "INVALID_KEY_FILE"), error
    assert f"{name} can be opened by others" in error["message"] and "chmod 600" in error["message"]


@pytest.mark.parametrize("mode", LOOSE_DIRECTORIES, ids=oct)
def test_others_may_look_into_the_servers_directory(stopped, mode):
    with Mode(stopped.data, mode):
        status, output, error = stopped.serve()
        assert (status, output) == (WRONG_INPUT, b"") and "chmod 700" in error["message"], error


@pytest.mark.parametrize("name", SERVER_FILES)
@pytest.mark.parametrize("content", [b"", b"00" * 32, b"00" * 31 + b"\n", b"zz" * 32 + b"\n", b"00" * 32 + b"\n\n",
    b"\0" * 65],
                         ids=["nothing", "no line feed", "31 bytes", "no digits", "a byte more", "zeros"])
def test_a_secret_of_the_server_is_none(stopped, name, content):
    path = stopped.data / name
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        status, output, error = stopped.serve()
    finally:
        path.write_bytes(before)
    assert (status, output, error["code"]) == (WRONG_INPUT, b"", "INVALID_KEY_FILE"), error
    assert "00000000" not in error["message"] and "zzzzzzzz" not in error["message"]


def test_the_servers_files_cannot_be_opened_by_others_where_they_lie(stopped):
    assert stopped.data.stat().st_mode & 0o777 == 0o700
    assert {(stopped.data / name).stat().st_mode & 0o777 for name in SERVER_FILES} == {0o600}
