"""Which faults come when: the same from the same seed."""

import collections
import random

# What is done, and how long from one to the next in seconds.
KILL = "kill"
POWER_CUT = "power cut"
KILL_WHILE_STARTING = "kill while starting"
STOP = "stop"
PAUSE = "pause"
FAILING_SYNC = "failing sync"
FULL_DISK = "full disk"
SLOW_DISK = "slow disk"
CLOCK_FORWARDS = "clock forwards"
CLOCK_BACKWARDS = "clock backwards"
CUT_CONNECTIONS = "cut connections"
START_ON_BAD_DISK = "start on a bad disk"
KINDS = [KILL, POWER_CUT, KILL_WHILE_STARTING, STOP, PAUSE, FAILING_SYNC, FULL_DISK, SLOW_DISK, CLOCK_FORWARDS,
         CLOCK_BACKWARDS, CUT_CONNECTIONS, START_ON_BAD_DISK]

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
FORWARDS = [SECOND, 3 * SECOND, 9 * SECOND, 11 * SECOND, 65 * SECOND, 11 * MINUTE, HOUR, 25 * HOUR]
BACKWARDS = [SECOND, 3 * SECOND, 12 * SECOND, 50 * SECOND, 70 * SECOND, 11 * MINUTE, 2 * HOUR]

# How many faults a seed plays at the least.
FAULTS_MINIMUM = 4

Fault = collections.namedtuple("Fault", "wait kind settings")


def faults(seed):
    """The faults of a server without end."""
    return dealt(KINDS, settings, seed)


def dealt(kinds, settings, seed, game=""):
    """Faults without end: each kind once before any comes again.

    Seeds of one family, which differ in the number behind the dot, begin at different places of one deck, so that some
    of them have played it whole however little time each has. Another game shuffles otherwise.
    """
    family, _, number = seed.partition(".")
    deck = kinds[:]
    random.Random(f"{family}{game} deck").shuffle(deck)
    place = FAULTS_MINIMUM * int(number or 0) % len(deck)
    deck = deck[place:] + deck[:place]
    source = random.Random(f"{seed}{game} faults")
    while True:
        for kind in deck:
            yield Fault(round(source.uniform(0.15, 0.9), 3), kind, settings(kind, source))
        source.shuffle(deck)


def settings(kind, source):
    """What a fault is like."""
    if kind == POWER_CUT:
        return {"share": source.choice([0, 0, 0.3, 0.7, 1]), "seed": source.getrandbits(32)}
    if kind == KILL_WHILE_STARTING:
        return {"seconds": [round(source.uniform(0, 0.25), 3) for _ in range(source.randint(1, 3))]}
    if kind == PAUSE:
        return {"seconds": round(source.choice([0.2, 0.5, 1, 2.5]) * source.uniform(0.8, 1.2), 3),
                "then": source.choice(["continue", "continue", "kill"])}
    if kind in (FAILING_SYNC, START_ON_BAD_DISK):
        return {"syncs": source.choice([1, 1, 2, 3, 1_000_000]), "seconds": round(source.uniform(0.2, 0.8), 3),
                "then": source.choice([STOP, KILL, POWER_CUT])}
    if kind == FULL_DISK:
        return {"bytes": source.choice([0, 100, 5_000, 40_000]), "seconds": round(source.uniform(0.2, 1), 3),
                "then": source.choice(["continue", "continue", STOP, KILL])}
    if kind == SLOW_DISK:
        return {"milliseconds": source.choice([5, 30, 150]), "seconds": round(source.uniform(0.3, 1), 3)}
    if kind in (CLOCK_FORWARDS, CLOCK_BACKWARDS):
        return {"milliseconds": source.choice(FORWARDS if kind == CLOCK_FORWARDS else BACKWARDS)}
    return {}


def configuration(seed):
    """What the server is configured to: the windows for nonces, and what a custody attempt does to a key."""
    source = random.Random(f"{seed} configuration")
    windows = source.choice([(600_000, 60_000, 10_000), (60_000, 10_000, 5_000), (600_000, 60_000, 2_000)])
    return {"walletNonceAgeMaximum": windows[0], "sessionKeyNonceAgeMaximum": windows[1],
            "nonceAheadMaximum": windows[2], "custodyAttemptRevokesKey": source.random() < 0.5}
