"""Waiting for what comes by itself."""

import time


def wait_for(condition, seconds, what):
    """Asks again and again until it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")
