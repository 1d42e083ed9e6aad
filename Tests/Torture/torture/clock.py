"""The wall clock that the server sees, and nonces that follow it."""

import threading
import time

from harness.nonces import EPOCH_TICKS, TICKS_PER_MILLISECOND, nonce_at


class Clock:
    """The machine's clock with the offset that is in force."""

    def __init__(self, shim):
        self._shim = shim
        self._lock = threading.Lock()
        self._highest = 0
        # How often the clock was stepped: between two readings of the same count it only went on.
        self.steps = 0

    @property
    def offset(self):
        """In milliseconds."""
        return self._shim.clock_offset_ns // 1_000_000

    def step(self, milliseconds):
        with self._lock:
            self._highest = max(self._highest, self._now())
            self._shim.clock_offset_ns += milliseconds * 1_000_000
            self.steps += 1

    def _now(self):
        return time.time_ns() // 1_000_000 + self.offset

    def now(self):
        """In milliseconds: what the server's clock shows."""
        return self._now()

    def of_ledger(self):
        """What the ledger's clock shows at the least, in milliseconds: it does not go back."""
        with self._lock:
            self._highest = max(self._highest, self._now())
            return self._highest


class Nonces:
    """Nonces of one sender, which differ from everybody else's and from one another."""

    def __init__(self, clock, node):
        self._clock = clock
        self._node = 0x010000000000 | node
        self._lock = threading.Lock()
        self._count = 0

    def next(self, milliseconds_from_now=0, raw_clock=False):
        """A nonce of the ledger's clock, or of the clock as it was stepped back."""
        now = self._clock.now() if raw_clock else self._clock.of_ledger()
        with self._lock:
            self._count += 1
            ticks = EPOCH_TICKS + (now + milliseconds_from_now) * TICKS_PER_MILLISECOND + self._count % 10_000
            return nonce_at(ticks, self._count // 10_000 % 0x4000, self._node)
