"""Which request each entry of the ledger is."""

import collections
import uuid

from ..encoding import is_of
from ..entries import ADMISSION, CUSTODY_ATTEMPT
from .violation import violation


class Matching:
    """Actions, each with the records that sent it and the entry that it is, where it is one.

    An action is a request as the ledger has it: the same bytes sent twice are one action.
    """

    def __init__(self):
        self.actions = collections.OrderedDict()
        self.entry_of = {}
        self.attempt_of = {}
        self.by_sequence = {}
        self.entries = []
        self.violations = []

    def records_of(self, entry):
        return self.actions[self.by_sequence[entry.sequence]]

    def known(self):
        """Entries with the first record of their action, in order."""
        return [(entry, self.records_of(entry)[0]) for entry in self.entries if entry.sequence in self.by_sequence]


def match(records, entries):
    """Finds the action of each entry; notes entries that are nobody's or there twice, and gaps."""
    found = Matching()
    by_nonce = collections.defaultdict(list)
    for record in records:
        if record.encoded is not None:
            if record.encoded not in found.actions:
                found.actions[record.encoded] = []
                by_nonce[uuid.UUID(record.nonce).bytes].append(record.encoded)
            found.actions[record.encoded].append(record)
    found.entries = entries
    for place, entry in enumerate(entries, 1):
        if entry.sequence != place:
            found.violations.append(violation("gap", f"entry {place} has number {entry.sequence}", entries=[entry]))
        candidates = [encoded for encoded in by_nonce[entry.request[2:18]]
                      if is_of(entry.request, bytes.fromhex(encoded))]
        if not candidates:
            found.violations.append(violation("stranger", "nobody has sent what is in the ledger", entries=[entry]))
            continue
        _note(found, entry, candidates[0])
    return found


def _note(found, entry, encoded):
    places = found.entry_of if entry.kind == ADMISSION else found.attempt_of
    if encoded in places:
        found.violations.append(violation(
            "twice", "a request is in the ledger twice", found.actions[encoded], [places[encoded], entry]))
    places.setdefault(encoded, entry)
    found.by_sequence[entry.sequence] = encoded
    if entry.kind not in (ADMISSION, CUSTODY_ATTEMPT):
        found.violations.append(violation("stranger", f"an entry of unknown kind {entry.kind}", entries=[entry]))
