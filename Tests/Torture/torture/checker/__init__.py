"""Judges a history against a ledger: pure functions, which give what is wrong.

Nothing here asks the server. What a session key may do is derived from the requests that the ledger has, by rules
that are written down here once more.
"""

from .answers import check_answers
from .authority import check_authority
from .matching import match
from .money import check_money
from .sightings import check_sightings
from .times import check_times
from .violation import Violation

__all__ = ["Violation", "check", "match"]


def check(records, entries, policy, state=None, sightings=()):
    """All violations of a history.

    `policy` is the servers' configuration of admission, `state` what was served last, and `sightings` what of it the
    servers have shown meanwhile.
    """
    matching = match(records, entries)
    violations = matching.violations + check_answers(records, matching)
    violations += check_times(records, matching)
    violations += check_authority(records, matching, policy)
    violations += check_sightings(sightings, entries)
    if state is not None:
        violations += check_money(matching, state)
    return violations
