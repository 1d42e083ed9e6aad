"""A PostgreSQL primary with a synchronous standby, which change places.

Commits wait until they are on the disks of both (`synchronous_commit = on`). More is not needed: servers read at the
node that takes writes alone, and a standby that is promoted first applies all that it has received.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from .database import AS_USER, HOST, NAME, USER, free_port, programs
from .waiting import wait_for

START_SECONDS = 60
# What the pair does by itself takes no longer.
WAIT_SECONDS = 30
# What the standby calls itself.
STANDBY = "standby"
CONF = """
listen_addresses = 'localhost'
unix_socket_directories = ''
max_connections = 80
max_wal_senders = 6
wal_keep_size = '64MB'
max_wal_size = '256MB'
shared_buffers = '32MB'
wal_receiver_timeout = '3s'
wal_sender_timeout = '3s'
wal_retrieve_retry_interval = '300ms'
hot_standby = on
"""


class Node:
    """One PostgreSQL server of a pair."""

    def __init__(self, directory, port):
        self.directory = directory
        self.port = port
        self.is_running = False
        # What is so whatever its role.
        self.settings = {}

    @property
    def log(self):
        return self.directory.with_name(self.directory.name + ".log")

    @property
    def is_made(self):
        return (self.directory / "PG_VERSION").exists()

    @property
    def is_standby(self):
        return (self.directory / "standby.signal").exists()

    def run(self, program, *arguments):
        """Runs one of PostgreSQL's programs on the node's directory. What it starts inherits no pipe of ours."""
        with open(os.devnull, "wb") as nothing:
            result = subprocess.run(
                [*AS_USER, programs() / program, "-D", self.directory, *arguments], cwd="/", check=False,
                stdin=subprocess.DEVNULL, stdout=nothing, stderr=nothing)
        if result.returncode != 0:
            raise AssertionError(f"{program} ended with {result.returncode}: {self.last_words()}")

    def last_words(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.exists() else ""

    def configure(self, **settings):
        """Settings that differ between primary and standby, in a file of their own."""
        settings = {**self.settings, **settings}
        text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        subprocess.run([*AS_USER, "tee", self.directory / "role.conf"], input=text.encode(), check=True,
                       stdout=subprocess.DEVNULL)

    def start(self):
        self.run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-s", "-l", self.log, "-o", f"-p {self.port}")
        self.is_running = True

    def stop(self, mode="immediate"):
        """`immediate` is as good as a crash."""
        self.run("pg_ctl", "stop", "-w", "-s", "-m", mode)
        self.is_running = False

    def reload(self):
        self.run("pg_ctl", "reload", "-s")

    def promote(self):
        self.run("pg_ctl", "promote", "-w", "-t", str(START_SECONDS), "-s")

    @property
    def postmaster(self):
        return int((self.directory / "postmaster.pid").read_text().split()[0])

    def kill(self):
        """Ends all processes with SIGKILL."""
        postmaster = self.postmaster
        children = [int(text) for text in subprocess.run(
            ["ps", "--ppid", str(postmaster), "-o", "pid="], capture_output=True, check=False).stdout.split()]
        os.kill(postmaster, signal.SIGKILL)
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.is_running = False

    def end(self, mode="immediate"):
        """Leaves no process behind, whatever has happened to it."""
        if self.is_running:
            try:
                self.stop(mode)
            except AssertionError:
                self.is_running = False

    def end_what_was_left(self):
        """Ends what an earlier program that was killed has left running."""
        self.is_running = (self.directory / "postmaster.pid").exists()
        self.end()

    def ask(self, sql):
        """Rows of texts."""
        command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", HOST, "-p", str(self.port), "-U", USER, "-c", sql, NAME]
        result = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        if result.returncode != 0:
            raise AssertionError(f"the database does not answer: {result.stderr.decode()[-300:]}")
        return [line.split("|") for line in result.stdout.decode().splitlines()]


class Pair:
    """Two nodes; `primary` takes writes and `standby` has what it has confirmed."""

    def __init__(self, template=None, directory=None, ports=None):
        """Made anew in a directory of the system's temporary files, or in one that is named and kept."""
        self._is_kept = directory is not None
        self.directory = directory or pathlib.Path(tempfile.mkdtemp(prefix="pair-"))
        self.directory.mkdir(exist_ok=True, parents=True)
        if AS_USER:
            shutil.chown(self.directory, USER)
        ports = ports or [free_port(), free_port()]
        self.nodes = [Node(self.directory / name, port) for name, port in zip(("a", "b"), ports)]
        self.primary, self.standby = self.nodes
        if self.standby.is_made and not self.standby.is_standby and self.primary.is_standby:
            self.primary, self.standby = self.standby, self.primary
        self.is_degraded = True
        if self.primary.is_made:
            return
        if template is None:
            self._make(self.primary)
        else:
            self._copy(template)

    @classmethod
    def make_template(cls):
        """A primary that was made and never started: each seed begins with a copy."""
        return cls()

    @staticmethod
    def _make(node):
        node.run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--wal-segsize=4")
        subprocess.run([*AS_USER, "tee", "-a", node.directory / "postgresql.conf"], check=True,
                       input=(CONF + "include 'role.conf'\n").encode(), stdout=subprocess.DEVNULL)
        subprocess.run([*AS_USER, "tee", "-a", node.directory / "pg_hba.conf"], check=True, stdout=subprocess.DEVNULL,
                       input=b"host all all samenet trust\nhost replication all samenet trust\n")
        node.configure()

    def _copy(self, template):
        subprocess.run([*AS_USER, "cp", "-a", template.primary.directory, self.primary.directory], check=True, cwd="/")

    def start(self):
        """Starts the primary and makes the standby from it."""
        self.primary.start()
        self.rebuild_standby()
        return self

    def rebuild_standby(self):
        """Makes the node that is not the primary a standby, from nothing, and lets commits wait for it again."""
        self._make_standby()
        self.begin_to_wait_for_standby()

    def _make_standby(self):
        node = self.standby
        node.end()
        subprocess.run([*AS_USER, "rm", "-rf", node.directory], check=True, cwd="/")
        node.run("pg_basebackup", "-h", HOST, "-p", str(self.primary.port), "-U", USER, "-c", "fast", "-X", "stream",
                 "--no-sync")
        self._configure_standby()
        node.start()

    def _configure_standby(self):
        node = self.standby
        node.configure(primary_conninfo=f"host={HOST} port={self.primary.port} user={USER} application_name={STANDBY}")
        subprocess.run([*AS_USER, "touch", node.directory / "standby.signal"], check=True)

    def begin_to_wait_for_standby(self):
        """Commits wait for the standby from now on, and it has all that was committed before."""
        wait_for(self.is_streaming, WAIT_SECONDS, "the standby follows the primary")
        self.primary.configure(synchronous_standby_names=STANDBY)
        self.primary.reload()
        wait_for(lambda: self.primary.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                 == [["1"]], WAIT_SECONDS, "the standby is synchronous")
        wait_for(self.is_standby_even, WAIT_SECONDS, "the standby has what was committed before it was waited for")
        self.is_degraded = False

    def is_streaming(self):
        try:
            return self.primary.ask("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == [["1"]]
        except AssertionError:
            return False

    def is_standby_even(self):
        position = self.primary.ask("SELECT pg_current_wal_flush_lsn()")[0][0]
        return self.primary.ask(
            f"SELECT coalesce(bool_and(flush_lsn >= '{position}'), false) FROM pg_stat_replication") == [["t"]]

    def fail_over(self):
        """Promotes the standby. The old primary must be down: nobody fences it here."""
        assert not self.primary.is_running
        old, new = self.primary, self.standby
        # Alone it waits for nobody. The old one is out of the way: it must never come back as what it was.
        subprocess.run([*AS_USER, "touch", old.directory / "standby.signal"], check=True)
        new.configure()
        new.reload()
        self.is_degraded = True
        new.promote()
        self.primary, self.standby = new, old

    def addresses(self, hosts):
        """The part of a URL that names both nodes, each as its clients reach it."""
        return f"postgresql://{USER}@{','.join(hosts)}/{NAME}"

    def ports(self):
        return [node.port for node in self.nodes]

    def close(self, keep_in=None):
        """Ends both; with a directory, their files go there."""
        for node in self.nodes:
            node.end()
        if keep_in is not None:
            shutil.copytree(self.directory, keep_in, dirs_exist_ok=True)
        if not self._is_kept:
            shutil.rmtree(self.directory, ignore_errors=True)
