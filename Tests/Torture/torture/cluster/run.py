"""One seed on three servers over one database."""

import dataclasses
import shutil
import threading
import time

from harness.pair import WAIT_SECONDS, Pair
from harness.server import share_secrets
from harness.waiting import wait_for

from ..checker import Violation
from ..checker.sightings import sightings_compared
from ..clock import Clock
from ..desk import Drawn
from ..entries import read_database
from ..plan import FAULTS_MINIMUM
from ..server import ShakenServer
from ..shim import Shim
from ..trial import Trial
from ..worker import KINDS, Gate
from . import plan
from .clock import ClusterClock
from .faults import ClusterFaults
from .links import Direct, Relayed, Separate, is_network_own
from .workers import Observer, Rover, RovingPublisher


@dataclasses.dataclass
class Member:
    """A server, its clock, its way to the database, and the door that senders go through."""

    data: object
    shim: Shim
    link: object
    server: ShakenServer
    door: Gate


class ClusterRun(Trial):
    """Three servers, each with another way to a primary that has a synchronous standby."""

    def __init__(self, seed, tool, library, directory, template):
        super().__init__(seed, tool, directory)
        self._library = library
        self.pair = Pair(template)
        if is_network_own():
            # Nobody else is in this network.
            for node in self.pair.nodes:
                node.settings["listen_addresses"] = "*"
            self.pair.primary.configure()
        self.members = []
        self._is_over = threading.Event()

    def _start(self):
        self.pair.start()
        ports = self.pair.ports()
        links = [Direct(ports), Relayed(ports), Separate(ports) if is_network_own() else Direct(ports)]
        for number, link in enumerate(links, 1):
            self.members.append(self._member(number, link))
        self.clock = ClusterClock([member.door.clock for member in self.members])
        for member in self.members:
            # The first server makes them.
            if member.data != self.data:
                share_secrets(self.data, member.data)
            member.server.start()
            member.door.open(member.server.port)

    def _member(self, number, link):
        data = self.directory / f"server{number}"
        data.mkdir(mode=0o700)
        shim = Shim(self._library, data)
        url = self.pair.addresses(link.hosts)
        server = ShakenServer(self.tool, data, shim, [*self.options, "--database", url, *link.options], link.wrapper)
        return Member(data, shim, link, server, Gate(Clock(shim), number, link.host, self._is_over))

    @property
    def data(self):
        return self.members[0].data

    def _end(self):
        self._is_over.set()
        for member in self.members:
            member.server.end()
            member.link.close()
            member.shim.close()
        self.pair.close(keep_in=self.directory / "database" if self.violations else None)

    def door(self):
        """Any server that runs."""
        return next((member.door for member in self.members if member.door.is_open.is_set()), self.members[0].door)

    def entries(self):
        return read_database(self.pair.primary)

    def audited(self):
        return ["--database", self.pair.addresses(self.members[0].link.hosts)]

    def counters(self):
        compared = sightings_compared(self.history.sightings)
        return {"states seen": len(self.history.sightings), "states seen again at another server": compared}

    # While everything breaks.

    def shake(self, seconds):
        doors = [member.door for member in self.members]
        for number, desk in enumerate(self.desks):
            for kind in KINDS:
                self.workers.append(Rover(self.seed, f"wallet {number} {kind.via}", desk, kind, doors, self.history))
        self.workers.append(RovingPublisher(self.seed, "publisher", self.prices, KINDS[0], doors, self.history))
        self.workers.append(Observer(doors, self.history))
        for worker in self.workers:
            worker.start()
        faults = ClusterFaults(self)
        end = time.monotonic() + seconds
        for number, fault in enumerate(plan.faults(self.seed, is_network_own())):
            if number >= FAULTS_MINIMUM and time.monotonic() + fault.wait >= end:
                break
            time.sleep(fault.wait)
            self.history.note(fault=fault.kind, at=time.monotonic(), **fault.settings)
            faults.play(fault)
            self.history.note(healed=fault.kind, at=time.monotonic())
        time.sleep(max(0, min(1, end - time.monotonic())))

    # When it is over.

    def settle(self):
        """Stops asking, and reads what each serves: now, after all have crashed, and from the ledger alone."""
        self._is_over.set()
        self.end_workers()
        faults = ClusterFaults(self)
        faults.wait_until_ready()
        for member in self.members:
            self.insist(lambda: Drawn.of(self.desks[0].trader.deposit("1.00000000")), member.door)
        served = self._read_all("now")
        for member in self.members:
            faults.end(member)
        for member in self.members:
            faults.begin(member)
        self.compare("after all have crashed", served, self._read_all("after all have crashed"))
        for member in self.members:
            faults.end(member, plan.STOP)
        snapshots = {self.snapshot(member.data) for member in self.members}
        snapshots.add(self._replay_everything(served, faults))
        if len(snapshots) != 1:
            names = sorted(name for name, _ in snapshots)
            self.violations.append(Violation("state", f"the servers' snapshots differ: {names}"))
        self._compare_nodes()
        return served

    def _read_all(self, when):
        """The state that all servers serve as of the last entry; they must not differ."""
        last = self.pair.primary.ask("SELECT sequence FROM head")[0][0]
        states = [self.read_state(member.door, {"X-Wait-For-Sequence": last}) for member in self.members]
        for member, state in zip(self.members[1:], states[1:]):
            self.compare(f"{when} by server {member.door.number}", states[0], state)
        return states[0]

    def _replay_everything(self, served, faults):
        """A server that knows nothing but the secrets comes to the same state, byte for byte; gives its snapshot."""
        member = self.members[0]
        shutil.rmtree(member.data / "snapshots")
        faults.begin(member)
        last = self.pair.primary.ask("SELECT sequence FROM head")[0][0]
        self.compare("from the ledger alone", served, self.read_state(member.door, {"X-Wait-For-Sequence": last}))
        faults.end(member, plan.STOP)
        return self.snapshot(member.data)

    def _compare_nodes(self):
        """Primary and standby have the same ledger."""
        wait_for(self.pair.is_standby_even, WAIT_SECONDS, "the standby has everything")
        mine = read_database(self.pair.primary)
        deadline = time.monotonic() + 10
        while (theirs := read_database(self.pair.standby)) != mine and time.monotonic() < deadline:
            time.sleep(0.1)
        if theirs != mine:
            self.violations.append(Violation("standby", f"it has {len(theirs)} entries, the primary {len(mine)}"))
