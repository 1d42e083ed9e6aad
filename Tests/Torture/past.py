"""Histories for the tests of the checker: made request by request, with the ledger that they should have led to."""

import dataclasses

from harness.keys import KeyRing
from harness.messages import Domain
from harness.nonces import EPOCH_TICKS, TICKS_PER_MILLISECOND, nonce_at
from harness.trader import Trader

from torture import plan
from torture.encoding import encode
from torture.entries import Entry
from torture.history import ADMITTED, REFUSED, UNKNOWN, Record

NOW = 1_800_000_000_000
HOUR = 3_600_000
POLICY = {"walletNonceAgeMaximum": 600_000, "sessionKeyNonceAgeMaximum": 60_000, "nonceAheadMaximum": 10_000,
          "custodyAttemptRevokesKey": True}
assert POLICY.keys() == plan.configuration("any").keys()


class Past:
    """A wallet with two session keys. Each request takes 10 ms; the next begins 10 ms after its end."""

    def __init__(self):
        ring = KeyRing("past")
        self.nonces = 0
        self.trader = Trader(Domain(1, "0x" + "11" * 20), ring.secp256k1(), self)
        self.other = Trader(self.trader.domain, ring.secp256k1(), self)
        self.key, self.browser_key = ring.secp256k1(), ring.p256()
        self.records, self.entries = [], []
        self.elapsed = 0

    def next(self):
        """The nonce of the next request."""
        return self.nonce(0)

    def nonce(self, milliseconds):
        """A nonce of some milliseconds from now."""
        self.nonces += 1
        return nonce_at(EPOCH_TICKS + (NOW + self.elapsed + milliseconds) * TICKS_PER_MILLISECOND + self.nonces)

    def send(self, body, key=None, outcome=ADMITTED, status=200, code=None, intent="valid"):
        """A request that was sent and answered."""
        began, ended = self.elapsed, self.elapsed + 10
        self.elapsed += 20
        record = Record(
            id=len(self.records), sender="test", call=body.call, document=body.document,
            encoded=encode(body.call, body.document).hex(), key=key and key.address, intent=intent, via="http",
            manner="whole", server_run=1, clock_steps=0, faults=[], invoked=began / 1000, invoked_clock=NOW + began,
            answered=ended / 1000, answered_clock=NOW + ended, clock_steps_after=0, status=status, code=code,
            outcome=outcome)
        self.records.append(record)
        return record

    def enter(self, record, kind=1, actor=None, **changes):
        """The entry of a request, made in the middle of it."""
        entry = Entry(len(self.entries) + 1, record.invoked_clock + 5, kind, actor and actor.address.lower(),
                      bytes.fromhex(record.encoded) + b"\0")._replace(**changes)
        self.entries.append(entry)
        if record.outcome == ADMITTED:
            record.sequence = entry.sequence
        return entry

    def admit(self, body, key=None, actor=None, **answer):
        """A request that was admitted; gives its record."""
        record = self.send(body, key or actor, **answer)
        self.enter(record, actor=actor)
        return record

    def authorize(self, key=None, expires_in=HOUR, **scope):
        return self.admit(self.authorization(key, expires_in, **scope), key or self.key)

    def authorization(self, key=None, expires_in=HOUR, nonce=None, **scope):
        expires_at = NOW + self.elapsed + expires_in
        return self.trader.authorize(key or self.key, nonce=nonce, expiresAt=expires_at, **scope)

    def order(self, key=None, **terms):
        """An order of a session key that was admitted."""
        key = key or self.key
        return self.admit(self.trader.order(key, **terms), actor=key)

    def refuse(self, body, key=None, code="NONCE_ALREADY_USED", status=409, **more):
        return self.send(body, key, REFUSED, status, code, **more)

    def leave_open(self, body, key=None):
        """A request that was not answered."""
        return self.send(body, key, UNKNOWN, None)

    def again(self, record, **changes):
        """The same bytes once more."""
        began, ended = self.elapsed, self.elapsed + 10
        self.elapsed += 20
        copy = dataclasses.replace(
            record, id=len(self.records), invoked=began / 1000, answered=ended / 1000, invoked_clock=NOW + began,
            answered_clock=NOW + ended, sequence=None, **changes)
        self.records.append(copy)
        return copy
