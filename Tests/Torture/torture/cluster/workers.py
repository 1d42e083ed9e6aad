"""Threads that send to whichever server there is, to two at once, and where a revocation was not answered."""

import concurrent.futures
import hashlib
import threading
import time

import urllib3

from ..transports import FAILURES, MANNERS, WHOLE, SocketLink
from ..worker import BURST_MAXIMUM, PAUSE_SECONDS_MAXIMUM, REPEAT_SECONDS, UNAVAILABLE_SECONDS, Sender, Worker

TWICE_SHARE = 0.12


class Rover(Worker):
    """One thread with a connection to each server. Which server a turn begins with depends on the seed alone."""

    def __init__(self, seed, name, desk, kind, doors, history):
        super().__init__(seed, name, desk, kind, doors[0], history)
        self._doors = doors
        self._senders = {door.number: Sender(name, door, door.clock, history) for door in doors}
        self._links = {}
        self._second = concurrent.futures.ThreadPoolExecutor(len(doors))

    def cut(self):
        for _, link in list(self._links.values()):
            link.cut()

    def _is_ready(self):
        return True

    def _close(self):
        self._second.shutdown()
        for _, link in self._links.values():
            link.close()

    def _link_to(self, door):
        """A connection, or `None` where there is none to be had."""
        server_run, link = self._links.get(door.number, (None, None))
        if server_run != door.server_run:
            if link is not None:
                link.close()
            server_run, link = door.server_run, self._kind(door.port, door.host)
            self._links[door.number] = (server_run, link)
        try:
            link.open()
            return link
        except FAILURES:
            link.close()
            return None

    def _open_doors(self, draws):
        """The servers that run, in an order that is drawn."""
        return [door for door in draws.sample(self._doors, len(self._doors)) if door.is_open.is_set()]

    def _send_to(self, door, drawn, manner=WHOLE):
        link = self._link_to(door) if door.is_open.is_set() else None
        return self._senders[door.number].send(link, drawn, manner) if link is not None else []

    def _turn(self, draws):
        doors = self._open_doors(draws)
        burst = draws.randint(2, BURST_MAXIMUM) if self._kind is SocketLink and draws.random() < 0.3 else 1
        drawn = [self._desk.draw(draws) for _ in range(burst)]
        manner = draws.choice(MANNERS) if draws.random() < 0.06 else WHOLE
        is_twice = draws.random() < TWICE_SHARE
        if not doors:
            time.sleep(REPEAT_SECONDS)
            return
        if is_twice and len(doors) > 1:
            second = self._second.submit(self._send_to, doors[1], drawn)
            first = self._send_to(doors[0], drawn)
            for records in (first, second.result()):
                self._take(records, drawn, draws)
        else:
            records = self._send_to(doors[0], drawn if manner == WHOLE else drawn[:1], manner)
            self._take(records, drawn, draws)
        if draws.random() < 0.9:
            time.sleep(draws.uniform(0, PAUSE_SECONDS_MAXIMUM))

    def _take(self, records, drawn, draws):
        """Learns from answers; a key that was revoked is tried at all servers at once."""
        for one, record in zip(drawn, records):
            self._desk.learn(one, record)
            doors = [door for door in self._open_doors(draws)]
            probes = [(door, self._desk.probe(one, record, draws)) for door in doors]
            tries = [self._second.submit(self._send_to, door, [probe]) for door, probe in probes if probe]
            for one_try in tries:
                one_try.result()
        if not records or any(record.status == 503 for record in records):
            time.sleep(UNAVAILABLE_SECONDS)


class RovingPublisher(Rover):
    """Publishes index prices, around which everybody trades."""

    def _turn(self, draws):
        drawn = self._desk.draw_price(draws)
        for door in self._open_doors(draws)[:1]:
            self._send_to(door, [drawn])
        time.sleep(draws.uniform(0.1, 0.4))


class Observer:
    """Looks at all servers in turn, and notes what each shows of the books."""

    SUBJECTS = [f"/v1/{name}?market={market}{more}" for market in ("ETH-USD", "BTC-USD")
                for name, more in (("orderbook", "&level=2"), ("trades", ""))]
    PAUSE_SECONDS = 0.02
    TIMEOUT_SECONDS = 3

    def __init__(self, doors, history):
        self._doors = doors
        self._history = history
        self._pool = urllib3.PoolManager(retries=False, timeout=self.TIMEOUT_SECONDS)
        self._thread = threading.Thread(target=self._run, name="observer", daemon=True)
        self.error = None

    def start(self):
        self._thread.start()

    def cut(self):
        pass

    def join(self, seconds):
        self._thread.join(seconds)
        if self._thread.is_alive():
            raise AssertionError("the observer does not end")
        if self.error is not None:
            raise self.error

    def _run(self):
        try:
            while not self._doors[0].is_over.is_set():
                sequence = "0"
                for door in self._doors:
                    sequence = self._look_at(door, sequence)
                time.sleep(self.PAUSE_SECONDS)
        except Exception as error:  # Whatever it is, the run must end with it.
            self.error = error

    def _look_at(self, door, sequence):
        """As of an entry or a later one; gives which.

        An answer contains at least the entries that it says. It contains no more where the next says the same.
        """
        before = None
        for subject in [*self.SUBJECTS, self.SUBJECTS[0]]:
            began = time.monotonic()
            answer = self._read(door, subject, sequence) if door.is_open.is_set() else None
            if answer is None:
                return sequence
            sequence = answer.headers["x-sequence"]
            if before is not None and before["sequence"] == int(sequence):
                self._history.see(**before)
            before = {"server": door.number, "sequence": int(sequence), "subject": subject, "began": began,
                      "digest": hashlib.sha256(answer.data).hexdigest()[:16]}
        return sequence

    def _read(self, door, subject, sequence):
        try:
            answer = self._pool.request("GET", f"http://{door.host}:{door.port}{subject}",
                                        headers={"X-Wait-For-Sequence": sequence})
        except (urllib3.exceptions.HTTPError, OSError):
            return None
        return answer if answer.status == 200 else None
