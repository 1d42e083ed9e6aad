"""An attacker writes a name that is more than a name. Names are strangers' texts, and are shown in a page."""

import json

import pytest

from arena.victim import KINDS
from harness.client import SignedBody

REFUSED = {
    "65 characters": "n" * 65,
    "65 emoji": "\U0001f600" * 65,
    "257 bytes": "\U0001f600" * 64 + "a",
    "60,000 characters": "n" * 60_000,
    "a thousand combining marks": "e" + "\u0301" * 1000,
    "a line feed": "key\nadmin",
    "a carriage return": "key\radmin",
    "a tab": "key\t",
    "a NUL": "key\0",
    "a terminal's escape": "\x1b[2J\x1b[31mrevoked",
    "an escape of 8 bits": "\u009b31m",
    "DEL": "key\x7f",
    "a right-to-left override": "key \u202etxt.exe",
    "an isolate": "\u2066key\u2069",
    "a right-to-left mark": "\u200fkey",
    "a zero-width space": "k\u200bey",
    "a zero-width joiner": "k\u200dey",
    "a word joiner": "k\u2060ey",
    "a soft hyphen": "k\u00adey",
    "a byte order mark": "\ufeffkey",
    "a line separator": "key\u2028",
    "a paragraph separator": "key\u2029",
    "a tag": "key\U000e0041",
    "private use": "key\ue000",
    "unassigned": "key\u0378",
    "a noncharacter": "key\uffff",
    "a family joined of emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
}
# Taken, and given back byte for byte: what looks like something else is the page's to show as text.
STORED = {
    "64 characters": "n" * 64,
    "64 emoji of four bytes": "\U0001f600" * 64,
    "a script": "<script>alert(1)</script>",
    "an image with a handler": "<img src=x onerror=alert(1)>",
    "the end of an attribute": "\"'><svg/onload=alert(1)>",
    "an entity": "&lt;b&gt;&#x0;",
    "the end of a script": "</script><!--",
    "a link": "javascript:alert(1)",
    "a template": "{{constructor.constructor('alert(1)')()}}",
    "a formula": "=HYPERLINK(\"http://x\")",
    "SQL": "'; DROP TABLE entry; --",
    "a format": "%s%n%x%@",
    "an interpolation": "\\(secret) ${secret} $(id)",
    "a path": "../../etc/passwd",
    "quotes and backslashes": "\"\\\"\\u0000\\",
    "the end of the document": "\"}]}",
    "letters of Cyrillic": "\u0430dmin",
    "full-width letters": "\uff41dmin",
    "a decomposed letter": "e\u0301",
    "a composed letter": "\u00e9",
    "a Kelvin sign": "\u212a",
    "right-to-left letters": "\u05e9\u05dc\u05d5\u05dd",
    "a flag": "\U0001f1e9\U0001f1ea",
    "an address": "0x" + "00" * 20,
    "an emoji with a selector": "\u2764\ufe0f",
    "blanks": "   ",
    "a wide line": "\ufdfd" * 16,
}


@pytest.fixture(scope="module")
def owner(exchange):
    trader = exchange.trader()
    return trader, exchange.authorize(trader, exchange.keys.secp256k1(), name="reader")


