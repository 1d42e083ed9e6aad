"""The checker finds each kind of wrong history, and nothing in a right one."""

import copy

import pytest

from past import HOUR, NOW, POLICY, Past
from torture.checker import check, match
from torture.checker.authority import revocations_checked
from torture.checker.sightings import sightings_compared
from torture.history import ADMITTED, REFUSED, UNKNOWN, Sighting, outcome_of

FORGED = "forged: flipped bit"


def kinds(past, state=None):
    return {violation.kind for violation in check(past.records, past.entries, POLICY, state)}


@pytest.fixture()
def past():
    """A wallet that has authorised a key and placed an order with it."""
    past = Past()
    past.admit(past.trader.deposit("100.00000000"))
    past.authorize()
    past.order()
    assert kinds(past) == set()
    return past


def test_a_right_history_of_everything_has_no_violation(past):
    past.authorize(past.browser_key, permission="cancelOnly", markets=["ETH-USD"], maximumOrderValue="5.00000000")
    past.admit(past.trader.cancel(past.browser_key, market="ETH-USD"), actor=past.browser_key)
    for call in [past.trader.leverage(past.key), past.trader.cancel(past.key, orderIds=["3", "client:x"]),
                 past.trader.cancel(past.key), past.trader.cancel(past.key, orderDelegatedKey=past.key.address)]:
        past.admit(call, actor=past.key)
    past.admit(past.trader.withdraw("1.00000000"))
    past.admit(past.trader.transfer(past.other.address, "1.00000000"))
    past.admit(past.trader.associate())
    past.admit(past.trader.withdraw("9999.00000000"), status=422, code="INSUFFICIENT_FUNDS")
    lost = past.leave_open(past.trader.order(past.key), past.key)
    late = past.leave_open(past.trader.deposit("1.00000000"))
    past.enter(late)
    past.refuse(past.trader.order(past.key, nonce=late.nonce), past.key)
    past.again(late, outcome=REFUSED, status=409, code="NONCE_ALREADY_USED")
    past.again(lost, outcome=UNKNOWN, status=500, code="ADMISSION_UNKNOWN")
    past.admit(past.trader.revoke(past.key))
    past.refuse(past.trader.order(past.key), past.key, "SESSION_KEY_REVOKED", 403)
    past.admit(past.trader.revoke(None))
    past.refuse(past.trader.cancel(past.browser_key), past.browser_key, "SESSION_KEY_REVOKED", 403)
    assert check(past.records, past.entries, POLICY) == []
    assert revocations_checked(past.records, match(past.records, past.entries), POLICY) == (2, 2)


# What was answered.


def test_an_answered_action_that_is_not_there(past):
    past.send(past.trader.deposit("1.00000000"))
    assert kinds(past) == {"lost"}


def test_an_answered_revocation_that_is_not_there(past):
    past.send(past.trader.revoke(past.key))
    assert kinds(past) == {"lost"}


def test_an_action_that_is_there_twice(past):
    record = past.admit(past.trader.deposit("1.00000000"))
    past.enter(record)
    assert "twice" in kinds(past)


def test_an_unanswered_action_that_is_there_twice(past):
    record = past.leave_open(past.trader.deposit("1.00000000"))
    past.enter(record)
    past.enter(record)
    assert "twice" in kinds(past)


def test_one_request_answered_twice(past):
    past.again(past.admit(past.trader.deposit("1.00000000")), outcome=ADMITTED)
    assert "answered twice" in kinds(past)


def test_a_refused_action_that_is_there(past):
    past.enter(past.refuse(past.trader.deposit("1.00000000"), code="NONCE_OUTSIDE_WINDOW", status=400))
    assert kinds(past) == {"refused and admitted"}


def test_an_action_that_the_server_said_it_could_not_take_and_is_there(past):
    past.enter(past.refuse(past.trader.deposit("1.00000000"), code="SERVICE_UNAVAILABLE", status=503))
    assert kinds(past) == {"refused and admitted"}


def test_an_entry_that_nobody_has_sent(past):
    past.enter(past.records.pop())
    assert "stranger" in kinds(past)


def test_an_entry_with_a_changed_byte(past):
    last = past.entries[-1]
    past.entries[-1] = last._replace(request=last.request[:60] + bytes([last.request[60] ^ 1]) + last.request[61:])
    assert {"stranger", "lost"} <= kinds(past)


def test_a_forged_request_that_was_admitted(past):
    past.admit(past.trader.deposit("1.00000000"), intent=FORGED)
    assert kinds(past) == {"forged"}


def test_a_forged_request_that_was_not_answered_and_is_there(past):
    record = past.leave_open(past.trader.deposit("1.00000000"))
    record.intent = FORGED
    past.enter(record)
    assert kinds(past) == {"forged"}


