"""The faults happen: a server notices each, and one that is lied to by its disk is found out."""

import contextlib
import random
import threading
import time

import pytest

from torture import plan
from torture.desk import Drawn
from torture.faults import Faults
from torture.run import Run
from torture.server import NotStarted
from torture.transports import HTTPLink

HOUR = 3_600_000


@pytest.fixture()
def run(tool, library, tmp_path):
    """A server with four wallets, on which nobody trades."""
    run = Run("shim", tool, library, tmp_path / "run")
    run.set_up()
    yield run
    run.server.end()
    run.history.close()
    run.shim.close()


def deposit(run):
    """Sends a deposit; gives its record."""
    link = HTTPLink(run.server.port)
    link.open()
    record = run.director(run.gate).send(link, [Drawn.of(run.desks[0].trader.deposit("1.00000000"))])[0]
    link.close()
    return record


@pytest.mark.parametrize("milliseconds", [25 * HOUR, -2 * HOUR, 0])
def test_the_server_sees_the_shifted_clock(run, milliseconds):
    run.clock.step(milliseconds)
    told = Faults(run).server_time()
    assert abs(told - time.time() * 1000 - milliseconds) < 2_000
    assert deposit(run).status == 200


def test_a_sync_that_fails_once_is_made_good(run):
    run.shim.syncs_to_fail = 1
    record = deposit(run)
    assert (record.status, record.code, run.shim.syncs_failed) == (503, "SERVICE_UNAVAILABLE", 1)
    assert deposit(run).status == 200


def test_syncs_that_go_on_failing_close_the_ledger(run):
    run.shim.syncs_to_fail = 1_000
    record = deposit(run)
    assert (record.status, record.code) == (500, "ADMISSION_UNKNOWN") and run.shim.syncs_failed >= 2
    run.shim.heal()
    assert deposit(run).code == "SERVICE_UNAVAILABLE"


def test_a_full_disk_admits_nothing_until_there_is_space(run):
    run.shim.bytes_left = 100
    record = deposit(run)
    assert record.status in (500, 503) and run.shim.writes_refused > 0
    run.shim.heal()
    if record.status == 503:
        assert deposit(run).status == 200


def test_a_slow_sync_is_waited_for(run):
    run.shim.sync_delay_us = 300_000
    began = time.monotonic()
    assert deposit(run).status == 200
    assert time.monotonic() - began >= 0.3 and run.shim.syncs_delayed >= 1


def end_after_power_cut(run, share):
    """Cuts the power after some deposits, starts again, and judges."""
    assert all(deposit(run).status == 200 for _ in range(5))
    run.gate.close()
    run.server.kill()
    lost = run.shim.lose_power(random.Random(1), share)
    run.shim.heal()
    run.shim.lies = 0
    run.server.start()
    run.gate.open(run.server.port)
    run.judge(run.settle())
    return lost, {violation.kind for violation in run.violations}


def test_what_was_answered_survives_a_power_cut(run):
    lost, kinds = end_after_power_cut(run, share=0)
    assert kinds == set()


def test_a_disk_that_lies_is_found_out(run):
    run.shim.lies = 1
    lost, kinds = end_after_power_cut(run, share=0)
    assert lost > 0 and "lost" in kinds


def test_what_stands_behind_a_failed_sync_survives_a_power_cut(run):
    """A crash between write and sync leaves a commit in memory alone; the first sync of the next start fails."""
    run.shim.sync_delay_us = 3_000_000
    sender = threading.Thread(target=deposit, args=[run])
    sender.start()
    time.sleep(0.7)
    run.server.kill()
    sender.join()
    run.shim.heal()
    assert run.shim.journal.changes()[0]
    run.shim.syncs_to_fail = 1
    with contextlib.suppress(NotStarted):
        run.server.start()
    if not run.server.is_running:
        run.server.start()
    run.gate.open(run.server.port)
    _, kinds = end_after_power_cut(run, share=0)
    assert kinds == set()


def test_a_plan_is_the_same_from_the_same_seed_and_has_every_fault():
    def some(seed):
        faults = plan.faults(seed)
        return [next(faults) for _ in range(3 * len(plan.KINDS))]
    assert some("a") == some("a") != some("b")
    assert [fault.kind for fault in some("a")[:12]] != [fault.kind for fault in some("b")[:12]]
    assert {fault.kind for fault in some("a")[:len(plan.KINDS)]} == set(plan.KINDS)
