"""Nonces: version-1 UUIDs (RFC 9562, section 5.1)."""

import secrets
import threading
import time
import uuid

# 100 ns ticks from 1582-10-15 to 1970-01-01.
EPOCH_TICKS = 0x01B21DD213814000
TICKS_PER_MILLISECOND = 10_000


def now():
    """The clock in milliseconds."""
    return time.time_ns() // 1_000_000


def nonce_at(ticks, clock_sequence=0, node=0x010000000000):
    """The nonce of a timestamp in ticks since 1582."""
    fields = (ticks & 0xFFFFFFFF, ticks >> 32 & 0xFFFF, ticks >> 48 & 0x0FFF | 0x1000,
              clock_sequence >> 8 & 0x3F | 0x80, clock_sequence & 0xFF, node)
    return str(uuid.UUID(fields=fields))


def ticks_of(nonce):
    return uuid.UUID(nonce).time


class Nonces:
    """Makes nonces that strictly increase, for any number of threads."""

    def __init__(self):
        self._node = secrets.randbits(48) | 0x010000000000
        self._last = 0
        self._lock = threading.Lock()

    def next(self, milliseconds_from_now=0):
        """A nonce of now, or of some milliseconds from now."""
        ticks = EPOCH_TICKS + time.time_ns() // 100 + milliseconds_from_now * TICKS_PER_MILLISECOND
        if milliseconds_from_now:
            return nonce_at(ticks, secrets.randbits(14), self._node)
        with self._lock:
            self._last = max(self._last + 1, ticks)
            return nonce_at(self._last, node=self._node)
