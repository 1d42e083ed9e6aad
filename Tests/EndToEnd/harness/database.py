"""A PostgreSQL server of the tests' own, on a loopback port. It synchronises its disk as one in use does."""

import glob
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

HOST = "127.0.0.1"
NAME = "postgres"
# PostgreSQL does not run as root.
USER = "postgres" if os.getuid() == 0 else pathlib.Path.home().name
AS_USER = ["runuser", "-u", USER, "--"] if os.getuid() == 0 else []


def free_port():
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


def programs():
    """Where PostgreSQL's programs are: Debian keeps them out of the PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    assert found, "PostgreSQL is missing: Scripts/install-dependencies installs it"
    return pathlib.Path(found[-1])


class Database:
    """Made anew; `close` leaves nothing of it behind."""

    def __init__(self):
        self._bin = programs()
        self._directory = pathlib.Path(tempfile.mkdtemp(prefix="postgresql-"))
        if AS_USER:
            shutil.chown(self._directory, USER)
        self.port = free_port()
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = (f"listen_addresses = '{HOST}'\nport = {self.port}\nunix_socket_directories = ''\n"
                    "max_connections = 60\n")
        subprocess.run([*AS_USER, "tee", "-a", self._data / "postgresql.conf"], input=settings.encode(), check=True,
                       stdout=subprocess.DEVNULL)

    @property
    def _data(self):
        return self._directory / "data"

    @property
    def url(self):
        return f"postgresql://{USER}@{HOST}:{self.port}/{NAME}"

    def start(self):
        self._run("pg_ctl", "start", "-w", "-s", "-l", self._data / "log")
        return self

    def stop(self, mode="immediate"):
        """Stops it; `immediate` is as good as a crash."""
        self._run("pg_ctl", "stop", "-w", "-s", "-m", mode)

    def close(self):
        command = [*AS_USER, self._bin / "pg_ctl", "stop", "-D", self._data, "-m", "immediate", "-s"]
        subprocess.run(command, cwd="/", check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        shutil.rmtree(self._directory, ignore_errors=True)

    def ask(self, sql):
        """Rows of texts."""
        command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", HOST, "-p", str(self.port), "-U", USER, "-c", sql, NAME]
        result = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        return [line.split("|") for line in result.stdout.decode().splitlines()]

    def backends(self, role):
        """The processes of the connections that servers have for something."""
        rows = self.ask(f"SELECT pid FROM pg_stat_activity WHERE application_name = 'session-keys {role}'")
        return {int(row[0]) for row in rows}

    def _run(self, program, *arguments):
        # What a server starts with inherits no pipe of ours: pg_ctl would never be seen to end.
        with open(os.devnull, "w", encoding="utf-8") as nothing:
            subprocess.run([*AS_USER, self._bin / program, "-D", self._data, *arguments], cwd="/", check=True,
                           stdin=subprocess.DEVNULL, stdout=nothing, stderr=nothing)
