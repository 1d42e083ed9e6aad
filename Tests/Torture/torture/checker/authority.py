"""Who might do what: the ledger's entries judged again one after another, and answers of revocations held to."""

import dataclasses
import uuid

from harness.nonces import EPOCH_TICKS, TICKS_PER_MILLISECOND

from ..encoding import pips
from ..entries import CUSTODY_ATTEMPT
from ..history import ADMITTED
from .violation import violation

LIFETIME_OF_DELEGATED = 30 * 24 * 3_600_000
AUTHORIZATIONS = {"POST /v1/sessionKeys", "POST /v1/delegatedKeys"}
REVOCATIONS = {"DELETE /v1/sessionKeys", "DELETE /v1/delegatedKeys"}
TRADING = {"POST /v1/orders", "DELETE /v1/orders", "POST /v1/initialMarginFractionOverride"}


@dataclasses.dataclass
class Key:
    """A registered session key."""

    wallet: str
    ticks: int
    expires_at: int
    scope: dict
    revoked_by: object = None


def check_authority(records, matching, policy):
    judge = Judge(policy)
    for entry, record in matching.known():
        judge.take(entry, record)
    return judge.found + _check_answered_revocations(records, judge, policy, matching)


class Judge:
    """The facts that the entries make, and what contradicts them."""

    def __init__(self, policy):
        self.keys = {}
        self.found = []
        self._policy = policy
        self._nonces = {}
        self._revoked_all = {}

    def take(self, entry, record):
        if entry.kind == CUSTODY_ATTEMPT:
            self._revoke(record.key, entry, record)
            return
        self._check_nonce(entry, record)
        if entry.key is not None:
            self._check_key(entry, record)
        if record.call in AUTHORIZATIONS:
            self._authorize(entry, record)
        elif record.call in REVOCATIONS:
            self._carry_out_revocation(entry, record)

    def _wrong(self, kind, text, entry, record):
        self.found.append(violation(kind, text, [record], [entry]))

    def _check_nonce(self, entry, record):
        ticks = uuid.UUID(record.nonce).time
        name = (record.wallet, record.nonce)
        if name in self._nonces:
            self._wrong("nonce twice", f"entry {self._nonces[name]} has the same nonce", entry, record)
        self._nonces[name] = entry.sequence
        age = entry.time - (ticks - EPOCH_TICKS) // TICKS_PER_MILLISECOND
        oldest = self._policy["sessionKeyNonceAgeMaximum" if entry.key else "walletNonceAgeMaximum"]
        if not -self._policy["nonceAheadMaximum"] <= age <= oldest:
            self._wrong("stale", f"the nonce was {age} ms old", entry, record)

    def _check_key(self, entry, record):
        """A key acts for its wallet, from its authorisation to its revocation and expiry, within its scope."""
        key = self.keys.get(entry.key)
        if key is None or key.wallet != record.wallet:
            self._wrong("no authority", f"{entry.key} is no key of the wallet", entry, record)
            return
        ticks = uuid.UUID(record.nonce).time
        if self.revocation_of(key) is not None:
            self._wrong("after revocation", f"entry {self.revocation_of(key)} revokes the key", entry, record)
        if ticks <= key.ticks:
            self._wrong("no authority", "the nonce is not later than the authorisation's", entry, record)
        if record.call in REVOCATIONS:
            if record.parameters.get("sessionKey", record.parameters.get("delegatedKey", "")).lower() != entry.key:
                self._wrong("no authority", "a key revokes another", entry, record)
            return
        if record.call not in TRADING:
            self._wrong("no authority", f"a key signed {record.call}", entry, record)
        milliseconds = (ticks - EPOCH_TICKS) // TICKS_PER_MILLISECOND
        if entry.time >= key.expires_at or milliseconds >= key.expires_at:
            self._wrong("after expiry", f"the key expired at {key.expires_at}", entry, record)
        self._check_scope(key, entry, record)

    def _check_scope(self, key, entry, record):
        parameters, permission = record.parameters, key.scope["permission"]
        is_order = record.call == "POST /v1/orders"
        is_allowed = permission == "trade" or record.call == "DELETE /v1/orders" or (
            permission == "reduceOnly" and is_order and parameters.get("reduceOnly"))
        market = parameters.get("market")
        if not is_allowed or (key.scope["markets"] and market and market not in key.scope["markets"]):
            self._wrong("out of scope", f"the key may {key.scope}", entry, record)
        maximum = key.scope["maximumOrderValue"]
        if is_order and maximum and "price" in parameters:
            value = -(-pips(parameters["quantity"]) * pips(parameters["price"]) // 100_000_000)
            if value > pips(maximum):
                self._wrong("out of scope", f"an order is worth {value} pips, over {maximum}", entry, record)

    def revocation_of(self, key):
        if key.revoked_by is not None:
            return key.revoked_by
        ticks, sequence = self._revoked_all.get(key.wallet, (-1, None))
        return sequence if key.ticks <= ticks else None

    def _authorize(self, entry, record):
        parameters = record.parameters
        address = parameters.get("sessionKey", parameters.get("delegatedKey")).lower()
        ticks = uuid.UUID(record.nonce).time
        if address in self.keys:
            self._wrong("comes back", "an address is authorised again", entry, record)
            return
        if ticks <= self._revoked_all.get(record.wallet, (-1, None))[0]:
            self._wrong("comes back", "an authorisation that was revoked in advance", entry, record)
        milliseconds = (ticks - EPOCH_TICKS) // TICKS_PER_MILLISECOND
        expires_at = parameters.get("expiresAt", milliseconds + LIFETIME_OF_DELEGATED)
        if entry.time >= expires_at or not 0 < expires_at - milliseconds <= LIFETIME_OF_DELEGATED:
            self._wrong("after expiry", "a key is authorised with a lifetime that it may not have", entry, record)
        scope = {"permission": parameters.get("permission", "trade"), "markets": parameters.get("markets", []),
                 "maximumOrderValue": parameters.get("maximumOrderValue")}
        self.keys[address] = Key(record.wallet, ticks, expires_at, scope)

    def _carry_out_revocation(self, entry, record):
        parameters = record.parameters
        address = parameters.get("sessionKey", parameters.get("delegatedKey"))
        if address:
            self._revoke(address, entry, record)
            return
        ticks = uuid.UUID(record.nonce).time
        if ticks > self._revoked_all.get(record.wallet, (-1, None))[0]:
            self._revoked_all[record.wallet] = (ticks, entry.sequence)

    def _revoke(self, address, entry, record):
        key = self.keys.get(address.lower())
        if key is None or key.wallet != record.wallet:
            self._wrong("no authority", "what is revoked is no key of the wallet", entry, record)
        elif self.revocation_of(key) is not None:
            self._wrong("after revocation", "a key is revoked twice", entry, record)
        else:
            key.revoked_by = entry.sequence


def revocations(records, keys, policy):
    """Answered revocations: each with the moment of its answer and the keys that it ends, in lower case."""
    found = []
    for record in records:
        if record.call in REVOCATIONS and record.outcome == ADMITTED and record.status == 200:
            address = record.parameters.get("sessionKey", record.parameters.get("delegatedKey"))
            ticks = uuid.UUID(record.nonce).time
            ended = {address.lower()} if address else {
                name for name, key in keys.items() if key.wallet == record.wallet and key.ticks <= ticks}
            found.append((record, ended))
        elif policy["custodyAttemptRevokesKey"] and record.code == "SESSION_KEY_NOT_PERMITTED" \
                and record.intent == "forged: custody by a session key":
            found.append((record, {record.key.lower()}))
    return found


def _check_answered_revocations(records, judge, policy, matching):
    """Once a revocation is answered, nothing that begins later is admitted for the key."""
    found, ended_at = [], {}
    for record, ended in revocations(records, judge.keys, policy):
        for address in ended:
            if address not in ended_at or record.answered < ended_at[address].answered:
                ended_at[address] = record
            key = judge.keys.get(address)
            if key is not None and judge.revocation_of(key) is None:
                found.append(violation("lost", "a revocation was answered, and the ledger has none", [record]))
    for record in records:
        if record.outcome == ADMITTED and record.key and record.call in TRADING:
            revocation = ended_at.get(record.key.lower())
            if revocation is not None and record.invoked > revocation.answered:
                found.append(violation(
                    "after revocation", "admitted after the revocation was answered", [revocation, record]))
    return found


def revocations_checked(records, matching, policy):
    """How many answered revocations there were, and how many of them a key has tested by asking for more afterwards."""
    judge = Judge(policy)
    for entry, record in matching.known():
        judge.take(entry, record)
    latest = {}
    for record in records:
        if record.key and record.call in TRADING:
            latest[record.key.lower()] = record.invoked
    answered = revocations(records, judge.keys, policy)
    tested = sum(any(latest.get(address, 0) > record.answered for address in ended) for record, ended in answered)
    return len(answered), tested