def authorisations(trader, exchange, kind, name):
    key = getattr(exchange.keys, kind)()
    return [trader.authorize(key, name=name)] + (
        [trader.authorize_delegated(exchange.keys.secp256k1(), name=name)] if key.is_recoverable else [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_deceives_is_refused(exchange, owner, kind, name):
    with exchange.unchanged():
        for signed in authorisations(owner[0], exchange, kind, REFUSED[name]):
            exchange.refuse(signed, "INVALID_PARAMETER", 400)


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_does_not_repeat_a_name_that_deceives(exchange, owner, name):
    """What a terminal or a page would act on does not come back in a message, except escaped."""
    for signed in authorisations(owner[0], exchange, "secp256k1", REFUSED[name]):
        answer = exchange.answer(signed)
        assert answer.status == 400 and len(answer.data) < 1_000
        assert all(character.isprintable() for character in answer.json["message"]), answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", STORED)
def test_a_name_that_looks_like_code_is_stored_and_answered_as_it_was_sent(exchange, owner, kind, name):
    trader, credentials = owner
    for signed in authorisations(trader, exchange, kind, STORED[name]):
        exchange.accept(signed)
        address = signed.parameters.get("sessionKey") or signed.parameters["delegatedKey"]
        answer = exchange.read("/v1/sessionKeys", credentials, wallet=trader.address)
        told = next(key for key in answer.json if key["sessionKey"] == address)
        assert told["name"].encode() == STORED[name].encode()
        # Opened as a page, the answer is none, and could run nothing.
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_two_spellings_of_one_letter_stay_two_names(exchange, owner):
    trader, credentials = owner
    for name in ("cafe\u0301", "caf\u00e9"):
        exchange.accept(trader.authorize(exchange.keys.secp256k1(), name=name))
    told = [key.get("name") for key in exchange.look("/v1/sessionKeys", credentials, wallet=trader.address)]
    assert told[:2] == ["caf\u00e9", "cafe\u0301"]


def test_names_are_as_they_were_after_a_restart(make_exchange):
    exchange = make_exchange("names").start()
    trader = exchange.trader()
    credentials = exchange.authorize(trader, exchange.keys.secp256k1(), name=STORED["a script"])
    for name in ("64 emoji of four bytes", "a decomposed letter", "quotes and backslashes"):
        exchange.accept(trader.authorize(exchange.keys.secp256k1(), name=STORED[name]))
    before = exchange.look("/v1/sessionKeys", credentials, wallet=trader.address)
    exchange.kill()
    exchange.server.start()
    exchange.client = exchange.server.client()
    assert exchange.look("/v1/sessionKeys", credentials, wallet=trader.address) == before
    exchange.finish()


def test_another_name_is_put_under_a_signed_authorisation(exchange, owner):
    """A name is the one parameter that is not signed. It is a label: nothing is found by it, and it stays as it is."""
    trader, _ = owner
    signed = trader.authorize(exchange.keys.secp256k1(), name="mine")
    exchange.accept(signed)
    renamed = SignedBody(signed.call, {**signed.parameters, "name": "theirs"}, signed.document["signature"],
                         signed.document["consent"])
    with exchange.unchanged():
        exchange.refuse(renamed, "NONCE_ALREADY_USED", 409)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202e", "\0", "\x1b[2J", "\U0001f600" * 10, "x" * 41,
                                  "'; DROP TABLE entry; --", "\u0430"], ids=ascii)
def test_a_client_order_id_is_more_than_a_name(exchange, victim, kind, text):
    """The other text that a stranger chooses. It is signed, at most 40 bytes long, and plain ASCII or refused."""
    before = exchange.ledger.latest()
    signed = victim.trader.order(victim.keys[kind], clientOrderId=text, price="1.00000000", quantity="0.01000000")
    answer = exchange.answer(signed)
    if answer.status == 200:
        assert answer.json["clientOrderId"] == text and exchange.ledger.latest()[0] == before[0] + 1
        exchange.accept(victim.trader.cancel(victim.keys[kind], orderIds=[answer.json["orderId"]]))
    else:
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER"), answer
        assert exchange.ledger.latest() == before


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "\u202eDSU", "ETH-USD\0", "\uff25TH-USD"],
                         ids=ascii)
def test_a_market_is_more_than_a_name(exchange, victim, text):
    with exchange.unchanged():
        exchange.refuse(victim.trader.order(market=text), "INVALID_PARAMETER", 400)


@pytest.mark.parametrize("cid", ["<script>", "\"}{", "\u202e", "x" * 40, "\\"], ids=ascii)
def test_the_name_of_a_message_of_a_websocket_comes_back_as_it_was_sent_or_not_at_all(socket, cid):
    socket.send(json.dumps({"method": "subscriptions", "cid": cid}))
    assert socket.next().get("cid", cid) == cid
