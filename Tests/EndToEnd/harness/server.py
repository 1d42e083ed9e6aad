"""The server as a process on the loopback interface."""

import json
import os
import pathlib
import shutil
import subprocess

from .client import Client
from .ledger import LedgerFile

HOST = "127.0.0.1"
STOP_SECONDS = 20
# What all servers of one ledger share: API keys, tokens and demo wallets come from the first, the others are wallets.
SECRETS = ["server.key", "index-price-publisher.key", "market-maker.key"]


def share_secrets(source, data):
    """Gives a server's data directory the secrets of another's, before its first start."""
    data.mkdir(mode=0o700, exist_ok=True)
    for name in SECRETS:
        shutil.copy(source / name, data / name)


class Server:
    """`session-keys serve` on a data directory. What it logs goes to a file beside that."""

    def __init__(self, tool, data, options=(), environment=None):
        """With options of the command line, and with variables added to the environment."""
        self.tool = pathlib.Path(tool)
        self.data = pathlib.Path(data)
        self.log = self.data.with_name(self.data.name + ".log")
        self.ledger = LedgerFile(self.data)
        self.port = None
        self._options = list(options)
        self._environment = {**os.environ, **(environment or {})}
        self._process = None

    def start(self, port=0):
        """Starts it, on a port that is free unless one is named, and waits until it says that it takes requests."""
        arguments = ["serve", "--sandbox", "--json", "--port", str(port), "--data", str(self.data), *self._options]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                # A library that is loaded first and changes the environment hides the arguments from Swift; not where
                # another program has been through that before.
                ["env", self.tool, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                env=self._environment)
        greeting = self._process.stdout.readline()
        if not greeting:
            raise AssertionError(f"the server ended with {self._process.wait()}: {self.last_words()}")
        self.port = json.loads(greeting)["port"]
        return self

    def client(self, connections=8):
        return Client(HOST, self.port, connections)

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def stop(self):
        """Asks it to end; it must do so with status 0."""
        if not self.is_running:
            raise AssertionError(f"the server has ended by itself: {self.last_words()}")
        self._process.terminate()
        status = self._process.wait(STOP_SECONDS)
        self._process.stdout.close()
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {self.last_words()}")

    def kill(self):
        """Ends it at once."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def end(self):
        """Leaves no process behind, whatever has happened."""
        if self.is_running:
            self.kill()

    def last_words(self, lines=20):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
