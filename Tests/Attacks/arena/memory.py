"""How much memory a process holds."""

import pathlib

MEGABYTE = 1024 * 1024


def resident_bytes(process_id):
    """The resident memory of a process, as the kernel counts it."""
    for line in pathlib.Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"the process {process_id} holds no memory: it has ended")
