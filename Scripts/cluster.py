"""Starts three sandbox servers over one PostgreSQL with a standby, behind a balancer, all on loopback, to be tried and
broken: `Scripts/run-cluster [--port 7474]`; `make run-cluster` builds what is missing first.

Everything lies in .build/cluster and is found again by the next start. Orders are typed while it runs; Control-C ends all.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))

from harness.database import AS_USER, HOST, NAME, USER  # noqa: E402
from harness.keys import Secp256k1Key  # noqa: E402
from harness.pair import Pair  # noqa: E402
from harness.server import SECRETS, share_secrets  # noqa: E402

DIRECTORY = ROOT / ".build/cluster"
SERVERS = 3
START_SECONDS = 60
# How long a server that has ended stays away, so that one can see the others go on without it.
AWAY_SECONDS = 5

BALANCER = """
defaults
  mode tcp
  timeout connect 1s
  timeout client 1h
  timeout server 1h
  # A server that cannot be connected to is left for another at once.
  retries 3
  option redispatch 1
  default-server check inter 300ms fastinter 100ms downinter 300ms fall 2 rise 2 on-marked-down shutdown-sessions

frontend exchange
  bind 127.0.0.1:{port}
  default_backend servers

backend servers
  balance leastconn
  # A server says 503 when it cannot vouch for what it would answer.
  option httpchk GET /health
  http-check expect status 200
{servers}
"""

HELP = """
  status          who runs, and up to which entry
  kill N          kill server N (SIGKILL); it comes back in {away} s
  stop N          end server N well (SIGTERM); it comes back in {away} s
  pause N         let server N stand still (SIGSTOP); `resume N` lets it go on
  crash           crash the database and start it again
  promote         kill the primary for good, promote the standby, and make a new standby
  quit            end everything (Control-C does, too)
"""


class Member:
    """One of the servers. It is started again whenever it has ended, as a supervisor does."""

    def __init__(self, number, port, arguments, say):
        self.number = number
        self.port = port
        self.data = DIRECTORY / f"server{number}"
        self.log = DIRECTORY / f"server{number}.log"
        self.process = None
        self.is_over = False
        self._arguments = arguments
        self._say = say

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self._arguments, "--port", str(self.port), "--data", str(self.data), "--json"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                # What a terminal sends at Control-C is for this program, which ends the others in their order.
                start_new_session=True)
        return bool(self.process.stdout.readline())

    def supervise(self):
        threading.Thread(target=self._supervise, daemon=True).start()

    def _supervise(self):
        while not self.is_over:
            status = self.process.wait()
            self.process.stdout.close()
            if self.is_over:
                return
            self._say(f"server {self.number} has ended with {status}; it is started again in {AWAY_SECONDS} s")
            time.sleep(AWAY_SECONDS)
            if not self.is_over and self.start():
                self._say(f"server {self.number} is back, process {self.process.pid}")

    def signal(self, number):
        self.process.send_signal(number)

    def health(self):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/health", timeout=2) as answer:
                return f"ready, entry {json.load(answer)['sequence']}"
        except OSError as error:
            return f"not ready ({error})"

    def end(self):
        self.is_over = True
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()

    def wait(self):
        try:
            if self.process is not None:
                self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Cluster:
    def __init__(self, port, tool):
        self.port = port
        self.pair = Pair(directory=DIRECTORY / "database", ports=[port + 11, port + 12])
        self.balancer = None
        self.members = []
        self._tool = tool

    @staticmethod
    def say(text):
        print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)

    def start(self):
        self.say("starting PostgreSQL and its standby")
        for node in self.pair.nodes:
            node.end_what_was_left()
        self.pair.start()
        first = self._start_member(1, [])
        configuration = self._configuration_of_the_others(first)
        for number in range(2, SERVERS + 1):
            share_secrets(first.data, DIRECTORY / f"server{number}")
            self._start_member(number, ["--config", str(configuration)])
        for member in self.members:
            member.supervise()
        self._start_balancer()

    def _start_member(self, number, more):
        hosts = ",".join(f"{HOST}:{node.port}" for node in self.pair.nodes)
        arguments = [self._tool, "serve", "--sandbox", "--web", str(ROOT / "Web"), "--database",
                     f"postgresql://{USER}@{hosts}/{NAME}", *more]
        member = Member(number, self.port + number, arguments, self.say)
        self.members.append(member)
        if not member.start():
            sys.exit(f"run-cluster: server {number} does not start:\n{member.log.read_text()[-2000:]}")
        self.say(f"server {number} takes requests at http://{HOST}:{member.port}, process {member.process.pid}")
        return member

    @staticmethod
    def _configuration_of_the_others(first):
        """Named by its address, the same publisher counts at all servers, and only the first quotes."""
        publisher = Secp256k1Key(bytes.fromhex((first.data / "index-price-publisher.key").read_text().strip()))
        path = DIRECTORY / "others.json"
        path.write_text(json.dumps({"indexPricePublisher": publisher.address}))
        return path

    def _start_balancer(self):
        servers = "\n".join(f"  server server{member.number} {HOST}:{member.port}" for member in self.members)
        path = DIRECTORY / "haproxy.cfg"
        path.write_text(BALANCER.format(port=self.port, servers=servers).lstrip())
        program = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            sys.exit("run-cluster: HAProxy is missing: Scripts/install-dependencies installs it")
        with open(DIRECTORY / "haproxy.log", "ab") as log:
            self.balancer = subprocess.Popen(
                [program, "-db", "-f", path], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://{HOST}:{self.port}/health", timeout=2).close()
                return
            except OSError:
                if self.balancer.poll() is not None:
                    sys.exit(f"run-cluster: HAProxy does not start:\n{(DIRECTORY / 'haproxy.log').read_text()[-2000:]}")
                time.sleep(0.1)
        sys.exit("run-cluster: the balancer finds no server that is ready")

    def greet(self):
        relative = DIRECTORY.relative_to(ROOT)
        relative_tool = os.path.relpath(self._tool)
        print(f"""
