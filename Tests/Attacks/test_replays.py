"""An attacker sends again, or elsewhere, what somebody has signed."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from arena.calls import signed_operations
from arena.victim import KINDS
from harness.client import SignedBody
from harness.messages import MESSAGES, Domain
from harness.nonces import nonce_at, ticks_of

CALLS = sorted(operation.call for operation in signed_operations())


def put(call, signed, **changes):
    """The signature of a call under another call, or with other parameters; what is `None` is left out."""
    parameters = {name: value for name, value in {**signed.parameters, **changes}.items() if value is not None}
    return SignedBody(call, parameters, signed.document["signature"], signed.document.get("consent"))


def sample(exchange, trader, key, call):
    """A call as its owner would make it."""
    fresh = exchange.keys.secp256k1()
    return {
        "POST /v1/orders": lambda: trader.order(key), "DELETE /v1/orders": lambda: trader.cancel(key),
        "POST /v1/initialMarginFractionOverride": lambda: trader.leverage(key),
        "POST /v1/sessionKeys": lambda: trader.authorize(fresh),
        "DELETE /v1/sessionKeys": lambda: trader.revoke(key),
        "POST /v1/delegatedKeys": lambda: trader.authorize_delegated(fresh),
        "DELETE /v1/delegatedKeys": lambda: trader.remove_delegated(key),
        "POST /v1/wallets": lambda: trader.associate(),
        "POST /v1/withdrawals": lambda: trader.withdraw("1.00000000"),
        "POST /v1/sandbox/deposits": lambda: trader.deposit("1.00000000"),
        "POST /v1/sandbox/transfers": lambda: trader.transfer("0x" + "ab" * 20, "1.00000000"),
        "POST /v1/sandbox/indexPrices": lambda: trader.index_price("ETH-USD", "1.00000000"),
    }[call]()


@pytest.fixture
def owner(exchange):
    """A wallet with money and a session key, for one test."""
    trader = exchange.trader(deposit="1000.00000000")
    trader.key = exchange.keys.secp256k1()
    exchange.authorize(trader, trader.key)
    return trader


# The same bytes.


@pytest.mark.parametrize("call", CALLS)
def test_the_bytes_of_a_call_are_sent_to_every_other_call(exchange, owner, call):
    signed = sample(exchange, owner, owner.key, call)
    with exchange.unchanged():
        for other in CALLS:
            if {call, other} == {"POST /v1/delegatedKeys", "DELETE /v1/delegatedKeys"} or other == call:
                continue
            answer = exchange.answer(put(other, signed))
            assert answer.status in (400, 401), f"{call} as {other} is answered {answer}"
            assert answer.code in ("INVALID_PARAMETER", "REQUIRED_PARAMETER", "INVALID_WALLET_SIGNATURE"), answer


@pytest.mark.parametrize("call", [call for call in CALLS if call != "POST /v1/sandbox/indexPrices"])
def test_a_call_that_was_carried_out_is_sent_again(exchange, owner, socket, call):
    signed = sample(exchange, owner, owner.key, call)
    exchange.accept(signed)
    revokes = call in ("DELETE /v1/sessionKeys", "DELETE /v1/delegatedKeys")
    code, status = ("SESSION_KEY_REVOKED", 403) if revokes else ("NONCE_ALREADY_USED", 409)
    with exchange.unchanged():
        for _ in range(3):
            exchange.refuse(signed, code, status)
        assert socket.call(signed)["data"]["code"] == code
        assert exchange.check(signed)["code"] == code


@pytest.mark.parametrize("call", ["POST /v1/orders", "DELETE /v1/orders", "DELETE /v1/sessionKeys"])
def test_an_overheard_call_of_a_p256_key_is_sent_again_with_its_signature_in_capitals(exchange, call):
    trader, key = exchange.trader(), exchange.keys.p256()
    exchange.authorize(trader, key)
    signed = {"POST /v1/orders": lambda: trader.cancel(key, market="ETH-USD"),
              "DELETE /v1/orders": lambda: trader.cancel(key),
              "DELETE /v1/sessionKeys": lambda: trader.revoke(key, signer=key)}[call]()
    exchange.accept(signed)
    signature = "0x" + signed.document["signature"][2:].upper()
    with exchange.unchanged():
        exchange.refuse(SignedBody(signed.call, signed.parameters, signature),
                        "SESSION_KEY_REVOKED" if "sessionKeys" in call else "NONCE_ALREADY_USED",
                        403 if "sessionKeys" in call else 409)


def test_a_call_is_sent_again_after_a_restart_and_after_a_crash(make_exchange):
    exchange = make_exchange("restarted").start()
    trader, key = exchange.trader(deposit="1000.00000000"), exchange.keys.secp256k1()
    exchange.authorize(trader, key)
    signed = [sample(exchange, trader, key, call) for call in (
        "POST /v1/orders", "POST /v1/withdrawals", "POST /v1/sandbox/deposits", "POST /v1/delegatedKeys")]
    for call in signed:
        exchange.accept(call)
    for end in (exchange.stop, exchange.kill):
        end()
        exchange.server.start()
        exchange.client = exchange.server.client()
        with exchange.unchanged():
            for call in signed:
                exchange.refuse(call, "NONCE_ALREADY_USED", 409)
    exchange.finish()


# Another wallet, another exchange.


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_sent_with_another_wallet_in_its_parameters(exchange, owner, call):
    other = exchange.trader(deposit="1000.00000000")
    signed = sample(exchange, owner, owner.key, call)
    name = "sourceWallet" if "sourceWallet" in signed.parameters else "wallet"
    with exchange.unchanged():
        exchange.refuse(put(call, signed, **{name: other.address}), "INVALID_WALLET_SIGNATURE", 401)


def test_the_authorisation_of_a_delegated_key_which_names_no_wallet_is_sent_for_another_wallet(exchange, owner):
    other = exchange.trader()
    signed = owner.authorize_delegated(exchange.keys.secp256k1())
    with exchange.unchanged():
        exchange.refuse(put(signed.call, signed, wallet=other.address), "INVALID_WALLET_SIGNATURE", 401)


DOMAINS = {
    "another chain": lambda fields: {**fields, "chainId": 1},
    "another contract": lambda fields: {**fields, "verifyingContract": "0x" + "11" * 20},
    "the exchange itself in place of its sandbox": lambda fields: {**fields, "version": "2.0.0"},
    "another version": lambda fields: {**fields, "version": "1.0.0-sandbox"},
    "another name": lambda fields: {**fields, "name": "Katana Perps"},
    "another spelling of the name": lambda fields: {**fields, "name": "KatanaPerps\u200b"},
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", DOMAINS)
def test_a_call_that_was_signed_for_somewhere_else_is_sent_here(exchange, owner, call, name):
    signed = sample(exchange, owner, owner.key, call)
    elsewhere = Domain(1, "")
    elsewhere.fields = DOMAINS[name](exchange.domain.fields)
    signer = owner.key if "delegatedKey" in signed.parameters and "delegatedKeys" not in call else owner.wallet
    foreign = SignedBody(call, signed.parameters, signer.sign(elsewhere.request(call, signed.parameters)),
                         signed.document.get("consent"))
    with exchange.unchanged():
        exchange.refuse(foreign, "INVALID_WALLET_SIGNATURE", 401)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", DOMAINS)
def test_a_key_that_consented_somewhere_else_is_authorised_here(exchange, owner, kind, name):
    key, elsewhere = getattr(exchange.keys, kind)(), Domain(1, "")
    elsewhere.fields = DOMAINS[name](exchange.domain.fields)
    signed = owner.authorize(key)
    foreign = SignedBody(signed.call, signed.parameters, signed.document["signature"],
                         key.sign(elsewhere.consent(signed.parameters)))
    with exchange.unchanged():
        exchange.refuse(foreign, "SESSION_KEY_CONSENT_INVALID", 401)


# Authorisations, revocations and consents, one in the place of another.


def test_the_revocation_of_a_delegated_key_is_sent_as_its_authorisation(exchange, owner):
    """Both are the same message. What stops it is that a nonce is used once, and that a revoked key stays revoked."""
    key = exchange.keys.secp256k1()
    exchange.accept(owner.authorize_delegated(key))
    revocation = owner.remove_delegated(key)
    exchange.accept(revocation)
    with exchange.unchanged():
        exchange.refuse(put("POST /v1/delegatedKeys", revocation), "SESSION_KEY_REVOKED", 403)


def test_the_authorisation_of_a_delegated_key_is_sent_as_its_revocation(exchange, owner):
    key = exchange.keys.secp256k1()
    authorisation = owner.authorize_delegated(key)
    exchange.accept(authorisation)
    with exchange.unchanged():
        exchange.refuse(put("DELETE /v1/delegatedKeys", authorisation), "NONCE_ALREADY_USED", 409)
    exchange.accept(owner.order(key))


def test_the_authorisation_of_a_delegated_key_is_caught_and_sent_as_its_revocation_first(exchange, owner):
    """Nothing is lost: a key that was never registered cannot be revoked, so the owner's own call goes through."""
    authorisation = owner.authorize_delegated(exchange.keys.secp256k1())
    with exchange.unchanged():
        exchange.refuse(put("DELETE /v1/delegatedKeys", authorisation), "SESSION_KEY_UNKNOWN", 404)
    exchange.accept(authorisation)


