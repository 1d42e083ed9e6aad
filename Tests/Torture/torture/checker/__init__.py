"""Judges a history against a ledger: pure functions, which give what is wrong.

Nothing here asks the server. What a session key may do is derived from the requests that the ledger has, by rules
that are written down here once more.
"""

from .answers import check_answers
from .authority import check_authority
from .matching import match
from .money import check_money
from .times import check_times
from .violation import Violation

__all__ = ["Violation", "check", "match"]


def check(records, entries, policy, state=None):
    """All violations of a history. `policy` is the server's configuration of admission, `state` what it served last."""
    matching = match(records, entries)
    violations = matching.violations + check_answers(records, matching)
    violations += check_times(records, matching)
    violations += check_authority(records, matching, policy)
    if state is not None:
        violations += check_money(matching, state)
    return violations