def test_an_answer_with_another_number(past):
    past.records[-1].sequence += 1
    assert kinds(past) == {"number"}


def test_a_gap(past):
    past.entries[-1] = past.entries[-1]._replace(sequence=9)
    past.records[-1].sequence = 9
    assert kinds(past) == {"gap"}


@pytest.mark.parametrize("code", ["NONCE_ALREADY_USED", "SESSION_KEY_REVOKED"])
def test_a_refusal_for_something_that_never_was(past, code):
    past.refuse(past.trader.order(past.key), past.key, code)
    assert kinds(past) == {"refused without cause"}


# Revocation.


def test_an_order_behind_its_keys_revocation(past):
    past.admit(past.trader.revoke(past.key))
    past.order()
    assert kinds(past) == {"after revocation"}


def test_an_order_that_began_after_the_answer_and_stands_before_the_revocation(past):
    revocation = past.send(past.trader.revoke(past.key))
    past.order()
    past.enter(revocation)
    assert {"after revocation", "order"} <= kinds(past)


@pytest.mark.parametrize("signed_by_the_key", [False, True])
def test_a_key_that_is_revoked_twice(past, signed_by_the_key):
    past.admit(past.trader.revoke(past.key))
    signer = past.key if signed_by_the_key else None
    past.admit(past.trader.revoke(past.key, signer), actor=signer)
    assert kinds(past) == {"after revocation"}


def test_an_order_after_the_revocation_of_all_keys(past):
    past.admit(past.trader.revoke(None))
    past.order()
    assert kinds(past) == {"after revocation"}


def test_an_order_after_the_exchanges_own_revocation(past):
    past.admit(past.trader.remove_delegated(past.key))
    past.order()
    assert kinds(past) == {"after revocation"}


def test_an_order_after_a_custody_attempt_that_revoked_the_key(past):
    attempt = past.refuse(past.trader.withdraw("1.00000000", signer=past.key), past.key, "SESSION_KEY_NOT_PERMITTED",
                          403, intent="forged: custody by a session key")
    past.enter(attempt, kind=2, actor=past.key)
    assert kinds(past) == set()
    past.order()
    assert kinds(past) == {"after revocation"}


def test_a_custody_attempt_that_should_have_revoked_the_key(past):
    past.refuse(past.trader.withdraw("1.00000000", signer=past.key), past.key, "SESSION_KEY_NOT_PERMITTED", 403,
                intent="forged: custody by a session key")
    assert kinds(past) == {"lost"}


@pytest.mark.parametrize("is_delegated", [False, True])
def test_a_revoked_address_that_comes_back(past, is_delegated):
    past.admit(past.trader.revoke(past.key))
    past.admit(past.trader.authorize_delegated(past.key) if is_delegated else past.authorization(), past.key)
    assert kinds(past) == {"comes back"}


def test_an_authorisation_that_was_revoked_in_advance(past):
    authorization = past.authorization(past.browser_key, nonce=past.nonce(0))
    past.admit(past.trader.revoke(None))
    past.admit(authorization, past.browser_key)
    assert kinds(past) == {"comes back"}


# Expiry and nonces.


@pytest.mark.parametrize("offset, found", [(-1, set()), (0, {"after expiry"}), (1, {"after expiry"})])
def test_an_order_at_its_keys_expiry(offset, found):
    past = Past()
    past.authorize(expires_in=1_000)
    past.elapsed = 1_000 + offset - 5
    past.admit(past.trader.order(past.key, nonce=past.nonce(-20)), actor=past.key)
    assert kinds(past) == found


def test_an_order_whose_nonce_is_of_a_time_after_the_expiry():
    past = Past()
    past.authorize(expires_in=1_000)
    past.admit(past.trader.order(past.key, nonce=past.nonce(2_000)), actor=past.key)
    assert kinds(past) == {"after expiry"}


def test_a_key_that_lives_too_long():
    past = Past()
    past.authorize(expires_in=30 * 24 * HOUR + 1)
    assert kinds(past) == {"after expiry"}


def test_a_key_that_is_authorised_after_its_expiry():
    past = Past()
    past.admit(past.authorization(expires_in=-1, nonce=past.nonce(-5_000)), past.key)
    assert kinds(past) == {"after expiry"}


def test_a_nonce_that_comes_twice(past):
    nonce = past.nonce(0)
    past.admit(past.trader.deposit("1.00000000", nonce=nonce))
    past.admit(past.trader.withdraw("1.00000000", nonce=nonce))
    assert kinds(past) == {"nonce twice"}


@pytest.mark.parametrize("milliseconds", [-600_050, 10_050])
def test_a_wallets_nonce_from_outside_of_the_window(past, milliseconds):
    past.admit(past.trader.deposit("1.00000000", nonce=past.nonce(milliseconds)))
    assert kinds(past) == {"stale"}


