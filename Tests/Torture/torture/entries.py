"""The ledger's entries, read from its file or its database."""

import collections
import sqlite3

from harness.ledger import ACTIONS

ADMISSION, CUSTODY_ATTEMPT = 1, 2

# `key` is the session key that acted, in lower case; `None` for the wallet.
Entry = collections.namedtuple("Entry", "sequence time kind key request")


def read_entries(data):
    """All entries of a data directory, in order."""
    connection = sqlite3.connect(f"{(data / 'ledger.sqlite').as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            "SELECT sequence, time, kind, session_key, request FROM entry ORDER BY sequence").fetchall()
    finally:
        connection.close()
    return [Entry(sequence, time, kind, "0x" + key.hex() if key else None, request)
            for sequence, time, kind, key, request in rows]


def read_database(node):
    """All entries of a ledger in PostgreSQL, in order."""
    rows = node.ask("SELECT sequence, time, kind, encode(session_key, 'hex'), encode(request, 'hex') FROM entry "
                    "ORDER BY sequence")
    return [Entry(int(sequence), int(time), int(kind), f"0x{key}" if key else None, bytes.fromhex(request))
            for sequence, time, kind, key, request in rows]


def call_of(entry):
    """The call that an entry's request came with, as far as its action tells."""
    return ACTIONS.get(entry.request[1])