The exchange is at http://{HOST}:{self.port}/ in a browser: start a session there, trade, and kill what you like.
From a shell, a session that authorises a key, trades with it and revokes it, through the balancer:

    {relative_tool} demo --url http://{HOST}:{self.port}

  balancer        http://{HOST}:{self.port}, process {self.balancer.pid}; asks /health every 0.3 s""")
        for member in self.members:
            maker = "; quotes the markets, the others do not" if member.number == 1 else ""
            print(f"  server {member.number}        http://{HOST}:{member.port}, process {member.process.pid}{maker}")
        self._tell_nodes()
        print(f"""
What all servers share: the ledger in the database; {", ".join(SECRETS[:2])} and {SECRETS[2]} (made by
server 1, copied from {relative}/server1 to the others), so that API keys, tokens and demo wallets of one are good at all;
and what index price publisher counts ({relative}/others.json). Logs are beside them.

Type what to do, also from another terminal by the process ids above:
{HELP.format(away=AWAY_SECONDS)}""", flush=True)

    def _tell_nodes(self):
        for role, node in (("primary", self.pair.primary), ("standby", self.pair.standby)):
            print(f"  {role}         PostgreSQL at {HOST}:{node.port}, process {node.postmaster}", flush=True)

    def obey(self, order):
        """Carries out what was typed; gives whether to go on."""
        name, *values = order.split() or [""]
        member = next((one for one in self.members if values == [str(one.number)]), None)
        signals = {"kill": signal.SIGKILL, "stop": signal.SIGTERM, "pause": signal.SIGSTOP, "resume": signal.SIGCONT}
        if name in ("quit", "exit"):
            return False
        if name in signals and member:
            member.signal(signals[name])
        elif name == "status":
            for one in self.members:
                self.say(f"server {one.number}: {one.health()}, process {one.process.pid}")
            self._tell_nodes()
        elif name == "crash":
            self._crash()
        elif name == "promote":
            self._promote()
        elif name:
            print(HELP.format(away=AWAY_SECONDS), flush=True)
        return True

    def _crash(self):
        self.say("the database crashes")
        self.pair.primary.stop("immediate")
        time.sleep(1)
        self.pair.primary.start()
        self.say(f"it is back, process {self.pair.primary.postmaster}")

    def _promote(self):
        self.say("the primary is killed for good")
        try:
            self.pair.primary.kill()
        except (OSError, ValueError):
            pass  # Somebody has done it already.
        self.pair.fail_over()
        self.say("the standby is the primary now, and confirms alone; a new standby is made")
        self.pair.rebuild_standby()
        self.say("what is confirmed is on both again")

    def end(self):
        if self.balancer is not None:
            self.balancer.terminate()
            self.balancer.wait()
        for member in self.members:
            member.end()
        for member in self.members:
            member.wait()
        for node in self.pair.nodes:
            node.end("fast")


def check_place():
    """PostgreSQL does not run as root: where this does, that user has to reach its files."""
    place = DIRECTORY / "database"
    place.mkdir(parents=True, exist_ok=True)
    if AS_USER and subprocess.run([*AS_USER, "test", "-x", place], cwd="/", check=False).returncode != 0:
        sys.exit(f"run-cluster: PostgreSQL runs as the user {USER} here, who cannot enter {place}: move the sources to a "
                 "directory that others may enter, or run this as yourself")


def main():
    parser = argparse.ArgumentParser(prog="Scripts/run-cluster", description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--port", type=int, default=7474, help="the balancer's; the next ones are the servers' (7474)")
    options = parser.parse_args()
    tool = str(pathlib.Path(os.environ.get("SESSION_KEYS", ROOT / ".build/release/session-keys")).absolute())
    check_place()
    # Also where the shell has started this in the background and has SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    cluster = Cluster(options.port, tool)
    try:
        cluster.start()
        cluster.greet()
        for line in sys.stdin:
            if not cluster.obey(line):
                return
        while True:
            signal.pause()
    finally:
        cluster.say("ending everything")
        cluster.end()


if __name__ == "__main__":
    main()
