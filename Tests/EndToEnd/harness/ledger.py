"""Reads a ledger's file, also while the server has it open. Nothing is written."""

import collections
import sqlite3
import uuid

# The encoding of a request begins with a version, the action's number, and the nonce of 16 bytes.
ACTIONS = {
    1: "POST /v1/orders", **dict.fromkeys([2, 3, 4, 5], "DELETE /v1/orders"),
    6: "POST /v1/initialMarginFractionOverride", 16: "POST /v1/delegatedKeys", 17: "DELETE /v1/delegatedKeys",
    18: "POST /v1/sessionKeys", 19: "DELETE /v1/sessionKeys", 20: "DELETE /v1/sessionKeys", 32: "POST /v1/wallets",
    33: "POST /v1/withdrawals", 34: "POST /v1/sandbox/transfers", 35: "POST /v1/sandbox/deposits",
    48: "POST /v1/sandbox/indexPrices",
}
ORDER = "POST /v1/orders"
REVOCATION = "DELETE /v1/sessionKeys"

Entry = collections.namedtuple("Entry", "sequence time kind session_key call nonce")


class LedgerFile:
    """The ledger of a server's data directory."""

    def __init__(self, data):
        self._path = data / "ledger.sqlite"

    def _rows(self, sql, *values):
        connection = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def entries(self, after=0):
        """All entries behind a sequence number, in order."""
        rows = self._rows(
            "SELECT sequence, time, kind, session_key, request FROM entry WHERE sequence > ? ORDER BY sequence", after)
        return [Entry(sequence, time, kind, "0x" + key.hex() if key else None, ACTIONS[request[1]],
                      str(uuid.UUID(bytes=request[2:18])))
                for sequence, time, kind, key, request in rows]

    def latest(self):
        """The last sequence number, and how many entries there are."""
        return self._rows("SELECT coalesce(max(sequence), 0), count(*) FROM entry")[0]
