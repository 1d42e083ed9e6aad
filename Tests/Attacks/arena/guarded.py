"""An exchange that keeps account of what was admitted, so that an attack that left a trace is noticed."""

import contextlib

from harness.exchange import Exchange

from .memory import MEGABYTE, resident_bytes

# A server that has just started holds about 60 MB; every queue, table and buffer of it has a limit.
RESIDENT_MAXIMUM = 400 * MEGABYTE


class GuardedExchange(Exchange):
    """Remembers the nonces of everything that it admitted, and compares the ledger with them."""

    def __init__(self, *arguments, **configuration):
        super().__init__(*arguments, **configuration)
        self.admitted = []

    @property
    def process_id(self):
        """The server's process. Where it was started through `env`, that has become the server."""
        return self.server._process.pid

    def answer(self, signed, credentials=None):
        answer = super().answer(signed, credentials)
        if answer.status == 200:
            self.admitted.append(signed.nonce)
        return answer

    @contextlib.contextmanager
    def unchanged(self):
        """What happens inside must leave the ledger as it is, and the server running."""
        before = self.ledger.latest()
        yield
        self.look("/v1/ping")
        assert self.ledger.latest() == before

    def examine(self):
        """The server runs, holds little memory, and the ledger has what was admitted: each once, and nothing else."""
        assert self.server.is_running, self.server.last_words()
        assert resident_bytes(self.process_id) < RESIDENT_MAXIMUM
        self.look("/health")
        assert sorted(entry.nonce for entry in self.ledger.entries()) == sorted(self.admitted)

    def finish(self):
        """Ends the server, which must end well, and verifies all of its ledger again."""
        self.examine()
        self.stop()
        assert self.audit() == len(self.admitted)
