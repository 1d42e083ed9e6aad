"""One seed on one server with a ledger of its own."""

import shutil
import time

from . import plan
from .checker import Violation
from .clock import Clock
from .desk import Drawn
from .entries import read_entries
from .faults import Faults
from .server import ShakenServer
from .shim import Shim
from .trial import Trial
from .worker import KINDS, Gate, PricePublisher, Worker


class Run(Trial):
    """A server, and what goes wrong with its disk, its clock and its connections."""

    def __init__(self, seed, tool, library, directory):
        super().__init__(seed, tool, directory)
        self.data = directory / "data"
        self.data.mkdir(mode=0o700)
        self.shim = Shim(library, self.data)
        self.clock = Clock(self.shim)
        self.gate = Gate(self.clock)
        self.server = ShakenServer(tool, self.data, self.shim, self.options)

    def _start(self):
        self.server.start()
        self.gate.open(self.server.port)

    def _end(self):
        self.gate.is_over.set()
        self.server.end()
        self.shim.close()

    def door(self):
        return self.gate

    def entries(self):
        return read_entries(self.data)

    def audited(self):
        return ["--data", str(self.data)]

    def counters(self):
        return self.shim.counters()

    # While everything breaks.

    def shake(self, seconds):
        for number, desk in enumerate(self.desks):
            for kind in KINDS:
                self.workers.append(Worker(self.seed, f"wallet {number} {kind.via}", desk, kind, self.gate, self.history))
        self.workers.append(PricePublisher(self.seed, "publisher", self.prices, KINDS[0], self.gate, self.history))
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
        self.end_workers()
        faults = Faults(self)
        faults.make_sure_it_admits()
        self.insist(lambda: Drawn.of(self.desks[0].trader.deposit("1.00000000")))
        served = self.read_state(self.gate)
        faults.restart_after_kill()
        self.compare("after a crash", served, self.read_state(self.gate))
        self._stop()
        self._replay_everything(served, self.snapshot(self.data))
        return served

    def _stop(self):
        self.gate.close()
        self.server.stop_well()

    def _replay_everything(self, served, snapshot):
        """Starts on a copy of the ledger without snapshots: it must come to the same state, byte for byte."""
        copy = self.directory / "copy"
        shutil.copytree(self.data, copy)
        shutil.rmtree(copy / "snapshots", ignore_errors=True)
        shim = Shim(self.shim.library, copy)
        shim.clock_offset_ns = self.shim.clock_offset_ns
        server = ShakenServer(self.tool, copy, shim, self.options)
        try:
            server.start()
            self.figures.restarts += 1
            self.gate.port = server.port
            self.compare("from the ledger alone", served, self.read_state(self.gate))
            server.stop_well()
            if self.snapshot(copy) != snapshot:
                self.violations.append(Violation("state", "a full replay gives another snapshot"))
        finally:
            server.end()
            shim.close()