def test_the_revocation_of_a_delegated_key_that_never_was_is_sent_as_its_authorisation(exchange, owner):
    """The wallet signed this very message: the exchange's protocol cannot tell the two apart. See docs/attacks.md."""
    key = exchange.keys.secp256k1()
    revocation = owner.remove_delegated(key)
    with exchange.unchanged():
        exchange.refuse(revocation, "SESSION_KEY_UNKNOWN", 404)
    exchange.accept(put("POST /v1/delegatedKeys", revocation))
    exchange.accept(owner.remove_delegated(key))


@pytest.mark.parametrize("open_orders", ["cancel", "keep"])
def test_a_revocation_in_this_projects_terms_is_sent_as_an_authorisation(exchange, owner, open_orders):
    key, other = exchange.keys.secp256k1(), {"cancel": "keep", "keep": "cancel"}[open_orders]
    revocation = owner.remove_delegated(key, open_orders=open_orders)
    with exchange.unchanged():
        exchange.refuse(put("POST /v1/delegatedKeys", revocation, openOrders=None), "INVALID_WALLET_SIGNATURE", 401)
        exchange.refuse(put("DELETE /v1/delegatedKeys", revocation, openOrders=other), "INVALID_WALLET_SIGNATURE", 401)


def test_a_revocation_that_keeps_orders_is_sent_as_one_that_cancels_them(exchange, owner):
    revocation = owner.revoke(owner.key, open_orders="keep")
    with exchange.unchanged():
        exchange.refuse(put(revocation.call, revocation, openOrders="cancel"), "INVALID_WALLET_SIGNATURE", 401)
        exchange.refuse(put(revocation.call, revocation, sessionKey=None), "INVALID_WALLET_SIGNATURE", 401)