@pytest.mark.parametrize("milliseconds, found", [(-60_050, {"stale"}), (-59_900, set())])
def test_a_session_keys_nonce_has_a_narrower_window(milliseconds, found):
    past = Past()
    past.admit(past.authorization(nonce=past.nonce(-100_000)), past.key)
    past.admit(past.trader.order(past.key, nonce=past.nonce(milliseconds)), actor=past.key)
    assert kinds(past) == found


# Authority.


def test_an_order_of_a_key_that_was_never_authorised(past):
    past.order(past.browser_key)
    assert kinds(past) == {"no authority"}


def test_an_order_of_another_wallets_key(past):
    past.admit(past.other.order(past.key), actor=past.key)
    assert kinds(past) == {"no authority"}


def test_an_order_from_before_the_authorisation():
    past = Past()
    order = past.trader.order(past.key)
    past.authorize()
    past.admit(order, actor=past.key)
    assert kinds(past) == {"no authority"}


def test_a_withdrawal_of_a_session_key(past):
    past.admit(past.trader.withdraw("1.00000000", signer=past.key), actor=past.key)
    assert kinds(past) == {"no authority"}


def test_a_key_that_revokes_another(past):
    past.authorize(past.browser_key)
    past.admit(past.trader.revoke(past.browser_key, past.key), actor=past.key)
    assert kinds(past) == {"no authority"}


def test_a_revocation_of_another_wallets_key(past):
    past.admit(past.other.revoke(past.key))
    assert "no authority" in kinds(past)


@pytest.mark.parametrize("scope, order", [
    ({"permission": "cancelOnly"}, {}), ({"permission": "reduceOnly"}, {}), ({"markets": ["BTC-USD"]}, {}),
    ({"maximumOrderValue": "99.99999999"}, {}),
])
def test_an_order_out_of_its_keys_scope(scope, order):
    past = Past()
    past.authorize(**scope)
    past.order(**order)
    assert kinds(past) == {"out of scope"}


def test_an_order_at_the_ends_of_its_keys_scope():
    past = Past()
    past.authorize(permission="reduceOnly", markets=["ETH-USD"], maximumOrderValue="100.00000000")
    past.order(reduceOnly=True)
    assert kinds(past) == set()


# Order and time.


def test_an_entry_before_one_that_was_answered_earlier(past):
    first = past.send(past.trader.deposit("1.00000000"))
    second = past.send(past.trader.deposit("2.00000000"))
    past.enter(second, time=first.invoked_clock + 5)
    past.enter(first)
    assert "order" in kinds(past)


def test_entries_of_requests_under_way_together_stand_in_any_order(past):
    first, second = past.send(past.trader.deposit("1.00000000")), past.send(past.trader.deposit("2.00000000"))
    second.invoked, second.invoked_clock = first.invoked, first.invoked_clock
    past.enter(second)
    past.enter(first)
    assert kinds(past) == set()


def test_a_time_before_the_last(past):
    past.enter(past.send(past.trader.deposit("1.00000000")), time=NOW)
    assert {"time goes back", "clock"} <= kinds(past)


@pytest.mark.parametrize("offset", [-8, 18])
def test_a_time_that_is_not_the_machines(past, offset):
    record = past.send(past.trader.deposit("1.00000000"))
    past.enter(record, time=record.invoked_clock + offset)
    assert kinds(past) == {"clock"}


# Balances.


def state_of(past, balance="100.00000000", deposits=("100.00000000",), withdrawals=(), positions=(), fills=()):
    """What an exchange would serve: the first deposit is the first entry, the first withdrawal the fourth."""
    return {"wallets": {past.trader.address: {
        "wallet": [{"quoteBalance": balance}], "positions": list(positions), "fills": list(fills),
        "deposits": [{"depositId": str(1 + place), "quantity": quantity} for place, quantity in enumerate(deposits)],
        "withdrawals": [{"withdrawalId": str(4 + place), "quantity": quantity}
                        for place, quantity in enumerate(withdrawals)]}}}


def test_balances_that_add_up(past):
    past.admit(past.trader.withdraw("1.00000000"))
    assert kinds(past, state_of(past, "99.00000000", withdrawals=["1.00000000"])) == set()


@pytest.mark.parametrize("changes", [
    {"balance": "100.00000001"}, {"balance": "99.99999999"}, {"deposits": []}, {"deposits": ["99.00000000"]},
    {"deposits": ["100.00000000", "1.00000000"]}, {"withdrawals": ["1.00000000"]}, {"fills": [{"fee": "0.00000001"}]},
])
def test_balances_that_do_not(past, changes):
    assert kinds(past, state_of(past)) == set()
    assert kinds(past, state_of(past, **changes)) == {"balances"}


def test_an_answered_withdrawal_that_is_not_served(past):
    past.admit(past.trader.withdraw("1.00000000"))
    assert kinds(past, state_of(past)) == {"balances"}


