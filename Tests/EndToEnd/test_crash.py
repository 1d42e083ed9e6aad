"""Killed at any moment and started again, the server has every answered action once, and none twice."""

import random
import threading
import time

import urllib3

from harness.ledger import ORDER, REVOCATION

CRASHES = 20
TRADERS = 6
SEED = 20261124
LOAD_SECONDS = (0.1, 0.6)
REPLAYS_PER_CRASH = 60


class Sent:
    """A call that was sent, and what became of it: an answer, or none."""

    def __init__(self, signed, key, answer):
        self.signed = signed
        self.key = key
        self.answer = answer
        self.entry = None

    @property
    def is_done(self):
        return self.answer is not None and self.answer.status == 200

    @property
    def is_refused(self):
        return self.answer is not None and self.answer.status != 200


class Load:
    """One wallet that authorises, trades, cancels and revokes, one call after another, as long as the server lives."""

    def __init__(self, exchange, number):
        self.exchange = exchange
        self.random = random.Random(f"{SEED} {number}")
        self.trader = exchange.trader(deposit="100000.00000000")
        self.reader = exchange.authorize(self.trader, exchange.keys.secp256k1())
        self.keys = []
        self.order_ids = []
        self.sent = []
        self.thread = None

    def start(self):
        self.sent = []
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        client = self.exchange.server.client(connections=1)
        while not self.sent or self.sent[-1].answer is not None:
            signed, key = self.next()
            try:
                answer = client.call(signed)
            except urllib3.exceptions.HTTPError:
                answer = None
            self.sent.append(Sent(signed, key, answer))
            self.learn(signed, key, answer)
        client.close()

    def next(self):
        """A call, and the session key that it is about."""
        chance = self.random.random()
        if not self.keys or chance < 0.1:
            key = self.exchange.keys.secp256k1() if chance < 0.05 else self.exchange.keys.p256()
            return self.trader.authorize(key), key
        key = self.random.choice(self.keys)
        if chance < 0.16:
            return self.trader.revoke(key, open_orders=self.random.choice(["cancel", "keep"])), key
        if chance < 0.3 and self.order_ids:
            ids = self.random.sample(self.order_ids, min(2, len(self.order_ids)))
            return self.trader.cancel(key, orderIds=ids), key
        if chance < 0.35:
            return self.trader.withdraw("1.00000000", signer=key), key
        if chance < 0.4 and self.sent:
            return self.random.choice(self.sent).signed, None
        return self.trader.order(key, quantity="0.00100000"), key

    def learn(self, signed, key, answer):
        if answer is None or answer.status != 200:
            return
        if signed.call == "POST /v1/sessionKeys":
            self.keys.append(key)
        elif signed.call == "DELETE /v1/sessionKeys":
            self.keys.remove(key)
        elif signed.call == ORDER:
            self.order_ids.append(answer.json["orderId"])


def test_killed_20_times_it_loses_nothing_and_does_nothing_twice(make_exchange):
    exchange = make_exchange("crash").start()
    loads = [Load(exchange, number) for number in range(TRADERS)]
    moments = random.Random(SEED)
    history = History(exchange)
    for _ in range(CRASHES):
        for load in loads:
            load.start()
        time.sleep(moments.uniform(*LOAD_SECONDS))
        exchange.kill()
        for load in loads:
            load.thread.join()
        exchange.start()
        history.add(loads)
        history.check()
        history.replay(moments)
        history.check_open_orders(loads)
    assert history.counts["unanswered"] > 0 and history.counts["replayed"] > CRASHES
    exchange.stop()
    assert exchange.audit() == exchange.ledger.latest()[0]
    print(history.counts)


class History:
    """All that was ever sent, compared with the ledger."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.before = exchange.ledger.latest()[0]
        self.sent = {}
        self.new = []
        self.counts = dict.fromkeys(["done", "refused", "unanswered", "unanswered and done", "replayed"], 0)

    def add(self, loads):
        """Takes what was sent since the last crash. What was sent a second time must have been refused."""
        self.new = []
        for sent in (sent for load in loads for sent in load.sent):
            if self.sent.setdefault(sent.signed.nonce, sent) is sent:
                self.new.append(sent)
            else:
                assert not sent.is_done, f"{sent.signed.call} was carried out twice: {sent.answer}"

    def check(self):
        """The file has the answered actions once, in the order of their answers' numbers, and no others."""
        entries = self.exchange.ledger.entries(self.before)
        assert [entry.sequence for entry in entries] == list(range(self.before + 1, self.before + 1 + len(entries)))
        entries = [entry for entry in entries if entry.call != "POST /v1/sandbox/indexPrices"]
        by_nonce = {entry.nonce: entry for entry in entries}
        assert len(by_nonce) == len(entries), "an entry is there twice"
        for sent in self.sent.values():
            entry = by_nonce.pop(sent.signed.nonce, None)
            self.check_one(sent, entry)
            sent.entry = entry
        assert not by_nonce, f"nobody has sent {by_nonce}"

    def check_one(self, sent, entry):
        if sent.is_done:
            assert entry is not None and entry.call == sent.signed.call, f"{sent.answer} is lost"
            sequence = sent.answer.json.get("sequence") if isinstance(sent.answer.json, dict) else None
            assert sequence in (None, entry.sequence), f"{sent.answer} stands at {entry.sequence}"
        if sent.is_refused:
            assert entry is None, f"{sent.answer} is in the ledger"

    def replay(self, random):
        """The same bytes again are refused where they are in the ledger."""
        for sent in self.new:
            self.counts["done" if sent.is_done else "refused" if sent.is_refused else "unanswered"] += 1
            self.counts["unanswered and done"] += sent.answer is None and sent.entry is not None
        done = [sent for sent in self.new if sent.entry is not None]
        for sent in random.sample(done, min(REPLAYS_PER_CRASH, len(done))):
            refusal = ("SESSION_KEY_REVOKED", 403) if self.is_revoked(sent.key) else ("NONCE_ALREADY_USED", 409)
            self.exchange.refuse(sent.signed, *refusal)
            self.counts["replayed"] += 1

    def is_revoked(self, key):
        return any(sent.signed.call == REVOCATION and sent.key is key and sent.entry for sent in self.sent.values())

    def check_open_orders(self, loads):
        """What the exchange says is open follows from the ledger."""
        for load in loads:
            told = self.exchange.look("/v1/orders", load.reader, wallet=load.trader.address, limit=1000)
            assert {order["orderId"] for order in told} == self.open_orders(load.trader.address)

    def open_orders(self, wallet):
        entries = sorted((sent.entry.sequence, sent) for sent in self.sent.values()
                         if sent.entry and sent.signed.parameters["wallet"] == wallet)
        keys = {}
        for sequence, sent in entries:
            if sent.signed.call == ORDER:
                keys[str(sequence)] = sent.key
            elif sent.signed.call == REVOCATION and sent.signed.parameters["openOrders"] == "cancel":
                keys = {number: key for number, key in keys.items() if key is not sent.key}
            for number in sent.signed.parameters.get("orderIds", []):
                keys.pop(number, None)
        return set(keys)
