"""What one seed makes, whatever runs: wallets that trade, everything that goes wrong meanwhile, and the judgement."""

import json
import os
import random
import shutil
import subprocess
import time

import urllib3

from harness.client import Client, Credentials
from harness.keys import KeyRing
from harness.messages import Domain

from . import plan
from .checker import Violation, check, match
from .checker.authority import revocations_checked
from .clock import Nonces
from .desk import MARKETS, Desk, Drawn, PriceDesk
from .figures import Figures
from .history import History
from .state import differences, is_whole, read_state
from .transports import Answered, HTTPLink
from .worker import Sender

WALLETS = 4
DEPOSIT = "100000.00000000"
JOIN_SECONDS = 60
# How often a server may be asked for something that must succeed once all faults have ended.
ATTEMPTS = 20


class Trial:
    """A seed. Nothing of it outlives `play`.

    Who carries one out says what runs: `_start`, `_end`, `shake`, `settle`, `entries`, `audited`, `counters`, `door`.
    """

    def __init__(self, seed, tool, directory):
        self.seed = seed
        self.tool = tool
        self.directory = directory
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        self.history = History(directory / "history.jsonl")
        self.policy = plan.configuration(seed)
        self._ring = KeyRing(f"torture {seed}")
        self._publisher = self._ring.secp256k1()
        self.options = ["--config", str(self._configure())]
        self.workers = []
        self.desks = []
        self._account = None
        self.figures = Figures()
        self.violations = []

    def _configure(self):
        path = self.directory / "configuration.json"
        path.write_text(json.dumps({
            "indexPricePublisher": self._publisher.address, "admission": self.policy,
            "limits": {"requestsPerAddressPerSecond": 100_000, "requestsPerWalletPerSecond": 10_000}}))
        return path

    def play(self, seconds):
        """Everything that happens to a seed; gives the violations."""
        try:
            self.set_up()
            self.shake(seconds)
            state = self.settle()
            self.judge(state)
        except Exception as error:  # Whatever ends a run early is a finding.
            self.violations.append(Violation("run", f"{type(error).__name__}: {error}"))
        finally:
            self._end()
            self.history.note(violations=[str(violation) for violation in self.violations])
            self.history.close()
        return self.violations

    # Before the faults.

    def set_up(self):
        self._start()
        client = self.client_of(self.door())
        about = client.get("/v1/exchange").json
        client.close()
        domain = Domain(about["chainId"], about["exchangeContractAddress"])
        nonces = [Nonces(self.clock, number) for number in range(WALLETS + 1)]
        self.prices = PriceDesk(domain, self._publisher, nonces[WALLETS])
        self.desks = [Desk(domain, self._ring.secp256k1(), KeyRing(f"torture {self.seed} {number}"), nonces[number],
                            self.clock) for number in range(WALLETS)]
        for desk in self.desks:
            desk.others = [other.trader.address for other in self.desks if other is not desk]
        made = json.loads(self._run_tool("api-key", "create", "--sandbox", "--data", str(self.data), "--json"))
        self._account = Credentials(made["apiKey"], made["apiSecret"])
        for market in MARKETS:
            self.insist(lambda market=market: self.prices.price(market))
        for desk in self.desks:
            self.insist(lambda desk=desk: Drawn.of(desk.trader.deposit(DEPOSIT)))
            self._associate(desk.trader)

    def director(self, door):
        """Who sends what the run itself wants."""
        return Sender("director", door, door.clock, self.history)

    def _associate(self, trader):
        """Lets the account read a wallet. The credentials are in the head of the request."""
        door = self.door()
        link = _WithCredentials(self.client_of(door), self._account)
        record = self.director(door).send(link, [Drawn.of(trader.associate())])[0]
        if record.status != 200:
            raise AssertionError(f"a wallet is not associated: {record.status} {record.code}")

    def insist(self, make, door=None, attempts=ATTEMPTS):
        """Sends what must be admitted; where it is not known to be, another one like it."""
        record = None
        for _ in range(attempts):
            through = door or self.door()
            link = HTTPLink(through.port, through.host)
            try:
                link.open()
                record = self.director(through).send(link, [make()])[0]
            except OSError:
                record = None
            link.close()
            if record is not None and record.status == 200:
                return
            time.sleep(0.1)
        raise AssertionError(f"the server admits nothing: {record and (record.status, record.code)}")

    # When it is over.

    def end_workers(self):
        for worker in self.workers:
            worker.join(JOIN_SECONDS)

    def compare(self, when, one, other):
        for text in differences(one, other):
            self.violations.append(Violation("state", f"served otherwise {when}: {text}"))

    @staticmethod
    def snapshot(data):
        """The newest snapshot: its name, and its bytes."""
        newest = max((data / "snapshots").iterdir(), key=lambda path: int(path.name.rpartition("-")[2]))
        return newest.name, newest.read_bytes()

    @staticmethod
    def client_of(door):
        return Client(door.host, door.port)

    def read_state(self, door, headers=()):
        """What a server serves; with headers for each question."""
        client = self.client_of(door)
        nonces = Nonces(door.clock, random.getrandbits(40))

        def read(path, **query):
            is_public = path == "/v1/orderbook"
            # Reading is judged by the machine's clock, not by the ledger's.
            nonce = {} if is_public else {"nonce": nonces.next(raw_clock=True)}
            answer = client.get(path, {**nonce, **query}, None if is_public else self._account, headers)
            if answer.status != 200:
                raise AssertionError(f"GET {path} is answered {answer}")
            return answer.json
        try:
            return read_state(read, [desk.trader.address for desk in self.desks])
        except urllib3.exceptions.HTTPError as error:
            raise AssertionError(f"the state cannot be read: {error}") from error
        finally:
            client.close()

    def judge(self, state):
        entries, records = self.entries(), self.history.records
        self.violations += check(records, entries, self.policy, state, self.history.sightings)
        matching = match(records, entries)
        self.figures.fills = sum(len(of["fills"]) for of in state["wallets"].values()) // 2
        self.figures.balances_judged = int(is_whole(state))
        self.figures.count(records, entries, self.counters())
        self.figures.revocations, self.figures.revocations_tested = revocations_checked(records, matching, self.policy)
        self._audit(len(entries))

    def _audit(self, count):
        result = subprocess.run(
            [self.tool, "audit", *self.audited(), *self.options, "--publisher", self._publisher.address, "--json"],
            stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300)
        try:
            report = json.loads(result.stdout)
        except ValueError:
            report = {"holds": False, "findings": result.stderr.decode()[-500:], "entries": None}
        if not report["holds"] or report["entries"] != count:
            self.violations.append(Violation("audit", f"the ledger's own audit: {str(report)[:1000]}"))

    def _run_tool(self, *arguments):
        result = subprocess.run(
            [self.tool, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60,
            env=os.environ)
        return result.stdout.decode()


class _WithCredentials:
    """A link that sends one body with an account's credentials."""

    via = "http"

    def __init__(self, client, credentials):
        self._client = client
        self._credentials = credentials

    def send(self, calls, manner):
        answers = []
        for call, body in calls:
            answer = self._client.send(*call.split(" "), body, self._credentials.headers(body))
            answers.append(Answered(answer.status, answer.code, answer.json))
        self._client.close()
        return answers

    def close(self):
        pass
