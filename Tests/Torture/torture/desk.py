"""One wallet with its session keys: draws what to send next, from a seed."""

import dataclasses
import threading

from harness.client import SignedBody
from harness.keys import P256_ORDER
from harness.trader import Trader

SECP256K1_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
MARKETS = {"ETH-USD": ("2000", ["0.10000000", "0.01000000", "0.25000000"], 2),
           "BTC-USD": ("60000", ["0.00100000", "0.01000000", "0.00500000"], 50)}
SENT_MAXIMUM = 400
KEYS_MAXIMUM = 12
HOUR = 3_600_000
LIFETIMES = [1_500, 4_000, 10_000, HOUR, 24 * HOUR, 30 * 24 * HOUR - 60_000]
OTHER_CALLS = {
    "POST /v1/orders": ["DELETE /v1/orders", "POST /v1/initialMarginFractionOverride"],
    "DELETE /v1/orders": ["POST /v1/orders"],
    "POST /v1/delegatedKeys": ["DELETE /v1/delegatedKeys", "POST /v1/sessionKeys"],
    "DELETE /v1/delegatedKeys": ["POST /v1/delegatedKeys", "DELETE /v1/sessionKeys"],
    "POST /v1/sessionKeys": ["DELETE /v1/sessionKeys", "POST /v1/delegatedKeys"],
    "DELETE /v1/sessionKeys": ["POST /v1/sessionKeys", "DELETE /v1/delegatedKeys"],
    "POST /v1/withdrawals": ["POST /v1/sandbox/deposits"], "POST /v1/sandbox/deposits": ["POST /v1/withdrawals"],
    "POST /v1/sandbox/transfers": ["POST /v1/sandbox/deposits"],
}
MIX = {
    "order": 46, "authorize": 8, "authorize_delegated": 2, "cancel": 9, "revoke": 4, "revoke_itself": 2,
    "remove_delegated": 2, "revoke_all": 1, "deposit": 4, "withdraw": 4, "transfer": 3, "leverage": 2, "replay": 10,
    "other_call": 3, "forge": 8, "revive": 2, "custody": 2, "untimely": 3, "nonce_again": 3,
}


@dataclasses.dataclass
class Drawn:
    """A request to be sent: where, which, of which key, and how it is wrong."""

    call: str
    document: dict
    data: bytes
    key: str | None
    intent: str = "valid"
    subject: object = None

    @classmethod
    def of(cls, body, key=None, intent="valid", subject=None):
        return cls(body.call, body.document, body.bytes, key.address if key else None, intent, subject)


class HeldKey:
    """A session key, and what its owner believes of it."""

    def __init__(self, key, is_delegated=False):
        self.key = key
        self.is_delegated = is_delegated
        self.is_authorized = False
        self.is_revoked = False


