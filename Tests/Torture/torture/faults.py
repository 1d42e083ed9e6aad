"""Plays the faults of a plan on a server, and brings it back."""

import random
import time

from harness.client import Client
from harness.server import HOST

from . import plan
from .server import NotStarted

UNANSWERED_SECONDS = 5


class Faults:
    """What is done to one run's server."""

    def __init__(self, run):
        self._run = run
        self._server = run.server
        self._shim = run.shim
        self._gate = run.gate
        self._figures = run.figures
        self._random = random.Random(f"{run.seed} power")

    def play(self, fault):
        self._gate.faults = [fault.kind]
        try:
            getattr(self, "_" + fault.kind.replace(" ", "_"))(**fault.settings)
        finally:
            self._gate.faults = []
            self._shim.heal()
        self._figures.faults[fault.kind] += 1
        if not self._server.is_running:
            raise AssertionError(f"the server has ended by itself: {self._server.last_words()}")

    # Ends and starts.

    def _end(self, how):
        """Ends the server; the disk is well afterwards."""
        self._gate.close()
        if how == plan.STOP:
            # With a bad disk it may say that it could not end well, but it must end.
            self._server.terminate()
        else:
            self._server.kill()
        if how == plan.POWER_CUT:
            self._lose_power(self._random.choice([0, 0.5]), self._random)
        self._shim.heal()

    def _begin(self):
        self._server.start()
        self._figures.restarts += 1
        self._gate.open(self._server.port)

    def _restart(self, how):
        self._end(how)
        self._begin()

    def _lose_power(self, share, source):
        self._figures.writes_lost += self._shim.lose_power(source, share)

    def restart_after_kill(self):
        self._restart(plan.KILL)

    def _kill(self):
        self._restart(plan.KILL)

    def _stop(self):
        self._gate.close()
        self._server.stop_well()
        self._begin()

    def _power_cut(self, share, seed):
        self._gate.close()
        self._server.kill()
        self._lose_power(share, random.Random(seed))
        self._begin()

    def _kill_while_starting(self, seconds):
        self._end(plan.KILL)
        for wait in seconds:
            self._server.spawn()
            time.sleep(wait)
            self._server.kill()
            self._figures.restarts += 1
        self._begin()

    def _start_on_a_bad_disk(self, syncs, seconds, then):
        """It may refuse to start, or start and admit nothing; afterwards it must do both."""
        self._end(plan.KILL)
        self._shim.syncs_to_fail = syncs
        try:
            self._begin()
        except NotStarted:
            self._shim.heal()
            self._begin()
            return
        time.sleep(seconds)
        self._restart(then)

    # The disk.

    def _failing_sync(self, syncs, seconds, then):
        failed = self._shim.syncs_failed
        self._shim.syncs_to_fail = syncs
        self._wait(lambda: self._shim.syncs_failed > failed, UNANSWERED_SECONDS)
        self._happened("no sync has failed", self._shim.syncs_failed > failed)
        time.sleep(seconds)
        if syncs == 1:
            # One failure is made good by the ledger itself: it goes on taking requests.
            self._shim.heal()
            self.make_sure_it_admits(may_restart=False)
        else:
            self._restart(then)

    def _full_disk(self, bytes, seconds, then):
        refused = self._shim.writes_refused
        self._shim.bytes_left = bytes
        self._wait(lambda: self._shim.writes_refused > refused, UNANSWERED_SECONDS)
        self._happened("the disk was never full", self._shim.writes_refused > refused)
        time.sleep(seconds)
        if then == "continue":
            self._shim.heal()
            self.make_sure_it_admits()
        else:
            self._restart(then)

    def _slow_disk(self, milliseconds, seconds):
        delayed = self._shim.syncs_delayed
        self._shim.sync_delay_us = milliseconds * 1_000
        time.sleep(seconds)
        self._wait(lambda: self._shim.syncs_delayed > delayed, UNANSWERED_SECONDS)
        self._happened("no sync was slow", self._shim.syncs_delayed > delayed)

    # Time and connections.

    def _pause(self, seconds, then):
        self._server.pause()
        time.sleep(seconds)
        if then == "kill":
            self._restart(plan.KILL)
        else:
            self._server.resume()

    def _clock_forwards(self, milliseconds):
        self._step(milliseconds)

    def _clock_backwards(self, milliseconds):
        self._step(-milliseconds)

    def _step(self, milliseconds):
        self._run.clock.step(milliseconds)
        told, now = self.server_time(), self._run.clock.now()
        self._happened(f"the server's clock shows {told}, not {now}", abs(told - now) < 5_000)

    def _cut_connections(self):
        for worker in self._run.workers:
            worker.cut()

    # Whether it is so.

    def server_time(self):
        client = Client(HOST, self._server.port)
        try:
            return client.get("/v1/time").json["serverTime"]
        finally:
            client.close()

    def make_sure_it_admits(self, may_restart=True):
        """A ledger that has failed for good is opened again by a restart, and by nothing else."""
        try:
            self._run.insist(lambda: self._run.prices.price("ETH-USD"))
        except AssertionError:
            if not may_restart:
                raise
            self._figures.closed_ledgers += 1
            self._restart(plan.STOP)

    @staticmethod
    def _wait(condition, seconds):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.005)

    @staticmethod
    def _happened(text, condition):
        """A fault that does not happen proves nothing."""
        if not condition:
            raise AssertionError(text)
