"""What was done, in numbers."""

import collections
import dataclasses

from .history import ADMITTED, REFUSED, UNKNOWN


@dataclasses.dataclass
class Figures:
    """Counts of one seed, or of many."""

    seeds: int = 0
    seconds: float = 0
    restarts: int = 0
    entries: int = 0
    requests: int = 0
    outcomes: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    codes: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    intents: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    calls: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    vias: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    faults: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    happened: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    unknown_and_admitted: int = 0
    writes_lost: int = 0
    fills: int = 0
    balances_judged: int = 0
    closed_ledgers: int = 0
    revocations: int = 0
    revocations_tested: int = 0
    violations: int = 0

    def count(self, records, entries, counters):
        self.seeds += 1
        self.entries += len(entries)
        self.requests += len(records)
        nonces = {entry.request[2:18].hex() for entry in entries}
        for record in records:
            self.outcomes[record.outcome] += 1
            self.codes[f"{record.status or ''} {record.code or ''}".strip() or f"no answer, {record.manner}"] += 1
            self.intents[record.intent.split(":")[0] if record.is_forged else record.intent] += 1
            self.calls[record.call] += 1
            self.vias[record.via] += 1
            if record.outcome == UNKNOWN and record.nonce.replace("-", "") in nonces:
                self.unknown_and_admitted += 1
        self.happened.update(counters)

    def add(self, other):
        for field in dataclasses.fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if isinstance(mine, collections.Counter):
                mine.update(theirs)
            else:
                setattr(self, field.name, mine + theirs)

    def details(self):
        """Tables for whoever wants to know more."""
        lines = []
        for name in ["calls", "vias", "intents", "codes", "happened"]:
            counts = ", ".join(f"{key} {count}" for key, count in getattr(self, name).most_common())
            lines.append(f"{name}: {counts}")
        lines.append(f"fills served {self.fills}, balances judged of {self.balances_judged} seeds")
        lines.append(f"ledger entries {self.entries}, unknown and in the ledger {self.unknown_and_admitted}, "
                     f"unsynchronised writes lost {self.writes_lost}, ledgers closed by a fault {self.closed_ledgers}")
        return lines

    def closing_line(self):
        faults = ", ".join(f"{count} {kind}" for kind, count in sorted(self.faults.items()))
        return (f"{self.seeds} seeds in {self.seconds:.0f} s, {self.restarts} restarts, {self.requests} actions "
                f"({self.outcomes[ADMITTED]} admitted, {self.outcomes[REFUSED]} refused, "
                f"{self.outcomes[UNKNOWN]} unknown), {sum(self.faults.values())} faults ({faults}), "
                f"{self.revocations} revocations answered, {self.revocations_tested} of them tested afterwards, {self.violations} violations")
