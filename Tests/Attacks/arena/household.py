"""A trader's own machine: the tool, a directory of key files, and a passphrase."""

import json
import os
import subprocess

PASSPHRASE = "correct horse battery staple 42"


class Household:
    """Runs the tool as a trader does, with key files in a directory of their own."""

    def __init__(self, exchange, directory):
        self.exchange = exchange
        self.keys = directory / "keys"
        self.passphrase = directory / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)
        self.output = b""

    def run(self, command, *arguments, opens_wallet=False, on_server=True):
        """Runs a command; gives its status, what it printed, and its error as an object."""
        line = [self.exchange.server.tool, *command.split(), *arguments, "--directory", str(self.keys), "--json"]
        if opens_wallet:
            line += ["--passphrase-file", str(self.passphrase)]
        if on_server:
            line += ["--url", f"http://127.0.0.1:{self.exchange.server.port}"]
        result = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.output += result.stdout + result.stderr
        return result.returncode, result.stdout.decode(), error_of(result.stderr)

    def do(self, command, *arguments, **options):
        """Runs a command that must go well."""
        status, output, error = self.run(command, *arguments, **options)
        assert status == 0, f"{command} ended with {status}: {error}"
        return json.loads(output)

    def begin(self):
        """A wallet with play money, and a session."""
        self.do("wallet create", opens_wallet=True, on_server=False)
        self.do("deposit", "100000", opens_wallet=True)
        return self.do("start", opens_wallet=True)

    def buy(self):
        return self.run("buy", "0.01", "ETH-USD", "--limit", "1000")

    def file(self, kind):
        """The file of the session's document or key, of the wallet, or of the secret of the device."""
        session = next(self.keys.glob("*.session.json"))
        key = session.with_name(session.name.replace(".session", ""))
        wallet = next(path for path in self.keys.glob("*.json") if path not in (session, key))
        return {"session": session, "key": key, "wallet": wallet, "device.secret": self.keys / "device.secret"}[kind]

    def files(self):
        return sorted(self.keys.iterdir())


def error_of(text):
    """The object that the tool writes about an error, or `None`."""
    try:
        return json.loads(text.decode().splitlines()[-1])
    except (ValueError, IndexError):
        return None


class Mode:
    """Gives a file another mode, for a while."""

    def __init__(self, path, mode):
        self._path = path
        self._mode = mode

    def __enter__(self):
        self._before = os.lstat(self._path).st_mode & 0o7777
        os.chmod(self._path, self._mode)

    def __exit__(self, *_):
        os.chmod(self._path, self._before)
