"""Which faults of a cluster come when: the same from the same seed."""

from ..plan import CUT_CONNECTIONS, HOUR, KILL, KILL_WHILE_STARTING, MINUTE, PAUSE, SECOND, STOP, dealt

KILL_TWO = "kill two"
SKEWED_CLOCK = "skewed clock"
CRASH_DATABASE = "crash of the database"
RESTART_DATABASE = "restart of the database"
FAIL_OVER = "fail over"
CRASH_AND_FAIL_OVER = "crash, then fail over"
LOSE_STANDBY = "lost standby"
END_SESSIONS = "ended sessions"
CUT_NETWORK = "cut network"
SILENT_LINK = "silent link"
BROKEN_LINK = "broken link"
SLOW_LINK = "slow link"
KINDS = [KILL, KILL_TWO, KILL_WHILE_STARTING, STOP, PAUSE, SKEWED_CLOCK, CUT_CONNECTIONS, CRASH_DATABASE,
         RESTART_DATABASE, FAIL_OVER, CRASH_AND_FAIL_OVER, LOSE_STANDBY, END_SESSIONS, CUT_NETWORK, SILENT_LINK,
         BROKEN_LINK, SLOW_LINK]

SKEWS = [SECOND, 3 * SECOND, 9 * SECOND, 20 * SECOND, 70 * SECOND, 11 * MINUTE, HOUR]
DIRECT, RELAYED, SEPARATE = 0, 1, 2
SERVERS = 3


def kinds(has_own_network):
    """A network can be cut only where cables can be made."""
    return [kind for kind in KINDS if has_own_network or kind != CUT_NETWORK]


def faults(seed, has_own_network):
    """The faults of a cluster without end."""
    return dealt(kinds(has_own_network), settings, seed, game=" cluster")


def settings(kind, source):
    """What a fault is like, and which servers it is about."""
    server = source.randrange(SERVERS)
    seconds = round(source.choice([0.2, 0.6, 1.5]) * source.uniform(0.8, 1.2), 3)
    # Some faults of the database come with one of a server.
    also = source.choice([None, None, *range(SERVERS)])
    if kind in (KILL, STOP):
        return {"server": server, "seconds": seconds}
    if kind == KILL_TWO:
        return {"servers": sorted(source.sample(range(SERVERS), 2)), "seconds": seconds}
    if kind == KILL_WHILE_STARTING:
        return {"server": server, "waits": [round(source.uniform(0, 0.3), 3) for _ in range(source.randint(1, 3))]}
    if kind == PAUSE:
        return {"servers": sorted(source.sample(range(SERVERS), source.choice([1, 1, 2]))),
                "seconds": round(seconds * 2, 3), "then": source.choice(["continue", "continue", "kill"])}
    if kind == SKEWED_CLOCK:
        return {"server": server, "milliseconds": source.choice(SKEWS) * source.choice([1, -1])}
    if kind in (CRASH_DATABASE, RESTART_DATABASE):
        return {"seconds": seconds, "also": also}
    if kind == FAIL_OVER:
        return {"how": source.choice(["kill", "crash"]), "seconds": seconds, "also": also}
    if kind == CRASH_AND_FAIL_OVER:
        return {"seconds": round(source.uniform(0.3, 1), 3), "also": also}
    if kind == LOSE_STANDBY:
        return {"how": source.choice(["crash", "pause"]), "seconds": round(seconds * 2, 3)}
    if kind == END_SESSIONS:
        return {"times": source.randint(3, 12)}
    if kind in (CUT_NETWORK, SILENT_LINK):
        return {"seconds": round(source.choice([0.5, 2.5, 5, 8]) * source.uniform(0.8, 1.2), 3)}
    if kind == BROKEN_LINK:
        return {"times": source.randint(2, 12)}
    if kind == SLOW_LINK:
        return {"milliseconds": source.choice([3, 20, 80, 250]), "seconds": round(seconds * 2, 3)}
    return {}
