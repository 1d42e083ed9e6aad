"""One seed: a server, wallets that trade on it, and everything that goes wrong meanwhile; judged at the end."""

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
from harness.server import HOST
from harness.trader import Trader

from . import plan
from .checker import Violation, check, match
from .checker.authority import revocations_checked
from .clock import Clock, Nonces
from .desk import MARKETS, Desk, Drawn, PriceDesk
from .entries import read_entries
from .faults import Faults
from .figures import Figures
from .history import History
from .server import ShakenServer
from .shim import Shim
from .state import differences, is_whole, read_state
from .transports import Answered, HTTPLink
from .worker import KINDS, Gate, PricePublisher, Sender, Worker

WALLETS = 4
DEPOSIT = "100000.00000000"
JOIN_SECONDS = 60
# How often the server may be asked for something that must succeed once all faults have ended.
ATTEMPTS = 20


class Run:
    """What one seed makes. Nothing of it outlives `play`."""

    def __init__(self, seed, tool, library, directory):
        self.seed = seed
        self._tool = tool
        self.directory = directory
        shutil.rmtree(directory, ignore_errors=True)
        self.data = directory / "data"
        self.data.mkdir(parents=True, mode=0o700)
        self.shim = Shim(library, self.data)
        self.clock = Clock(self.shim)
        self.history = History(directory / "history.jsonl")
        self.gate = Gate()
        self.policy = plan.configuration(seed)
        self._ring = KeyRing(f"torture {seed}")
        self._publisher = self._ring.secp256k1()
        self._options = ["--config", str(self._configure())]
        self.server = ShakenServer(tool, self.data, self.shim, self._options)
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
            self._shake(seconds)
            state = self.settle()
            self.judge(state)
        except Exception as error:  # Whatever ends a run early is a finding.
            self.violations.append(Violation("run", f"{type(error).__name__}: {error}"))
        finally:
            self.gate.is_over.set()
            self.server.end()
            self.history.note(violations=[str(violation) for violation in self.violations])
            self.history.close()
            self.shim.close()
        return self.violations

    # Before the faults.

    def set_up(self):
        self.server.start()
        self.gate.open(self.server.port)
        client = Client(HOST, self.server.port)
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
        self.director = Sender("director", self.gate, self.clock, self.history)
        for market in MARKETS:
            self.insist(lambda market=market: self.prices.price(market))
        for desk in self.desks:
            self.insist(lambda desk=desk: Drawn.of(desk.trader.deposit(DEPOSIT)))
            self._associate(desk.trader)

    def _associate(self, trader):
        """Lets the account read a wallet. The credentials are in the head of the request."""
        drawn = Drawn.of(trader.associate())
        link = _WithCredentials(self.server.port, self._account)
        record = self.director.send(link, [drawn])[0]
        if record.status != 200:
            raise AssertionError(f"a wallet is not associated: {record.status} {record.code}")

    def insist(self, make):
        """Sends what must be admitted; where it is not known to be, another one like it."""
        for _ in range(ATTEMPTS):
            link = HTTPLink(self.server.port)
            try:
                link.open()
                record = self.director.send(link, [make()])[0]
            except OSError:
                record = None
            link.close()
            if record is not None and record.status == 200:
                return
            time.sleep(0.1)
        raise AssertionError(f"the server admits nothing: {record and (record.status, record.code)}")

    # While everything breaks.

    def _shake(self, seconds):
        for number, desk in enumerate(self.desks):
            for kind in KINDS:
                self.workers.append(
                    Worker(self.seed, f"wallet {number} {kind.via}", desk, kind, self.gate, self.clock, self.history))
        self.workers.append(
            PricePublisher(self.seed, "publisher", self.prices, KINDS[0], self.gate, self.clock, self.history))
        for worker in self.workers:
            worker.start()
        faults = Faults(self)
        end = time.monotonic() + seconds
        for number, fault in enumerate(plan.faults(self.seed)):
            if number >= plan.FAULTS_MINIMUM and time.monotonic() + fault.wait >= end:
                break
            time.sleep(fault.wait)
            self.history.note(fault=fault.kind, at=time.monotonic(), **fault.settings)
            faults.play(fault)
        time.sleep(max(0, min(1, end - time.monotonic())))

    # When it is over.

    def settle(self):
        """Stops asking, and reads what is served: now, after a crash, and from the ledger alone."""
        self.shim.heal()
        self.gate.is_over.set()
        for worker in self.workers:
            worker.join(JOIN_SECONDS)
        faults = Faults(self)
        faults.make_sure_it_admits()
        self.insist(lambda: Drawn.of(self.desks[0].trader.deposit("1.00000000")))
        served = self._read_state()
        faults.restart_after_kill()
        self._compare("after a crash", served, self._read_state())
        self._stop()
        snapshot = self._snapshots(self.data)
        self._replay_everything(served, snapshot)
        return served

    def _stop(self):
        self.gate.close()
        status = self.server.terminate()
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {self.server.last_words()}")

    def _replay_everything(self, served, snapshot):
        """Starts on a copy of the ledger without snapshots: it must come to the same state, byte for byte."""
        copy = self.directory / "copy"
        shutil.copytree(self.data, copy)
        shutil.rmtree(copy / "snapshots", ignore_errors=True)
        shim = Shim(self.shim.library, copy)
        shim.clock_offset_ns = self.shim.clock_offset_ns
        original, self.server = self.server, ShakenServer(self._tool, copy, shim, self._options)
        try:
            self.server.start()
            self.figures.restarts += 1
            self._compare("from the ledger alone", served, self._read_state())
            self._stop()
            if self._snapshots(copy) != snapshot:
                self.violations.append(Violation("state", "a full replay gives another snapshot"))
        finally:
            self.server.end()
            self.server = original
            shim.close()

    @staticmethod
    def _snapshots(data):
        """The newest snapshot: its name, and its bytes."""
        newest = max((data / "snapshots").iterdir(), key=lambda path: int(path.name.rpartition("-")[2]))
        return newest.name, newest.read_bytes()

    def _compare(self, when, one, other):
        for text in differences(one, other):
            self.violations.append(Violation("state", f"served otherwise {when}: {text}"))

    def _read_state(self):
        client = Client(HOST, self.server.port)

        def read(path, **query):
            is_public = path == "/v1/orderbook"
            nonce = {} if is_public else {"nonce": self._query_nonce()}
            answer = client.get(path, {**nonce, **query}, None if is_public else self._account)
            if answer.status != 200:
                raise AssertionError(f"GET {path} is answered {answer}")
            return answer.json
        try:
            return read_state(read, [desk.trader.address for desk in self.desks])
        except urllib3.exceptions.HTTPError as error:
            raise AssertionError(f"the state cannot be read: {error}") from error
        finally:
            client.close()

    def _query_nonce(self):
        """Reading is judged by the machine's clock, not by the ledger's."""
        return Nonces(self.clock, random.getrandbits(40)).next(raw_clock=True)

    def judge(self, state):
        entries, records = read_entries(self.data), self.history.records
        self.violations += check(records, entries, self.policy, state)
        matching = match(records, entries)
        self.figures.fills = sum(len(of["fills"]) for of in state["wallets"].values()) // 2
        self.figures.balances_judged = int(is_whole(state))
        self.figures.count(records, entries, self.shim.counters())
        self.figures.revocations, self.figures.revocations_tested = revocations_checked(records, matching, self.policy)
        self._audit(len(entries))

    def _audit(self, count):
        result = subprocess.run(
            [self._tool, "audit", "--data", str(self.data), *self._options, "--publisher", self._publisher.address,
             "--json"], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300)
        try:
            report = json.loads(result.stdout)
        except ValueError:
            report = {"holds": False, "findings": result.stderr.decode()[-500:], "entries": None}
        if not report["holds"] or report["entries"] != count:
            self.violations.append(Violation("audit", f"the ledger's own audit: {str(report)[:1000]}"))

    def _run_tool(self, *arguments):
        result = subprocess.run(
            [self._tool, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60,
            env=os.environ)
        return result.stdout.decode()


class _WithCredentials:
    """A link that sends one body with an account's credentials."""

    via = "http"

    def __init__(self, port, credentials):
        self._port = port
        self._credentials = credentials

    def send(self, calls, manner):
        client = Client(HOST, self._port)
        answers = []
        for call, body in calls:
            answer = client.send(*call.split(" "), body, self._credentials.headers(body))
            answers.append(Answered(answer.status, answer.code, answer.json))
        client.close()
        return answers

    def close(self):
        pass
