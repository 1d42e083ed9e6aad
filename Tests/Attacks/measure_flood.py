"""Measures how honest clients trade while bad signatures pour in from another address: `Scripts/check-attacks --flood`.

Of each kind of flood three rounds, each with the honest rate before, during and after ten seconds of it; the median counts.
Ends with status 1 where they keep less than 70 % of their rate.
"""

import os
import pathlib
import statistics
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "Tests/EndToEnd"), str(ROOT / "Tests/Attacks")]

from arena.flood import FLOOD_CONNECTIONS, FLOODS, HONEST_CONNECTIONS, Orders, build_sender, measure  # noqa: E402
from harness.exchange import Exchange  # noqa: E402

ROUNDS = 3
SECONDS = float(os.environ.get("FLOOD_SECONDS", 10))
KEPT_MINIMUM = 0.7


def main():
    tool = pathlib.Path(os.environ.get("SESSION_KEYS", ROOT / ".build/release/session-keys")).absolute()
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        exchange = Exchange(tool, directory / "exchange", seed="flood").start()
        try:
            return report(exchange, build_sender(directory))
        finally:
            exchange.server.end()


def report(exchange, program):
    trader, key = exchange.trader(deposit="1000000.00000000"), exchange.keys.p256()
    exchange.authorize(trader, key)
    orders = Orders(trader, key)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {HONEST_CONNECTIONS} honest connections, "
          f"{FLOOD_CONNECTIONS} of the flood; orders a second")
    print("before  during  after   kept   slowest   sent a second   401     429")
    return max([report_flood(exchange, program, orders, what) for what in FLOODS])


def report_flood(exchange, program, orders, what):
    kept = []
    for _ in range(ROUNDS):
        round_ = measure(exchange, exchange.trader(), orders, program, SECONDS, what)
        sent = round_.sent
        kept.append(round_.kept)
        print(f"{round_.before:6.0f}  {round_.during:6.0f}  {round_.after:6.0f}  {round_.kept:5.0%}  "
              f"{round_.slowest * 1000:5.0f} ms  {sent.requests / sent.seconds:12.0f}  {sent.nobodys:6}  "
              f"{sent.limited:7}", flush=True)
    median = statistics.median(kept)
    print(f"Bad {what}: honest clients kept {median:.0%} of their rate, the median of {ROUNDS}; {KEPT_MINIMUM:.0%} is wanted.")
    return 0 if median >= KEPT_MINIMUM else 1


if __name__ == "__main__":
    sys.exit(main())
