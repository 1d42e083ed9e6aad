"""Order and time: an entry is made while its request is under way, and the clocks agree."""

from ..history import ADMITTED
from ..entries import ADMISSION
from .violation import violation

# Clocks are read one after the other, in whole milliseconds.
TOLERANCE_MILLISECONDS = 2


def check_times(records, matching):
    return _check_entries(matching.entries) + _check_order(matching) + _check_clock(matching)


def _check_entries(entries):
    return [violation("time goes back", f"{one.time} and then {other.time}", entries=[one, other])
            for one, other in zip(entries, entries[1:]) if other.time < one.time]


def _check_order(matching):
    """What begins after something was answered stands behind it."""
    moments = []
    for entry, _ in matching.known():
        if entry.kind != ADMISSION:
            continue
        senders = matching.records_of(entry)
        moments.append((min(record.invoked for record in senders), 1, entry, senders[0]))
        moments += [(record.answered, 0, entry, record) for record in senders if record.outcome == ADMITTED]
    found, latest = [], None
    for _, begins, entry, record in sorted(moments, key=lambda moment: moment[:2]):
        if begins and latest is not None and entry.sequence < latest[0].sequence:
            found.append(violation(
                "order", "an entry stands before one that was answered earlier", [latest[1], record],
                [latest[0], entry]))
        if not begins and (latest is None or entry.sequence > latest[0].sequence):
            latest = (entry, record)
    return found


def _check_clock(matching):
    """The entry's time lies between question and answer by the server's clock, or is the time of the entry before."""
    found, before = [], 0
    for entry, _ in matching.known():
        for record in matching.records_of(entry):
            is_steady = record.clock_steps == record.clock_steps_after
            if entry.kind != ADMISSION or record.outcome != ADMITTED or not is_steady:
                continue
            earliest, latest = record.invoked_clock, max(record.answered_clock, before)
            if not earliest - TOLERANCE_MILLISECONDS <= entry.time <= latest + TOLERANCE_MILLISECONDS:
                found.append(violation(
                    "clock", f"the entry's time {entry.time} is not from {earliest} to {latest}", [record], [entry]))
        before = entry.time
    return found
