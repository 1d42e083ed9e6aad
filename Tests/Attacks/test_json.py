"""An attacker writes JSON that two readers would understand differently. See also `test_bad_http.py`."""

import json

import pytest

from harness.raw import exchange_bytes, request

BODY_BYTES_MAXIMUM = 65_536


@pytest.fixture(autouse=True)
def nothing_changes(exchange, victim):
    with exchange.unchanged():
        yield


@pytest.fixture
def order(victim):
    """An order that is good as it is."""
    return victim.trader.order(victim.keys["secp256k1"], reduceOnly=False)


def send(exchange, body, call="POST /v1/orders"):
    method, path = call.split(" ")
    answer = exchange_bytes(exchange.server.port, request(method, path, body))
    return answer.status, answer.code


def insert(body, before, text):
    """A body with some text before a member."""
    assert before in body
    return body.replace(before, text + before, 1)


# Members that stand twice: the one that is signed, and one that might be carried out.
TWICE = {
    "the same name before it": b'"quantity": "9.00000000", ',
    "an escaped letter": b'"qu\\u0061ntity": "9.00000000", ',
    "every letter escaped": b'"' + b"".join(b"\\u%04x" % letter for letter in b"quantity") + b'": "9.00000000", ',
    "capital digits of an escape": b'"quant\\u0069ty": "9.00000000", ',
    "with a NUL behind it": b'"quantity\\u0000": "9.00000000", ',
    "in capitals": b'"QUANTITY": "9.00000000", ',
    "with a blank": b'"quantity ": "9.00000000", ',
    "with a Cyrillic a": '"qu\u0430ntity": "9.00000000", '.encode(),
    "with a combining mark": '"quantity\u0301": "9.00000000", '.encode(),
    "with a zero-width joiner": '"quan\u200dtity": "9.00000000", '.encode(),
    "with a full-width letter": '"quantit\uff59": "9.00000000", '.encode(),
    "with a dotless i": '"quant\u0131ty": "9.00000000", '.encode(),
}


@pytest.mark.parametrize("name", TWICE)
def test_a_member_of_the_parameters_is_named_twice(exchange, order, name):
    status, code = send(exchange, insert(order.bytes, b'"quantity"', TWICE[name]))
    assert (status, code) in {(400, "BAD_REQUEST"), (400, "INVALID_PARAMETER")}


@pytest.mark.parametrize("member", ["signature", "parameters", "consent", "s\\u0069gnature"])
def test_a_member_of_the_body_is_named_twice(exchange, order, member):
    doubled = b'{"%s": "0x", ' % member.encode() + order.bytes[1:]
    status, code = send(exchange, doubled)
    assert (status, code) in {(400, "BAD_REQUEST"), (400, "INVALID_PARAMETER")}


def test_the_kelvin_sign_stands_for_a_k(exchange, victim):
    """Canonically the same letter, and so the same name to a reader that compares by characters."""
    body = victim.trader.order(victim.keys["secp256k1"]).bytes
    for text in (body.replace(b"market", "mar\u212aet".encode()),
                 insert(body, b'"market"', '"mar\u212aet": "BTC-USD", '.encode())):
        assert send(exchange, text)[0] == 400


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "$ref", "", "0", "parameters"])
def test_an_unknown_member_is_smuggled_in(exchange, order, name):
    document = order.document
    for body in ({**document, name: "x"} if name != "parameters" else {"parameters": document},
                 {**document, "parameters": {**document["parameters"], name: "x"}}):
        status, code = send(exchange, json.dumps(body).encode())
        assert (status, code) in {(400, "INVALID_PARAMETER"), (400, "REQUIRED_PARAMETER")}


# Numbers. Of what is signed only `expiresAt` and page limits are numbers; all amounts are texts of one spelling.

NUMBERS = ["1.0", "1e0", "1e400", "-0", "-1", "01", "+1", ".5", "5.", "0x10", "1_000", "NaN", "Infinity", "1e", "null",
           "true",
           '"1"', "9007199254740993", "18446744073709551615", "18446744073709551616", "1" * 400, "1e19", "[1]", "{}"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda text: text[:24])
