"""The server as a process whose disk and clock can be made to fail."""

import json
import os
import select
import signal
import subprocess
import time

from harness.server import Server

START_SECONDS = 60
STOP_SECONDS = 30


class NotStarted(Exception):
    """The server ended, or said nothing, instead of taking requests."""


class ShakenServer(Server):
    """A server with the shim in it."""

    def __init__(self, tool, data, shim, options=(), wrapper=()):
        """With a command that starts it, such as one that changes its network."""
        super().__init__(tool, data, options)
        self._shim = shim
        self._wrapper = wrapper

    def spawn(self):
        """Starts it, and does not wait for it."""
        arguments = ["serve", "--sandbox", "--json", "--port", "0", "--data", str(self.data), *self._options]
        shim = [f"{name}={value}" for name, value in self._shim.environment.items()]
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [*self._wrapper, "env", *shim, self.tool, *arguments], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log)

    def start(self):
        self.spawn()
        return self.wait_until_started()

    def wait_until_started(self):
        greeting = b""
        end = time.monotonic() + START_SECONDS
        while not greeting.endswith(b"\n"):
            ready, _, _ = select.select([self._process.stdout], [], [], max(0, end - time.monotonic()))
            received = os.read(self._process.stdout.fileno(), 4096) if ready else b""
            if not received:
                status = self._process.poll()
                self.kill()
                raise NotStarted(f"the server did not start ({status}): {self.last_words()}")
            greeting += received
        self.port = json.loads(greeting)["port"]
        return self

    def signal(self, number):
        self._process.send_signal(number)

    def pause(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)

    def kill(self):
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._shim.journal.trim()

    def stop_well(self):
        """Asks it to end; it must say that it ended well."""
        status = self.terminate()
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {self.last_words()}")

    def terminate(self):
        """Asks it to end; gives its status."""
        self._process.terminate()
        try:
            status = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            self.kill()
            raise AssertionError(f"the server does not end: {self.last_words()}") from error
        self._process.stdout.close()
        return status
