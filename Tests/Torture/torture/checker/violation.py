"""What is wrong, and where."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Violation:
    """One thing that must not be: its kind, a sentence, and the records and entries that it is about."""

    kind: str
    text: str
    records: tuple = ()
    entries: tuple = ()

    def __str__(self):
        place = "".join([f" records {list(self.records)}" if self.records else "",
                         f" entries {list(self.entries)}" if self.entries else ""])
        return f"{self.kind}: {self.text};{place}"


def violation(kind, text, records=(), entries=()):
    return Violation(
        kind, text, tuple(record.id for record in records), tuple(entry.sequence for entry in entries))
