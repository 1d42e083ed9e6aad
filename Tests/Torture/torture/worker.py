"""Threads that send what a desk draws, over one connection each, as long as they are let."""

import random
import threading
import time

from harness.server import HOST

from .encoding import encode
from .history import REFUSED, UNKNOWN, outcome_of
from .transports import FAILURES, HALF, MANNERS, WHOLE, HTTPLink, SocketLink

REPEAT_SECONDS = 0.02
UNAVAILABLE_SECONDS = 0.1
PAUSE_SECONDS_MAXIMUM = 0.03
BURST_MAXIMUM = 4


class Gate:
    """Whether there is a server, where, what its clock shows, and what is wrong with it at the moment."""

    def __init__(self, clock, number=1, host=HOST, is_over=None):
        self.clock = clock
        # Which of several servers it is.
        self.number = number
        self.host = host
        self.is_open = threading.Event()
        self.is_over = is_over or threading.Event()
        self.port = None
        self.server_run = 0
        self.faults = []

    def open(self, port):
        self.port = port
        self.server_run += 1
        self.is_open.set()

    def close(self):
        self.is_open.clear()


class Sender:
    """Sends requests over a link and records them."""

    def __init__(self, name, gate, clock, history):
        self.name = name
        self.gate = gate
        self.clock = clock
        self.history = history

    def send(self, link, drawn, manner=WHOLE):
        """Sends requests together; gives their records. The link is closed where its connection failed."""
        records = [self._begin(link, one, manner) for one in drawn]
        try:
            answers = link.send([(one.call, one.data) for one in drawn], manner)
        except FAILURES:
            link.close()
            answers = [None] * len(records)
        for record, answer in zip(records, answers):
            self._end(record, answer, manner)
        return records

    def _begin(self, link, drawn, manner):
        encoded = encode(drawn.call, drawn.document)
        return self.history.begin(
            sender=self.name, call=drawn.call, document=drawn.document, encoded=encoded and encoded.hex(),
            key=drawn.key, intent=drawn.intent, via=link.via, manner=manner, server_run=self.gate.server_run,
            server=self.gate.number, clock_steps=self.clock.steps, faults=list(self.gate.faults), invoked=time.monotonic(),
            invoked_clock=self.clock.now())

    def _end(self, record, answer, manner):
        status, code, sequence = (answer.status, answer.code, answer.sequence) if answer else (None, None, None)
        # Half a request is none, whatever became of the connection.
        outcome = REFUSED if manner == HALF else outcome_of(status, code) if answer else UNKNOWN
        self.history.end(
            record, answered=time.monotonic(), answered_clock=self.clock.now(), clock_steps_after=self.clock.steps,
            status=status, code=code, sequence=sequence, outcome=outcome)


class Worker(Sender):
    """One thread. What it draws at its n-th turn depends on the seed, its name and what the desk knows."""

    def __init__(self, seed, name, desk, kind, gate, history):
        super().__init__(name, gate, gate.clock, history)
        self._seed = seed
        self._desk = desk
        self._kind = kind
        self._link = None
        self._server_run = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.error = None

    def start(self):
        self._thread.start()

    def join(self, seconds):
        self._thread.join(seconds)
        if self._thread.is_alive():
            raise AssertionError(f"{self.name} does not end")
        if self.error is not None:
            raise self.error

    def cut(self):
        """Cuts the connection from outside."""
        if self._link is not None:
            self._link.cut()

    def _run(self):
        turn = 0
        try:
            while not self.gate.is_over.is_set():
                if self._is_ready():
                    turn += 1
                    self._turn(random.Random(f"{self._seed} {self.name} {turn}"))
        except Exception as error:  # Whatever it is, the run must end with it.
            self.error = error
        finally:
            self._close()

    def _is_ready(self):
        """Whether there is a server, and a connection to it."""
        if not self.gate.is_open.wait(0.2):
            return False
        if self._server_run != self.gate.server_run:
            self._server_run = self.gate.server_run
            self._connect()
        return self._is_connected()

    def _close(self):
        if self._link is not None:
            self._link.close()

    def _connect(self):
        if self._link is not None:
            self._link.close()
        self._link = self._kind(self.gate.port, self.gate.host)

    def _is_connected(self):
        try:
            self._link.open()
            return True
        except FAILURES:
            self._link.close()
            time.sleep(REPEAT_SECONDS)
            return False

    def _turn(self, draws):
        burst = draws.randint(2, BURST_MAXIMUM) if self._kind is SocketLink and draws.random() < 0.3 else 1
        drawn = [self._desk.draw(draws) for _ in range(burst)]
        manner = draws.choice(MANNERS) if draws.random() < 0.06 else WHOLE
        if manner == HALF:
            drawn = drawn[:1]
        records = self.send(self._link, drawn, manner)
        for one, record in zip(drawn, records):
            self._desk.learn(one, record)
        probes = [self._desk.probe(one, record, draws) for one, record in zip(drawn, records)]
        probes = [probe for probe in probes if probe]
        if probes and self._is_connected():
            self.send(self._link, probes)
        is_unavailable = any(record.status == 503 for record in records)
        time.sleep(UNAVAILABLE_SECONDS if is_unavailable else draws.uniform(0, PAUSE_SECONDS_MAXIMUM))


class PricePublisher(Worker):
    """Publishes index prices, around which everybody trades."""

    def _turn(self, draws):
        drawn = self._desk.draw_price(draws)
        self.send(self._link, [drawn])
        time.sleep(draws.uniform(0.1, 0.4))


KINDS = [HTTPLink, SocketLink]