def test_an_expiry_is_spelt_as_another_number(exchange, victim, number):
    signed = victim.trader.authorize(exchange.keys.secp256k1())
    expiry = str(signed.parameters["expiresAt"]).encode()
    status, code = send(exchange, signed.bytes.replace(expiry, number.encode()), signed.call)
    assert status in (400, 401, 403) and code in {
        "BAD_REQUEST", "INVALID_PARAMETER", "INVALID_WALLET_SIGNATURE", "SESSION_KEY_EXPIRED"}, (status, code)


@pytest.mark.parametrize("suffix", [".0", "e0", "E+0", ".00"])
def test_a_right_expiry_is_spelt_otherwise(exchange, victim, suffix):
    """Were two spellings of a number taken for one, the signature would cover both."""
    signed = victim.trader.authorize(exchange.keys.secp256k1(), consent="0x" + "00" * 65)
    expiry = str(signed.parameters["expiresAt"]).encode()
    status, code = send(exchange, signed.bytes.replace(expiry, expiry + suffix.encode()), signed.call)
    assert status == 400 and code in {"BAD_REQUEST", "INVALID_PARAMETER"}


AMOUNTS = ["1.0", "1", "1e0", "-0.00000000", "+1.00000000", "01.00000000", ".10000000", "1.", "1,00000000",
           "1.000000000",
           " 1.00000000", "1.00000000 ", "1.00000000\n", "0x1", "\uff11.00000000", "\u0661.00000000",
           "1\u200b.00000000",
           "NaN", "Infinity", "", "92233720368.54775808", "1" * 5000 + ".00000000", "1.0000000\u0660"]


@pytest.mark.parametrize("amount", AMOUNTS, ids=lambda text: ascii(text)[:24])
def test_an_amount_is_spelt_otherwise(exchange, order, amount):
    document = {**order.document, "parameters": {**order.parameters, "quantity": amount}}
    assert send(exchange, json.dumps(document).encode()) == (400, "INVALID_PARAMETER")


@pytest.mark.parametrize("flag", ["0", "1", '"true"', '"false"', "null", "[]", "True", "TRUE", "tru", "falsee"])
def test_a_flag_is_spelt_otherwise(exchange, order, flag):
    status, code = send(exchange, order.bytes.replace(b"false", flag.encode()))
    assert (status, code) in {(400, "BAD_REQUEST"), (400, "INVALID_PARAMETER")}


# Texts and bytes.

BYTES = {
    "a lone high surrogate": b"\\ud83d", "a lone low surrogate": b"\\ude00", "surrogates exchanged": b"\\ude00\\ud83d",
    "a surrogate in UTF-8": b"\xed\xa0\x80", "an overlong slash": b"\xc0\xaf", "an overlong NUL": b"\xc0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80", "a byte of continuation": b"\x80", "half a character": b"\xe2\x82",
    "byte 255": b"\xff", "a NUL": b"\x00", "a line feed": b"\n", "an unknown escape": b"\\x41",
    "half an escape": b"\\u12",
    "an escape that is no number": b"\\u00g0", "DEL with a NUL escape": b"\\u0000",
}


@pytest.mark.parametrize("name", BYTES)
def test_a_text_has_bytes_that_are_none(exchange, order, name):
    status, code = send(exchange, order.bytes.replace(b"ETH-USD", b"ETH" + BYTES[name]))
    assert status == 400 and code in {"BAD_REQUEST", "INVALID_PARAMETER"}