@pytest.mark.parametrize("kind", KINDS)
def test_the_nonce_of_a_revocation_is_used_for_an_authorisation_and_the_reverse(exchange, owner, kind):
    first, second = (getattr(exchange.keys, kind)() for _ in range(2))
    authorisation = owner.authorize(first)
    exchange.accept(authorisation)
    with exchange.unchanged():
        exchange.refuse(owner.revoke(first, nonce=authorisation.nonce), "NONCE_ALREADY_USED", 409)
    revocation = owner.revoke(first)
    exchange.accept(revocation)
    with exchange.unchanged():
        exchange.refuse(owner.authorize(second, nonce=revocation.nonce), "NONCE_ALREADY_USED", 409)
        exchange.refuse(owner.authorize_delegated(second, nonce=revocation.nonce), "NONCE_ALREADY_USED", 409)


@pytest.mark.parametrize("kind", KINDS)
def test_the_consent_to_one_authorisation_is_put_under_another(exchange, owner, kind):
    key, other = getattr(exchange.keys, kind)(), exchange.trader()
    narrow = owner.authorize(key, permission="cancelOnly")
    wide = {"permission": "trade", **({} if key.is_recoverable else {"publicKey": key.public_key})}
    with exchange.unchanged():
        for trader in (owner, other):
            signed = trader.authorize(key, consent=narrow.document["consent"], **wide)
            exchange.refuse(signed, "SESSION_KEY_CONSENT_INVALID", 401)
        order = owner.order(key) if key.is_recoverable else owner.cancel(key)
        exchange.refuse(owner.authorize(key, consent=order.document["signature"], **wide),
                        "SESSION_KEY_CONSENT_INVALID", 401)


def test_the_consent_of_a_key_is_put_where_its_signature_belongs(exchange, owner):
    key = exchange.keys.secp256k1()
    signed = owner.authorize(key)
    exchange.accept(signed)
    consent = SignedBody("POST /v1/orders", owner.order(key).parameters, signed.document["consent"])
    revocation = SignedBody("DELETE /v1/sessionKeys", owner.revoke(key).parameters, signed.document["consent"])
    with exchange.unchanged():
        exchange.refuse(consent, "INVALID_WALLET_SIGNATURE", 401)
        exchange.refuse(revocation, "INVALID_WALLET_SIGNATURE", 401)


# A revoked address.


