"""What was answered is so: each answered action is there once, and nothing that was refused is."""

import collections

from ..history import ADMITTED, REFUSED
from .violation import violation

# Refusals that tell of an entry: which must then be there.
CAUSES = {"NONCE_ALREADY_USED", "SESSION_KEY_REVOKED"}


def check_answers(records, matching):
    found = []
    for encoded, senders in matching.actions.items():
        found += _check_action(senders, matching.entry_of.get(encoded))
    for record in records:
        if record.outcome == ADMITTED and record.encoded is None:
            found.append(violation("stranger", "an answer to what no ledger can have", [record]))
        if record.outcome == ADMITTED and record.is_forged:
            found.append(violation("forged", f"{record.intent} was admitted", [record]))
    return found + _check_answered_nonces(records) + _check_causes(records, matching)


def _check_answered_nonces(records):
    """No two actions with one nonce are answered as admitted, whichever servers were asked."""
    found, first = [], {}
    for record in records:
        if record.outcome == ADMITTED:
            earlier = first.setdefault((record.wallet, record.nonce), record)
            if earlier.encoded != record.encoded:
                found.append(violation(
                    "nonce twice", f"admitted at server {earlier.server} and at server {record.server}",
                    [earlier, record]))
    return found


def _check_action(senders, entry):
    found = []
    admitted = [record for record in senders if record.outcome == ADMITTED]
    if len(admitted) > 1:
        found.append(violation("answered twice", "one request was answered as admitted twice", admitted))
    if admitted and entry is None:
        found.append(violation("lost", f"an answered {admitted[0].call} is not in the ledger", admitted))
    if entry is None:
        return found
    if all(record.outcome == REFUSED for record in senders):
        codes = {f"{record.status} {record.code}" for record in senders}
        found.append(violation(
            "refused and admitted", f"answered {sorted(codes)}, and in the ledger", senders, [entry]))
    for record in admitted:
        if record.sequence not in (None, entry.sequence):
            found.append(violation("number", f"answered as entry {record.sequence}", [record], [entry]))
    forged = [record for record in senders if record.is_forged]
    if forged:
        found.append(violation("forged", f"{forged[0].intent} is in the ledger", forged, [entry]))
    return found


def _check_causes(records, matching):
    """A refusal for a nonce that was used, or for a revocation, has an entry of that nonce, or a revocation."""
    used = {(record.wallet, record.nonce) for _, record in matching.known()}
    revoked, all_of = collections.defaultdict(set), set()
    for entry, record in matching.known():
        if record.call.startswith("DELETE") and record.call.endswith("Keys"):
            named = record.parameters.get("sessionKey", record.parameters.get("delegatedKey"))
            all_of |= set() if named else {record.wallet}
            revoked[named].add(entry.sequence)
        elif entry.kind == 2:
            revoked[record.key].add(entry.sequence)
    found = []
    for record in records:
        if record.outcome != REFUSED or record.code not in CAUSES or record.status is None:
            continue
        if record.code == "NONCE_ALREADY_USED" and (record.wallet, record.nonce) not in used:
            found.append(violation("refused without cause", "a nonce is said to be used, and is in no entry", [record]))
        if record.code == "SESSION_KEY_REVOKED" and not _is_revoked(record, revoked, all_of):
            found.append(violation("refused without cause", "a key is said to be revoked, and no entry does", [record]))
    return found


def _is_revoked(record, revoked, all_of):
    parameters = record.parameters
    names = [record.key, parameters.get("sessionKey"), parameters.get("delegatedKey"),
             parameters.get("orderDelegatedKey")]
    return record.wallet in all_of or any(name in revoked for name in names if name)
