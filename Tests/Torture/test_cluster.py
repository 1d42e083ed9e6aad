"""The faults of a cluster happen, and a database that loses what it has confirmed is found out."""

import contextlib
import socket
import threading
import time

import pytest

from harness.keys import KeyRing
from harness.pair import WAIT_SECONDS, Pair
from harness.waiting import wait_for

from torture.cluster import plan
from torture.cluster.faults import ClusterFaults
from torture.cluster.links import Relayed
from torture.cluster.run import ClusterRun
from torture.desk import Drawn
from torture.transports import HTTPLink

SILENT_SECONDS = 0.4
# Those that are written, and not confirmed by the standby.
WAITING_COMMITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
# Longer than a server takes to connect again.
LOOKING_SECONDS = 3


@pytest.fixture()
def run(tool, library, tmp_path):
    """Three servers on which nobody trades."""
    template = Pair.make_template()
    run = ClusterRun("cluster", tool, library, tmp_path / "run", template)
    try:
        run.set_up()
        yield run
    finally:
        run._end()
        run.history.close()
        template.close()


def send(run, place, drawn):
    """Sends something to a server; gives its record."""
    door = run.members[place].door
    link = HTTPLink(door.port, door.host)
    link.open()
    record = run.director(door).send(link, [drawn])[0]
    link.close()
    return record


def deposit(run, place):
    return send(run, place, Drawn.of(run.desks[0].trader.deposit("1.00000000")))


def lose_primary_without_its_standby(run, may_diverge=False):
    """Asks each server for something while the standby is away, loses the primary, and judges; gives what is wrong."""
    faults = ClusterFaults(run)
    run.pair.standby.stop("immediate")
    senders = [threading.Thread(target=deposit, args=[run, place]) for place in range(len(run.members))]
    for sender in senders:
        sender.start()
    time.sleep(1)
    faults.lose_primary()
    run.pair.rebuild_standby()
    for sender in senders:
        sender.join()
    if may_diverge:
        faults.start_anew()
    faults.wait_until_ready()
    run.judge(run.settle())
    return {violation.kind for violation in run.violations}


def test_what_was_answered_survives_the_loss_of_the_primary(run):
    assert lose_primary_without_its_standby(run) == set()


def test_a_standby_that_nobody_waits_for_is_found_out(run):
    run.pair.primary.configure()
    run.pair.primary.reload()
    time.sleep(0.5)
    assert "lost" in lose_primary_without_its_standby(run, may_diverge=True)


def test_nobody_hears_of_a_revocation_that_is_lost_with_the_primary(run):
    """The primary has committed it, the standby was away, and nobody was told; a client that asks again must not be."""
    faults, desk = ClusterFaults(run), run.desks[0]
    key = KeyRing("revoked and lost").secp256k1()
    assert send(run, 0, Drawn.of(desk.trader.authorize(key), key)).status == 200
    revocation = Drawn.of(desk.trader.revoke(key))
    run.pair.standby.stop("immediate")
    first = threading.Thread(target=send, args=[run, 0, revocation])
    first.start()
    time.sleep(0.5)
    faults.end(run.members[0])
    run.pair.primary.stop("immediate")
    run.pair.primary.start()
    again = [threading.Thread(target=send, args=[run, place, revocation]) for place in (1, 2)]
    for sender in again:
        sender.start()
    time.sleep(1.5)
    faults.lose_primary()
    run.pair.rebuild_standby()
    for sender in [first, *again]:
        sender.join()
    faults.begin(run.members[0])
    faults.wait_until_ready()
    run.judge(run.settle())
    assert run.violations == []


def entry_shown(run, place):
    """Up to which entry a server answers that does; 0 where it answers nothing."""
    client = run.client_of(run.members[place].door)
    try:
        answer = client.get("/v1/markets")
    finally:
        client.close()
    return int(answer.headers["x-sequence"]) if answer.status == 200 else 0


def last_entry(run):
    """The last entry that the primary shows."""
    return int(run.pair.primary.ask("SELECT max(sequence) FROM entry")[0][0])


def test_nobody_is_shown_an_entry_that_is_lost_with_the_primary(run):
    """The primary comes back without its standby and shows what it has committed alone: servers keep it to themselves."""
    faults = ClusterFaults(run)
    run.pair.standby.stop("immediate")
    kept = last_entry(run)
    for place in (1, 2):
        wait_for(lambda place=place: entry_shown(run, place) == kept, WAIT_SECONDS, "what is confirmed is shown")
    unanswered = threading.Thread(target=deposit, args=[run, 0])
    unanswered.start()
    wait_for(lambda: run.pair.primary.ask(WAITING_COMMITS) != [["0"]], WAIT_SECONDS, "the deposit waits for the standby")
    faults.end(run.members[0])
    run.pair.primary.stop("immediate")
    run.pair.primary.start()
    assert last_entry(run) > kept
    shown, end = {kept}, time.monotonic() + LOOKING_SECONDS
    while time.monotonic() < end:
        shown |= {entry_shown(run, place) for place in (1, 2)}
        time.sleep(0.02)
    faults.lose_primary()
    run.pair.rebuild_standby()
    unanswered.join()
    faults.begin(run.members[0])
    faults.wait_until_ready()
    run.judge(run.settle())
    assert max(shown) == kept and run.violations == []


def echo_once(listener):
    """Sends back what one connection sends."""
    connection, _ = listener.accept()
    with connection, contextlib.suppress(ConnectionResetError):
        while data := connection.recv(100):
            connection.sendall(data)


@pytest.fixture()
def relayed():
    """A connection through a relay to somebody who sends everything back; and the relay."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=echo_once, args=[listener], daemon=True).start()
        relay = Relayed([listener.getsockname()[1]])
        with socket.create_connection(("127.0.0.1", int(relay.hosts[0].rpartition(":")[2])), timeout=5) as connection:
            yield connection, relay
        relay.close()


def seconds_for_an_answer(connection):
    began = time.monotonic()
    connection.sendall(b"word")
    assert connection.recv(100) == b"word"
    return time.monotonic() - began


def test_a_slow_link_delays_each_direction(relayed):
    connection, relay = relayed
    assert seconds_for_an_answer(connection) < 0.2
    relay.order("delay 0.2")
    assert 0.4 <= seconds_for_an_answer(connection) < 1


def test_a_silent_link_tells_nobody_and_loses_nothing(relayed):
    connection, relay = relayed
    seconds_for_an_answer(connection)
    relay.order("hold")
    threading.Timer(SILENT_SECONDS, lambda: relay.order("go")).start()
    assert seconds_for_an_answer(connection) >= SILENT_SECONDS - 0.05


def test_a_broken_link_is_noticed(relayed):
    connection, relay = relayed
    seconds_for_an_answer(connection)
    relay.order("reset")
    with pytest.raises(ConnectionError):
        while True:
            seconds_for_an_answer(connection)
            time.sleep(0.01)


def test_a_plan_is_the_same_from_the_same_seed_and_has_every_fault():
    def some(seed, has_own_network=True):
        faults = plan.faults(seed, has_own_network)
        return [next(faults) for _ in range(3 * len(plan.KINDS))]
    assert some("a") == some("a") != some("b")
    assert {fault.kind for fault in some("a")[:len(plan.KINDS)]} == set(plan.KINDS)
    assert {fault.kind for fault in some("a", has_own_network=False)} == set(plan.KINDS) - {plan.CUT_NETWORK}
