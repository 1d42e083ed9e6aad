"""Plays the faults of a plan on a cluster, and brings it back."""

import contextlib
import os
import signal
import time

import urllib3

from harness.pair import WAIT_SECONDS
from harness.waiting import wait_for

from ..plan import KILL
from ..server import NotStarted
from . import plan

READY_SECONDS = 30
# How often a server is started that cannot reach its database.
STARTS_MAXIMUM = 30


class ClusterFaults:
    """What is done to one run's servers, links and databases."""

    def __init__(self, run):
        self._run = run
        self._members = run.members
        self._pair = run.pair
        self._figures = run.figures

    def play(self, fault):
        self._set_faults([fault.kind])
        name = "".join(letter for letter in fault.kind if letter != ",").replace(" ", "_")
        try:
            getattr(self, "_" + name)(**fault.settings)
        finally:
            for member in self._members:
                member.link.heal()
            self._set_faults([])
        self.wait_until_ready()
        self._figures.faults[fault.kind] += 1

    def _set_faults(self, kinds):
        for member in self._members:
            member.door.faults = kinds

    # Servers.

    def end(self, member, how=KILL):
        member.door.close()
        if how == KILL:
            member.server.kill()
        else:
            member.server.stop_well()

    def begin(self, member):
        """Starts a server as a supervisor does: again, where it could not."""
        for attempt in range(STARTS_MAXIMUM):
            try:
                member.server.start()
                break
            except NotStarted:
                if attempt + 1 == STARTS_MAXIMUM:
                    raise
                self._figures.happened["starts that failed"] += 1
                time.sleep(0.2)
        self._figures.restarts += 1
        member.door.open(member.server.port)

    def wait_until_ready(self):
        """Every server is ready again by itself."""
        for member in self._members:
            began = time.monotonic()
            while not self.is_ready(member):
                if not member.server.is_running:
                    raise AssertionError(f"server {member.door.number} has ended: {member.server.last_words()}")
                if time.monotonic() - began > READY_SECONDS:
                    raise AssertionError(f"server {member.door.number} is not ready again: {member.server.last_words()}")
                time.sleep(0.05)

    def start_anew(self):
        """Ends every server and begins it again: what it has carried out may not be there any more."""
        for member in self._members:
            self.end(member)
            self.begin(member)

    def is_ready(self, member):
        client = self._run.client_of(member.door)
        try:
            return client.get("/health").status == 200
        except urllib3.exceptions.HTTPError:
            return False
        finally:
            client.close()

    def _kill(self, server, seconds):
        self._kill_two([server], seconds)

    def _kill_two(self, servers, seconds):
        for place in servers:
            self.end(self._members[place])
        time.sleep(seconds)
        for place in servers:
            self.begin(self._members[place])

    def _stop(self, server, seconds):
        self.end(self._members[server], plan.STOP)
        time.sleep(seconds)
        self.begin(self._members[server])

    def _kill_while_starting(self, server, waits):
        member = self._members[server]
        self.end(member)
        for wait in waits:
            member.server.spawn()
            time.sleep(wait)
            member.server.kill()
            self._figures.restarts += 1
        self.begin(member)

    def _pause(self, servers, seconds, then):
        """A server that stands still may hold the lock on the ledger's head."""
        for place in servers:
            self._members[place].server.pause()
        time.sleep(seconds)
        for place in servers:
            if then == "kill":
                self.end(self._members[place])
                self.begin(self._members[place])
            else:
                self._members[place].server.resume()

    def _skewed_clock(self, server, milliseconds):
        member = self._members[server]
        member.door.clock.step(milliseconds)
        client = self._run.client_of(member.door)
        told, now = client.get("/v1/time").json["serverTime"], member.door.clock.now()
        client.close()
        self._happened(f"the server's clock shows {told}, not {now}", abs(told - now) < 5_000)
        # The ledger follows the fastest clock once something is written by it.
        self._run.insist(lambda: self._run.prices.price("ETH-USD"), member.door)

    def _cut_connections(self):
        for worker in self._run.workers:
            worker.cut()

    # The database.

    @contextlib.contextmanager
    def _server_killed(self, also):
        """One of the servers is killed as well, and comes back when the database has."""
        if also is not None:
            self.end(self._members[also])
        yield
        if also is not None:
            self.begin(self._members[also])

    def _crash_of_the_database(self, seconds, also):
        self._pair.primary.stop("immediate")
        with self._server_killed(also):
            time.sleep(seconds)
            self._pair.primary.start()
            self._wait_for_standby()

    def _restart_of_the_database(self, seconds, also):
        with self._server_killed(also):
            self._pair.primary.stop("fast")
            time.sleep(seconds)
            self._pair.primary.start()
            self._wait_for_standby()

    def _wait_for_standby(self):
        wait_for(self._pair.is_streaming, WAIT_SECONDS, "the standby follows again")

    def _fail_over(self, how, seconds, also):
        if how == "kill":
            self._pair.primary.kill()
        else:
            self._pair.primary.stop("immediate")
        with self._server_killed(also):
            self._pair.fail_over()
            time.sleep(seconds)
        self._pair.rebuild_standby()

    def _crash_then_fail_over(self, seconds, also):
        """The primary comes back without its standby, and shows what it has committed alone; then it is gone for good."""
        self._pair.standby.stop("immediate")
        time.sleep(seconds)
        with self._server_killed(also):
            self._pair.primary.stop("immediate")
            self._pair.primary.start()
            time.sleep(seconds)
            self.lose_primary()
        self._pair.rebuild_standby()

    def lose_primary(self):
        """The primary dies for good, and the standby, which was away, takes its place with what it has."""
        self._pair.primary.kill()
        self._pair.standby.start()
        self._pair.fail_over()

    def _lost_standby(self, how, seconds):
        """Commits wait, and are confirmed by nobody."""
        if how == "pause":
            with self._standby_paused():
                time.sleep(seconds)
        else:
            self._pair.standby.stop("immediate")
            time.sleep(seconds)
            self._pair.standby.start()
        self._wait_for_standby()

    @contextlib.contextmanager
    def _standby_paused(self):
        """All processes of the standby stand still: what is sent to it is taken by its kernel, and by nobody else."""
        found = self._processes(self._pair.standby)
        for process in found:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    @staticmethod
    def _processes(node):
        """The first process of a node and its children."""
        first = node.postmaster
        children = open(f"/proc/{first}/task/{first}/children", encoding="ascii").read().split()
        return [first, *map(int, children)]

    def _ended_sessions(self, times):
        """The administrator ends the servers' sessions, also those whose commit waits for the standby."""
        ended = 0
        for _ in range(times):
            rows = self._pair.primary.ask(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'session-keys %'")
            ended += int(rows[0][0])
            time.sleep(0.15)
        self._happened("no session was there to be ended", ended > 0)

    # The links between servers and database.

    def _cut_network(self, seconds):
        self._members[plan.SEPARATE].link.cut()
        time.sleep(seconds)

    def _silent_link(self, seconds):
        self._members[plan.RELAYED].link.order("hold")
        time.sleep(seconds)

    def _broken_link(self, times):
        for _ in range(times):
            self._members[plan.RELAYED].link.order("reset")
            time.sleep(0.1)

    def _slow_link(self, milliseconds, seconds):
        self._members[plan.RELAYED].link.order(f"delay {milliseconds / 1000}")
        time.sleep(seconds)

    @staticmethod
    def _happened(text, condition):
        """A fault that does not happen proves nothing."""
        if not condition:
            raise AssertionError(text)
