"""What was sent, and what was answered: kept in memory, and line by line in a file."""

import dataclasses
import json
import threading

# What became of a request, as far as its sender knows.
ADMITTED = "admitted"  # Answered as admitted, perhaps with a refusal by the exchange.
REFUSED = "refused"  # Answered as not admitted, or known not to have arrived whole.
UNKNOWN = "unknown"  # Not answered, or answered that nobody knows.

# Codes of what was admitted and not carried out, and codes that are also given to what was not admitted.
CODES_OF_ADMITTED = {"INSUFFICIENT_FUNDS", "INVALID_ORDER_QUANTITY", "INVALID_WITHDRAWAL_QUANTITY"}
AMBIGUOUS_CODES = {"INVALID_PARAMETER", "INDEX_PRICE_UNAVAILABLE", "MARKET_NOT_FOUND", "EXCEEDED_RATE_LIMIT"}


def outcome_of(status, code):
    """What an answer says about admission."""
    if status is None or status >= 500 and status != 503 or code in AMBIGUOUS_CODES:
        return UNKNOWN
    return ADMITTED if status == 200 or code in CODES_OF_ADMITTED else REFUSED


@dataclasses.dataclass
class Sighting:
    """What a server has shown of the exchange's state, and as of which entry."""

    server: int
    sequence: int
    subject: str
    # Of the bytes that were shown.
    digest: str
    began: float


@dataclasses.dataclass
class Record:
    """One request. Times are seconds of a clock that only goes on; `…_clock` are milliseconds of the server's."""

    id: int
    sender: str
    call: str
    document: dict
    # The request as the ledger would have it, in hexadecimal; `None` for what no ledger can have.
    encoded: str | None
    # The session key that is named, or that signs what only a wallet may sign.
    key: str | None
    # `valid`, or how it is wrong; what is `forged …` must never be admitted.
    intent: str
    via: str
    manner: str
    server_run: int
    clock_steps: int
    faults: list
    invoked: float
    invoked_clock: int
    answered: float | None = None
    answered_clock: int | None = None
    clock_steps_after: int | None = None
    status: int | None = None
    code: str | None = None
    sequence: int | None = None
    outcome: str = UNKNOWN
    # Which of several servers was asked.
    server: int = 1

    @property
    def parameters(self):
        return self.document["parameters"]

    @property
    def wallet(self):
        return self.parameters.get("wallet", self.parameters.get("sourceWallet"))

    @property
    def nonce(self):
        return self.parameters["nonce"]

    @property
    def is_forged(self):
        return self.intent.startswith("forged")


class History:
    """All records, in the order in which they were begun."""

    def __init__(self, path=None):
        self.records = []
        self.sightings = []
        self._lock = threading.Lock()
        self._file = open(path, "w", encoding="utf-8") if path else None

    def begin(self, **members):
        """Notes that something is about to be sent."""
        with self._lock:
            record = Record(id=len(self.records), **members)
            self.records.append(record)
            self._write({"begin": dataclasses.asdict(record)})
            return record

    def end(self, record, **members):
        """Notes how it ended."""
        with self._lock:
            for name, value in members.items():
                setattr(record, name, value)
            self._write({"end": record.id, **members})

    def see(self, **members):
        """Notes what a server has shown."""
        with self._lock:
            self.sightings.append(Sighting(**members))
            self._write({"seen": members})

    def note(self, **members):
        """Notes what was done to the server."""
        with self._lock:
            self._write({"note": members})

    def close(self):
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None

    def _write(self, document):
        if self._file:
            self._file.write(json.dumps(document) + "\n")


def read_history(path):
    """The records of a file."""
    records = []
    for line in open(path, encoding="utf-8"):
        document = json.loads(line)
        if "begin" in document:
            records.append(Record(**document["begin"]))
        elif "end" in document:
            for name, value in document.items():
                if name != "end":
                    setattr(records[document["end"]], name, value)
    return records
