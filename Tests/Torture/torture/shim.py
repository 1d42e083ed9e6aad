"""The library that makes a server's disk and clock fail: compiled on the spot, and controlled through one page."""

import collections
import mmap
import pathlib
import struct
import subprocess

SOURCE = pathlib.Path(__file__).with_name("shim.c")
PAGE_BYTES = 4096
# The members of `struct control`, in its order.
MEMBERS = ["clock_offset_ns", "syncs_to_fail", "sync_delay_us", "bytes_left", "keeps_journal", "lies",
           "syncs_failed", "syncs_delayed", "writes_refused", "shifted_readings", "syncs"]
TRACKED = ["ledger.sqlite", "ledger.sqlite-wal"]
RECORD = struct.Struct("=IIqqqq")
WRITE, TRUNCATE, SYNC, FAILED_SYNC, UNLINK = range(1, 6)
# How a change stands: on the disk; on its way; given up by a sync that failed.
SYNCED, PENDING, GIVEN_UP = "synced", "pending", "given up"
SECTOR_BYTES = 512

Change = collections.namedtuple("Change", "kind file offset size_before old new")


def compile_shim(directory):
    """Compiles the library; gives its path."""
    library = pathlib.Path(directory) / "shim.so"
    library.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl",
                    "-lpthread"], check=True)
    return library


class Shim:
    """What goes wrong for one data directory, and how often it has."""

    def __init__(self, library, data):
        self.library = library
        self._data = data
        self._path = data.with_name(data.name + ".control")
        self.journal = Journal(data, data.with_name(data.name + ".journal"))
        self._path.write_bytes(bytes(PAGE_BYTES))
        with open(self._path, "r+b") as file:
            self._page = mmap.mmap(file.fileno(), PAGE_BYTES)
        self.bytes_left = -1

    @property
    def environment(self):
        """What a server is started with."""
        return {"LD_PRELOAD": str(self.library), "TORTURE_CONTROL": str(self._path), "TORTURE_DATA": str(self._data),
                "TORTURE_JOURNAL": str(self.journal.path)}

    def heal(self):
        """The disk is well again. The clock stays as it is."""
        self.syncs_to_fail = self.sync_delay_us = 0
        self.bytes_left = -1

    def counters(self):
        return {name: getattr(self, name) for name in MEMBERS[6:]}

    def lose_power(self, random, share):
        """Plays a power failure on a server that is dead; gives how many writes were lost."""
        self.keeps_journal = 0
        return self.journal.lose(random, share)

    def close(self):
        self._page.close()


def _member(place):
    def read(self):
        return struct.unpack_from("=q", self._page, 8 * place)[0]

    def write(self, value):
        struct.pack_into("=q", self._page, 8 * place, value)
    return property(read, write)


for _place, _name in enumerate(MEMBERS):
    setattr(Shim, _name, _member(_place))


def _mark(changes, file, until, standing):
    """Notes of the changes of a file before a place what a sync has made of them."""
    for item in changes:
        if item[0] > until:
            break
        if item[1] == PENDING and item[2].file == file:
            item[1] = standing


class Journal:
    """What a server has written to its ledger's files and not synchronised."""

    def __init__(self, data, path):
        self._data = data
        self.path = path

    def changes(self):
        """All changes with how they stand, in their order; and where the last whole record ends."""
        data = self.path.read_bytes() if self.path.exists() else b""
        changes, place = [], 0
        while place + RECORD.size <= len(data):
            kind, file, offset, size_before, old, new = RECORD.unpack_from(data, place)
            start, end = place + RECORD.size, place + RECORD.size + old + new
            if end > len(data):
                break
            if kind in (WRITE, TRUNCATE):
                change = Change(kind, file, offset, size_before, data[start:start + old], data[start + old:end])
                changes.append([end, PENDING, change])
            elif kind == UNLINK:
                changes = [item for item in changes if item[2].file != file]
            else:
                _mark(changes, file, offset, SYNCED if kind == SYNC else GIVEN_UP)
            place = end
        return [(standing, change) for _, standing, change in changes], place

    def trim(self):
        """Takes away a record that was being written when the server was killed."""
        if self.path.exists():
            end = self.changes()[1]
            with open(self.path, "r+b") as file:
                file.truncate(end)

    def lose(self, random, share):
        """Plays a power failure: of what was not synchronised only a share is on the disk, perhaps torn.

        The server must be dead. Gives how many changes were lost, in whole or in part.
        """
        changes, _ = self.changes()
        while changes and changes[0][0] == SYNCED:
            changes.pop(0)
        for _, change in reversed(changes):
            with self._open(change) as file:
                file.seek(change.offset)
                file.write(change.old)
                file.truncate(change.size_before)
        lost = sum(not self._keep(change, random, 1 if standing == SYNCED else share) for standing, change in changes)
        (self._data / "ledger.sqlite-shm").unlink(missing_ok=True)
        self.path.write_bytes(b"")
        return lost

    def _open(self, change):
        return open(self._data / TRACKED[change.file], "r+b")

    def _keep(self, change, random, share):
        """Whether the whole change has reached the disk."""
        if random.random() >= share:
            return False
        with self._open(change) as file:
            if change.kind == TRUNCATE:
                file.truncate(change.offset)
                return True
            is_torn = share < 1 and random.random() < 0.2 and len(change.new) > SECTOR_BYTES
            kept = random.randrange(1, len(change.new) // SECTOR_BYTES + 1) * SECTOR_BYTES if is_torn else None
            file.seek(change.offset)
            file.write(change.new[:kept])
            return not is_torn
