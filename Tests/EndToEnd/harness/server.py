"""The server as a process on the loopback interface."""

import os
import pathlib
import signal
import socket
import subprocess
import time

from .client import Client
from .ledger import LedgerFile

HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 20


def free_port():
    """A port that nobody has now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


class Server:
    """`session-keys serve` on a data directory. What it prints goes to files beside the data."""

    def __init__(self, tool, data, options=(), environment=None):
        self.tool = pathlib.Path(tool)
        self.data = pathlib.Path(data)
        self.log = self.data.with_name(self.data.name + ".log")
        self.port = free_port()
        self.ledger = LedgerFile(self.data)
        self._options = list(options)
        self._environment = {**os.environ, **(environment or {})}
        self._process = None

    def start(self):
        """Starts it and waits until it answers."""
        arguments = ["serve", "--sandbox", "--data", str(self.data), "--port", str(self.port), *self._options]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [self.tool, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment)
        deadline = time.monotonic() + START_SECONDS
        while not self._is_listening():
            if self._process.poll() is not None:
                raise AssertionError(f"the server ended with {self._process.returncode}: {self.last_words()}")
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the server does not answer after {START_SECONDS} s: {self.last_words()}")
            time.sleep(0.01)
        return self

    def _is_listening(self):
        try:
            with socket.create_connection((HOST, self.port), timeout=1):
                return True
        except OSError:
            return False

    def client(self, connections=8):
        return Client(HOST, self.port, connections)

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def stop(self):
        """Asks it to end; it must do so with status 0."""
        if not self.is_running:
            raise AssertionError(f"the server has ended by itself: {self.last_words()}")
        self._process.send_signal(signal.SIGTERM)
        status = self._process.wait(STOP_SECONDS)
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {self.last_words()}")

    def kill(self):
        """Ends it at once."""
        self._process.kill()
        self._process.wait()

    def end(self):
        """Leaves no process behind, whatever has happened."""
        if self.is_running:
            self.kill()

    def last_words(self, lines=20):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