DOCUMENTS = {
    "UTF-16 with a mark": lambda body: body.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda body: body.decode().encode("utf-16-le"),
    "UTF-32": lambda body: body.decode().encode("utf-32"),
    "a mark of UTF-8": lambda body: b"\xef\xbb\xbf" + body,
    "a NUL behind it": lambda body: body + b"\x00",
    "a second document": lambda body: body + b" {}",
    "a comment": lambda body: b"/* order */" + body,
    "a comment at the end": lambda body: body + b"//",
    "a vertical tab": lambda body: b"\x0b" + body,
    "a no-break space": lambda body: b"\xc2\xa0" + body,
    "a form": lambda body: b"parameters=%7B%7D&signature=0x",
    "no quotes": lambda body: body.replace(b'"', b""),
    "a text of JSON": lambda body: json.dumps(body.decode()).encode(),
    "an array of it": lambda body: b"[" + body + b"]",
    "two commas": lambda body: body.replace(b",", b",,", 1),
    "arrays 30,000 deep": lambda body: b"[" * 30_000 + b"]" * 30_000,
    "objects 10,000 deep": lambda body: b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "parameters 2,000 deep": lambda body: b'{"parameters":' * 2_000 + b"1" + b"}" * 2_000,
    "60,000 brackets that never end": lambda body: b"[" * 60_000,
    "20,000 escapes": lambda body: b'"' + b"\\u0041" * 10_900 + b'"',
    "5,000 members": lambda body: json.dumps({f"m{n}": 1 for n in range(5_000)}).encode(),
    "an order id 60,000 bytes long": lambda body: body[:-1] + b', "x": "' + b"a" * 60_000 + b'"}',
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_none(exchange, order, name):
    body = DOCUMENTS[name](order.bytes)
    assert len(body) <= BODY_BYTES_MAXIMUM
    status, code = send(exchange, body)
    assert status == 400 and code in {"BAD_REQUEST", "INVALID_PARAMETER"}, (status, code)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_none_is_sent_to_the_check_and_to_the_demo_wallet(exchange, order, name):
    body = DOCUMENTS[name](order.bytes)
    for call in ("POST /v1/sessionKeys/check", "POST /v1/sandbox/demoWallet/sign"):
        status, code = send(exchange, body, call)
        assert status == 400 and code in {"BAD_REQUEST", "INVALID_PARAMETER", "REQUIRED_PARAMETER"}, (call, code)


@pytest.mark.parametrize("name", ["a lone high surrogate", "arrays deep", "a member twice", "a mark", "two documents"])
def test_a_message_of_a_websocket_is_no_json(exchange, victim, socket, name):
    order = victim.trader.order(victim.keys["secp256k1"])
    message = json.dumps({"method": "request", "path": order.call, "body": order.document, "cid": "1"})
    spoilt = {
        "a lone high surrogate": message.replace("ETH-USD", "ETH\\ud83d"), "arrays deep": "[" * 30_000,
        "a member twice": message.replace('"quantity"', '"quantity": "9.00000000", "quantity"'),
        "a mark": "\ufeff" + message, "two documents": message + message,
    }[name]
    socket.send(spoilt)
    answer = socket.next()
    assert answer["type"] == "error" and answer["data"]["code"] in {"BAD_REQUEST", "INVALID_PARAMETER"}, answer


def test_a_typed_data_document_of_a_demo_wallet_is_nested_deeply_or_names_itself(exchange):
    """The one call that takes a document of any shape: types that contain themselves end, and so do deep ones."""
    identity = "ab" * 16
    domain = exchange.domain.document("POST /v1/wallets", {"nonce": exchange.nonces.next(), "wallet": "0x" + "11" * 20})
    recursive = {**domain, "primaryType": "A", "types": {**domain["types"], "A": [{"name": "a", "type": "A"}]},
                 "message": {"a": {"a": {}}}}
    arrays = {**domain, "primaryType": "A", "message": {"a": []},
              "types": {**domain["types"], "A": [{"name": "a", "type": "uint8" + "[]" * 5_000}]}}
    many = {**domain, "primaryType": "T0", "message": {}, "types": {
        **domain["types"], **{f"T{n}": [{"name": name, "type": f"T{n + 1}"} for name in "ab"] for n in range(400)},
        "T400": []}}
    for document in (recursive, arrays, many):
        body = json.dumps({"id": identity, "typedData": json.dumps(document)}).encode()
        answer = exchange_bytes(exchange.server.port, request("POST", "/v1/sandbox/demoWallet/sign", body), timeout=5)
        assert answer.status in (400, 413), answer
