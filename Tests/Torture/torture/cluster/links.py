"""The ways from the servers to the database: a direct one, one through a relay, and one out of a network of its own."""

import contextlib
import os
import pathlib
import subprocess
import sys

from harness.database import HOST, free_port

RELAY = pathlib.Path(__file__).with_name("relay.py")
# What a server in a network of its own is reached at, and what it reaches the database at.
CLIENTS_SIDE, SERVERS_SIDE = "10.87.1.1", "10.87.1.2"
DATABASES_SIDE, FAR_SIDE = "10.87.2.1", "10.87.2.2"


class Direct:
    """Nothing between server and database, and nothing to break."""

    host = HOST
    wrapper = ()
    options = ()

    def __init__(self, ports):
        self.hosts = [f"{HOST}:{port}" for port in ports]

    def heal(self):
        pass

    def close(self):
        pass


class Relayed(Direct):
    """A process in between that can delay, hold and reset."""

    def __init__(self, ports):
        own = [free_port() for _ in ports]
        super().__init__(own)
        self._process = subprocess.Popen(
            [sys.executable, RELAY, *(f"{mine}:{port}" for mine, port in zip(own, ports))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout.readline() == b"ready\n"

    def order(self, text):
        self._process.stdin.write(f"{text}\n".encode())
        self._process.stdin.flush()
        assert self._process.stdout.readline() == b"done\n", "the relay has ended"

    def heal(self):
        self.order("go")

    def close(self):
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait(10)


class Separate(Direct):
    """A network namespace with two cables: one to the clients, and one to the database that can be cut."""

    host = SERVERS_SIDE
    options = ("--host", SERVERS_SIDE, "--insecure-plain-http")

    def __init__(self, ports):
        super().__init__(ports)
        self.hosts = [f"{DATABASES_SIDE}:{port}" for port in ports]
        self._holder = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", "echo ready; exec sleep infinity"], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE)
        assert self._holder.stdout.readline() == b"ready\n"
        self.wrapper = ("nsenter", "-t", str(self._holder.pid), "-n")
        for name, near, far in [("clients", CLIENTS_SIDE, SERVERS_SIDE), ("data", DATABASES_SIDE, FAR_SIDE)]:
            self._ip("link", "add", name, "type", "veth", "peer", "name", f"{name}1", "netns", str(self._holder.pid))
            self._ip("addr", "add", f"{near}/24", "dev", name)
            self._ip("link", "set", name, "up")
            for command in [("addr", "add", f"{far}/24", "dev", f"{name}1"), ("link", "set", f"{name}1", "up"),
                            ("link", "set", "lo", "up")]:
                self._ip(*command, within=self.wrapper)

    @staticmethod
    def _ip(*arguments, within=()):
        subprocess.run([*within, "ip", *arguments], check=True, stdin=subprocess.DEVNULL)

    def cut(self):
        """Nothing arrives any more, and nobody is told."""
        self._ip("link", "set", "data", "down")

    def heal(self):
        self._ip("link", "set", "data", "up")

    def close(self):
        self._ip("link", "del", "clients")
        self._ip("link", "del", "data")
        self._holder.kill()
        self._holder.wait()


def is_network_own():
    """Whether this process is alone in a network, in which it may make cables: `Scripts/torture-cluster` sees to that."""
    return os.environ.get("TORTURE_HAS_OWN_NETWORK") == "1"