class Desk:
    """What the senders of one wallet share."""

    def __init__(self, domain, wallet, ring, nonces, clock):
        self.trader = Trader(domain, wallet, nonces)
        self.others = []
        self.keys = []
        self.order_ids = []
        self.sent = []
        self._ring = ring
        self._nonces = nonces
        self._clock = clock
        self._lock = threading.Lock()

    def draw(self, random):
        """The next request."""
        with self._lock:
            name = random.choices(list(MIX), MIX.values())[0]
            if not any(held.is_authorized and not held.is_revoked for held in self.keys) and random.random() < 0.7:
                name = "authorize"
            drawn = getattr(self, "_" + name)(random) or self._order(random)
            self.sent.append(drawn)
            del self.sent[:-SENT_MAXIMUM]
            return drawn

    def learn(self, drawn, record):
        """What an answer of 200 means."""
        if record.status != 200 or drawn.intent != "valid":
            return
        with self._lock:
            if isinstance(drawn.subject, HeldKey):
                if drawn.call.startswith("POST"):
                    drawn.subject.is_authorized = True
                else:
                    drawn.subject.is_revoked = True
            elif drawn.call == "POST /v1/orders" and record.sequence:
                self.order_ids = [*self.order_ids[-50:], str(record.sequence)]

    def probe(self, drawn, record, random):
        """An order of a key whose revocation was just answered; `None` after anything else."""
        if record.status != 200 or not (drawn.call.startswith("DELETE") and drawn.call.endswith("Keys")):
            return None
        with self._lock:
            held = drawn.subject if isinstance(drawn.subject, HeldKey) else random.choice(self.keys or [None])
            return held and Drawn.of(self.trader.order(held.key, price="1999.00000000"), held.key)

    # Valid requests.

    def _key(self, random, revoked_share=0.06):
        """A key that should be good; sometimes any."""
        good = [held for held in self.keys if held.is_authorized and not held.is_revoked]
        pool = good if good and random.random() > revoked_share else self.keys
        return random.choice(pool) if pool else None

    def _order(self, random):
        held = self._key(random)
        key = held.key if held and random.random() < 0.9 else None
        market = random.choice(list(MARKETS))
        index, quantities, tick = MARKETS[market]
        price = int(index) + random.randint(-8, 8) * tick
        more = {"timeInForce": random.choice(["gtc"] * 6 + ["ioc", "gtx"])}
        if random.random() < 0.05:
            more["reduceOnly"] = True
        if random.random() < 0.1:
            more["clientOrderId"] = f"torture-{random.getrandbits(48):x}"
        kind = "market" if random.random() < 0.1 else "limit"
        if kind == "market":
            more.pop("timeInForce")
        body = self.trader.order(
            key, market=market, type=kind, side=random.choice(["buy", "sell"]), quantity=random.choice(quantities),
            price=f"{price}.00000000", selfTradePrevention=random.choice(["dc", "cn", "co"]), **more)
        return Drawn.of(body, key)

    def _new_key(self, random):
        return self._ring.secp256k1() if random.random() < 0.5 else self._ring.p256()

    def _authorize(self, random):
        held = HeldKey(self._new_key(random))
        self.keys = [*self.keys[-KEYS_MAXIMUM:], held]
        return Drawn.of(self._authorization(held.key, random), held.key, subject=held)

    def _authorization(self, key, random, **more):
        scope = {"permission": random.choice(["trade"] * 6 + ["reduceOnly", "cancelOnly"])}
        if random.random() < 0.15:
            scope["markets"] = [random.choice(list(MARKETS))]
        if random.random() < 0.2:
            scope["maximumOrderValue"] = random.choice(["150.00000000", "1000.00000000"])
        if random.random() < 0.15:
            scope["maximumDailyValue"] = random.choice(["500.00000000", "20000.00000000"])
        if random.random() < 0.2:
            scope["maximumPriceDeviation"] = "0.00300000"
        lifetime = random.choices(LIFETIMES, [1, 2, 3, 4, 4, 2])[0]
        return self.trader.authorize(key, expiresAt=self._clock.of_ledger() + lifetime, **scope, **more)

    def _authorize_delegated(self, random):
        held = HeldKey(self._ring.secp256k1(), is_delegated=True)
        self.keys = [*self.keys[-KEYS_MAXIMUM:], held]
        return Drawn.of(self.trader.authorize_delegated(held.key), held.key, subject=held)

    def _cancel(self, random):
        held = self._key(random)
        key = held.key if held else None
        if self.order_ids and random.random() < 0.6:
            target = {"orderIds": random.sample(self.order_ids, min(len(self.order_ids), random.randint(1, 3)))}
        else:
            target = random.choice([{"market": random.choice(list(MARKETS))}, {}])
            if held and random.random() < 0.3:
                target = {"orderDelegatedKey": held.key.address}
        return Drawn.of(self.trader.cancel(key, **target), key)

    def _leverage(self, random):
        held = self._key(random)
        fraction = random.choice(["0.10000000", "0.20000000", "0.50000000"])
        return Drawn.of(self.trader.leverage(held and held.key, fraction=fraction), held and held.key)

    def _revoke(self, random, signer=None, held=None):
        held = held or self._key(random)
        if held is None:
            return None
        body = self.trader.revoke(held.key, signer, open_orders=random.choice(["cancel", "keep"]))
        return Drawn.of(body, subject=held)

    def _revoke_itself(self, random):
        held = self._key(random)
        return held and self._revoke(random, held.key, held)

    def _remove_delegated(self, random):
        pool = [held for held in self.keys if held.is_delegated] or self.keys
        if not pool:
            return None
        held = random.choice(pool)
        return Drawn.of(self.trader.remove_delegated(
            held.key, open_orders=random.choice([None, "cancel", "keep"])), subject=held)

    def _revoke_all(self, random):
        drawn = Drawn.of(self.trader.revoke(None, open_orders=random.choice(["cancel", "keep"])))
        # Whatever is answered: they are hardly good any more, and new ones are wanted.
        for held in self.keys:
            held.is_revoked = True
        return drawn

    def _deposit(self, random):
        return Drawn.of(self.trader.deposit(f"{random.randint(1, 5000)}.{random.randint(0, 99):02}000000"))

    def _withdraw(self, random):
        return Drawn.of(self.trader.withdraw(f"{random.randint(0, 900)}.{random.randint(0, 99):02}000000"))

    def _transfer(self, random):
        destination = random.choice(self.others)
        return Drawn.of(self.trader.transfer(destination, f"{random.randint(1, 400)}.00000000"))

    # Requests that come again.

    def _replay(self, random):
        earlier = random.choice(self.sent) if self.sent else None
        return earlier and dataclasses.replace(
            earlier, intent=earlier.intent if earlier.intent.startswith("forged") else "replay", subject=None)

    def _other_call(self, random):
        """The bytes of an earlier request, at another call."""
        earlier = random.choice(self.sent) if self.sent else None
        if earlier is None or earlier.call not in OTHER_CALLS:
            return None
        intent = earlier.intent if earlier.intent.startswith("forged") else "at another call"
        return dataclasses.replace(earlier, call=random.choice(OTHER_CALLS[earlier.call]), intent=intent, subject=None)

    def _nonce_again(self, random):
        """Another action with a nonce that was used, or may have been."""
        earlier = random.choice(self.sent) if self.sent else None
        if earlier is None or earlier.document["parameters"].get("wallet") != self.trader.address:
            return None
        nonce = earlier.document["parameters"]["nonce"]
        held = self._key(random)
        body = random.choice([
            lambda: (self.trader.deposit("1.00000000", nonce=nonce), None),
            lambda: (self.trader.order(held and held.key, nonce=nonce), held and held.key),
            lambda: (self.trader.withdraw("2.00000000", nonce=nonce), None),
        ])()
        return Drawn.of(*body, intent="nonce again")

    def _untimely(self, random):
        """A nonce from outside of the window, or at its end, or of the clock as it was stepped back."""
        held = self._key(random)
        key = held.key if held else None
        shift = random.choice([-HOUR, -601_000, -599_000, -61_000, -59_000, 0, 9_000, 11_000, HOUR])
        nonce = self._nonces.next(shift, raw_clock=True)
        if random.random() < 0.5 and key:
            return Drawn.of(self.trader.order(key, nonce=nonce), key, "untimely")
        return Drawn.of(self.trader.deposit("3.00000000", nonce=nonce), intent="untimely")

    # Requests that must never be admitted.

    def _custody(self, random):
        """What only a wallet may sign, signed by a session key."""
        held = self._key(random)
        if held is None:
            return None
        body = random.choice([
            lambda: self.trader.withdraw("1.00000000", signer=held.key),
            lambda: self.trader.deposit("1.00000000", signer=held.key),
            lambda: self.trader.transfer(random.choice(self.others), "1.00000000", signer=held.key),
            lambda: self.trader.authorize(
                self._ring.secp256k1(), signer=held.key, expiresAt=self._clock.of_ledger() + HOUR),
            lambda: self.trader.revoke(None, signer=held.key),
        ])()
        return Drawn.of(body, held.key, "forged: custody by a session key")

    def _revive(self, random):
        """A new authorisation for an address that was revoked."""
        pool = [held for held in self.keys if held.is_revoked and held.is_authorized]
        if not pool:
            return None
        held = random.choice(pool)
        body = random.choice([
            lambda: self._authorization(held.key, random),
            lambda: self.trader.authorize_delegated(held.key),
        ])()
        # A revocation of all that failed leaves the key as it was: then only its first authorisation is in the ledger.
        return Drawn.of(body, held.key, "forged: authorised again")

    def _forge(self, random):
        forgery = random.choice([
            self._wrong_key, self._flipped_bit, self._high_s, self._name_of_another_wallet, self._changed_member,
            self._wrong_consent])
        return forgery(random)

    def _wrong_key(self, random):
        held = self._key(random)
        if held is None:
            return None
        return Drawn.of(self.trader._trade(
            "POST /v1/orders", held.key, self._ring.secp256k1(), market="ETH-USD", type="limit", side="buy",
            quantity="0.10000000", price="1999.00000000"), held.key, "forged: signed by another key")

    def _flipped_bit(self, random):
        drawn = self._order(random)
        signature = bytearray.fromhex(drawn.document["signature"][2:])
        signature[random.randrange(64)] ^= 1 << random.randrange(8)
        return self._with(drawn, "forged: flipped bit", signature="0x" + signature.hex())

    def _high_s(self, random):
        drawn = self._order(random)
        signature = bytes.fromhex(drawn.document["signature"][2:])
        is_recoverable = len(signature) == 65
        order = SECP256K1_ORDER if is_recoverable else P256_ORDER
        high = order - int.from_bytes(signature[32:64], "big")
        rest = bytes([55 - signature[64]]) if is_recoverable else b""
        return self._with(
            drawn, "forged: high s", signature="0x" + (signature[:32] + high.to_bytes(32, "big") + rest).hex())

    def _name_of_another_wallet(self, random):
        held = self._key(random)
        if held is None:
            return None
        body = self.trader.sign(
            "POST /v1/orders", held.key, wallet=random.choice(self.others), delegatedKey=held.key.address,
            market="ETH-USD", type="limit", side="sell", quantity="0.10000000", price="2001.00000000")
        return Drawn.of(body, held.key, "forged: in another wallet's name")

    def _changed_member(self, random):
        drawn = self._order(random)
        parameters = {**drawn.document["parameters"], "quantity": "0.12300000"}
        return self._with(drawn, "forged: changed after signing", parameters=parameters)

    def _wrong_consent(self, random):
        key, other = self._new_key(random), self._new_key(random)
        body = self._authorization(key, random)
        consent = other.sign(self.trader.domain.consent(body.parameters)) if random.random() < 0.5 else None
        forged = SignedBody(body.call, body.parameters, body.document["signature"], consent)
        return Drawn.of(forged, key, "forged: without the key's consent")

    @staticmethod
    def _with(drawn, intent, **members):
        body = SignedBody(drawn.call, drawn.document["parameters"], drawn.document["signature"])
        document = {**drawn.document, **members}
        body = SignedBody(drawn.call, document["parameters"], document["signature"])
        return Drawn(body.call, body.document, body.bytes, drawn.key, intent)


class PriceDesk:
    """The wallet whose index prices count."""

    def __init__(self, domain, wallet, nonces):
        self._trader = Trader(domain, wallet, nonces)

    def price(self, market, steps=0):
        """The price of a market, some steps away from where it began: never so far that somebody is liquidated."""
        index, _, tick = MARKETS[market]
        return Drawn.of(self._trader.index_price(market, f"{int(index) + steps * tick}.00000000"))

    def draw_price(self, random):
        return self.price(random.choice(list(MARKETS)), random.randint(-4, 4))
