"""Balances: what the exchange serves adds up, and follows from the ledger's entries."""

from ..encoding import pips
from ..entries import call_of
from ..history import ADMITTED
from ..state import balance, funds, is_whole, positions
from .violation import violation

DEPOSIT, WITHDRAWAL = "POST /v1/sandbox/deposits", "POST /v1/withdrawals"


def check_money(matching, state):
    found = [violation("positions", f"all positions in {market} sum to {total} pips")
             for market, total in positions(state).items() if total]
    if not is_whole(state):
        return found
    deposits, withdrawals = funds(state)
    found += _check_funds("deposit", DEPOSIT, deposits, matching) + _check_funds(
        "withdrawal", WITHDRAWAL, withdrawals, matching)
    total, error = balance(state)
    expected = sum(deposits.values()) - sum(withdrawals.values())
    if abs(total - expected) > error:
        found.append(violation(
            "balances", f"balances, fees and positions make {total} pips, funds {expected} pips (± {error})"))
    return found


def _check_funds(name, call, served, matching):
    """Each deposit and withdrawal that is served is an entry of that quantity; each that was answered is served."""
    found, known = [], {}
    for entry, record in matching.known():
        if call_of(entry) == call and entry.kind == 1:
            known[entry.sequence] = (entry, record)
            is_done = any(one.status == 200 for one in matching.records_of(entry) if one.outcome == ADMITTED)
            if is_done and entry.sequence not in served:
                found.append(violation("balances", f"an answered {name} is not served", [record], [entry]))
    for sequence, quantity in served.items():
        if sequence not in known:
            found.append(violation("balances", f"{name} {sequence} is served and is no entry"))
        elif pips(known[sequence][1].parameters["quantity"]) != quantity:
            entry, record = known[sequence]
            found.append(violation("balances", f"a {name} of another quantity is served", [record], [entry]))
    return found