def test_positions_that_nobody_has_the_other_side_of(past):
    position = {"market": "ETH-USD", "quantity": "1.00000000", "entryPrice": "0.00000000"}
    assert kinds(past, state_of(past, positions=[position])) == {"positions"}


def test_a_position_counts_with_what_it_has_cost(past):
    long = {"market": "ETH-USD", "quantity": "1.00000000", "entryPrice": "30.00000000"}
    short = {"market": "ETH-USD", "quantity": "-1.00000000", "entryPrice": "0.00000000"}
    assert kinds(past, state_of(past, "130.00000000", positions=[long, short])) == set()
    assert kinds(past, state_of(past, "130.01000000", positions=[long, short])) == {"balances"}


# What answers mean.


@pytest.mark.parametrize("status, code, outcome", [
    (200, None, ADMITTED), (422, "INSUFFICIENT_FUNDS", ADMITTED), (409, "NONCE_ALREADY_USED", REFUSED),
    (503, "SERVICE_UNAVAILABLE", REFUSED), (500, "ADMISSION_UNKNOWN", UNKNOWN), (500, "INTERNAL_SERVER_ERROR", UNKNOWN),
    (None, None, UNKNOWN), (400, "INVALID_PARAMETER", UNKNOWN), (429, "EXCEEDED_RATE_LIMIT", UNKNOWN),
])
def test_what_an_answer_says_about_admission(status, code, outcome):
    assert outcome_of(status, code) == outcome


def test_judging_changes_nothing(past):
    before = copy.deepcopy((past.records, past.entries))
    check(past.records, past.entries, POLICY)
    assert (past.records, past.entries) == before


# What only several servers can get wrong.


def at(record, server):
    record.server = server
    return record


def test_one_request_answered_as_admitted_at_two_servers(past):
    at(past.again(past.admit(past.trader.deposit("1.00000000")), outcome=ADMITTED), 2)
    assert "answered twice" in kinds(past)


def test_a_nonce_that_two_servers_have_admitted(past):
    nonce = past.next()
    past.admit(past.trader.deposit("1.00000000", nonce=nonce))
    at(past.admit(past.trader.deposit("2.00000000", nonce=nonce)), 2)
    assert kinds(past) == {"nonce twice"}


def test_a_nonce_that_two_servers_have_admitted_and_the_ledger_has_once(past):
    """As where one of them has written to a database that was given up."""
    nonce = past.next()
    past.admit(past.trader.deposit("1.00000000", nonce=nonce))
    at(past.send(past.trader.deposit("2.00000000", nonce=nonce)), 2)
    assert kinds(past) == {"nonce twice", "lost"}


def test_an_order_at_one_server_after_the_answer_of_a_revocation_at_another(past):
    at(past.admit(past.trader.revoke(past.key)), 1)
    at(past.order(), 2)
    assert kinds(past) == {"after revocation"}


def test_an_order_at_one_server_that_overtakes_a_revocation_that_another_has_answered(past):
    """It stands before the revocation, and began after its answer: one of the two was not in the ledger yet."""
    order = at(past.send(past.trader.order(past.key), past.key), 2)
    past.records.remove(order)
    revocation = at(past.send(past.trader.revoke(past.key)), 1)
    order.invoked = revocation.answered + 0.001
    past.records.append(order)
    past.enter(order, actor=past.key)
    past.enter(revocation)
    assert {"after revocation", "order"} <= kinds(past)


def test_an_entry_that_a_server_has_answered_and_a_promoted_standby_does_not_have(past):
    lost = at(past.admit(past.trader.deposit("1.00000000")), 1)
    past.entries.pop()
    at(past.admit(past.trader.deposit("2.00000000")), 2)
    assert "lost" in kinds(past) and past.records[-1].sequence == lost.sequence


def sighting(server, sequence, digest, subject="the book"):
    return Sighting(server=server, sequence=sequence, subject=subject, digest=digest, began=0)


def test_states_that_are_the_same_wherever_they_are_seen(past):
    seen = [sighting(1, 2, "a"), sighting(2, 2, "a"), sighting(2, 3, "b"), sighting(3, 3, "c", "the trades")]
    assert check(past.records, past.entries, POLICY, sightings=seen) == []
    assert sightings_compared(seen) == 1


def test_states_that_differ_at_an_equal_entry(past):
    seen = [sighting(1, 2, "a"), sighting(2, 2, "b")]
    assert {one.kind for one in check(past.records, past.entries, POLICY, sightings=seen)} == {"state"}


def test_a_state_as_of_an_entry_that_is_not_there(past):
    seen = [sighting(1, 4, "a")]
    assert {one.kind for one in check(past.records, past.entries, POLICY, sightings=seen)} == {"state"}
