"""The clocks of several servers, of which the ledger follows the fastest."""

import time


class ClusterClock:
    """What senders take their nonces' times from."""

    def __init__(self, clocks):
        self._clocks = clocks

    @staticmethod
    def now():
        """In milliseconds: what a clock shows that nobody has changed."""
        return time.time_ns() // 1_000_000

    def of_ledger(self):
        """What the ledger's clock shows, once the fastest server has written: it does not go back."""
        return max(clock.of_ledger() for clock in self._clocks)