@pytest.mark.parametrize("kind", KINDS)
def test_a_revoked_address_is_authorised_again_in_every_way_there_is(exchange, owner, kind):
    key, other = getattr(exchange.keys, kind)(), exchange.trader()
    first = owner.authorize(key)
    exchange.accept(first)
    exchange.accept(owner.revoke(key))
    with exchange.unchanged():
        for signed in (first, owner.authorize(key), owner.authorize_delegated(key), other.authorize(key),
                       other.authorize_delegated(key), owner.authorize(key, permission="cancelOnly")):
            exchange.refuse(signed, "SESSION_KEY_REVOKED", 403)
        order = owner.cancel(key)
        exchange.refuse(order, "SESSION_KEY_REVOKED", 403)


def test_a_revoked_address_is_authorised_again_after_a_restart(make_exchange):
    exchange = make_exchange("revoked").start()
    trader, key = exchange.trader(), exchange.keys.secp256k1()
    first = trader.authorize(key)
    exchange.accept(first)
    exchange.accept(trader.revoke(key))
    exchange.kill()
    exchange.server.start()
    exchange.client = exchange.server.client()
    with exchange.unchanged():
        for signed in (first, trader.authorize(key), trader.authorize_delegated(key), trader.cancel(key)):
            exchange.refuse(signed, "SESSION_KEY_REVOKED", 403)
    exchange.finish()


def test_a_key_that_was_revoked_with_all_others_before_it_was_seen_is_authorised_afterwards(exchange, owner):
    kept_back = owner.authorize(exchange.keys.secp256k1())
    delegated = owner.authorize_delegated(exchange.keys.secp256k1())
    exchange.accept(owner.revoke(None))
    with exchange.unchanged():
        exchange.refuse(kept_back, "AUTHORIZATION_REVOKED_IN_ADVANCE", 403)
        exchange.refuse(delegated, "AUTHORIZATION_REVOKED_IN_ADVANCE", 403)


# Nonces that look alike.


@pytest.mark.parametrize("spell", [str.upper, lambda text: "{" + text + "}", lambda text: text.replace("-", ""),
                                   lambda text: "urn:uuid:" + text, lambda text: " " + text],
                         ids=["capitals", "braces", "no hyphens", "a URN", "a blank"])
def test_a_used_nonce_is_spelt_otherwise(exchange, owner, spell):
    signed = owner.deposit("1.00000000")
    exchange.accept(signed)
    respelt = SignedBody(signed.call, {**signed.parameters, "nonce": spell(signed.nonce)}, signed.document["signature"])
    with exchange.unchanged():
        answer = exchange.answer(respelt)
    assert (answer.status, answer.code) in {(400, "INVALID_PARAMETER"), (409, "NONCE_ALREADY_USED")}, answer


@pytest.mark.parametrize("kind", KINDS)
def test_the_tick_of_the_authorisation_is_used_with_another_clock_sequence(exchange, owner, kind):
    key = getattr(exchange.keys, kind)()
    authorisation = owner.authorize(key)
    exchange.accept(authorisation)
    twin = nonce_at(ticks_of(authorisation.nonce), clock_sequence=0x3FFF, node=0xFFFFFFFFFFFF)
    with exchange.unchanged():
        cancellation = owner.sign("DELETE /v1/orders", key, twin, delegatedKey=key.address)
        exchange.refuse(cancellation, "NONCE_PREDATES_AUTHORIZATION", 403)


def test_every_signed_call_is_replayed():
    assert set(CALLS) == set(MESSAGES)


def test_a_request_is_replayed_over_the_other_way_in(exchange, owner, socket):
    order = owner.order(owner.key)
    assert socket.call(order)["type"] == "response"
    exchange.admitted.append(order.nonce)
    with exchange.unchanged():
        exchange.refuse(order, "NONCE_ALREADY_USED", 409)


def test_one_message_is_sent_on_a_hundred_connections_at_the_same_time(exchange, owner):
    order = owner.order(owner.key)
    client = exchange.server.client(connections=50)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: client.call(order), range(100)))
    client.close()
    codes = [answer.code for answer in answers]
    assert codes.count(None) == 1 and codes.count("NONCE_ALREADY_USED") == 99, codes
    exchange.admitted.append(order.nonce)


def test_a_signed_body_names_its_call_inside_the_check(exchange, owner):
    """The call in a check is what is checked: a deposit is not passed off as an order."""
    signed = owner.deposit("1.00000000")
    body = json.dumps({"request": "POST /v1/withdrawals", "body": signed.document}).encode()
    with exchange.unchanged():
        answer = exchange.client.send("POST", "/v1/sessionKeys/check", body)
    assert (answer.status, answer.code) == (400, "REQUIRED_PARAMETER"), answer
