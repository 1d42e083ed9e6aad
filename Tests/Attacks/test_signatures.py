"""An attacker spells a signature otherwise, makes one of edge values, or puts one kind in the place of another."""

import pytest
from eth_account.messages import encode_defunct
from eth_utils import keccak, to_checksum_address

from arena.victim import KINDS
from harness.client import SignedBody
from harness.keys import P256_ORDER
from harness.nonces import now
from harness.trader import DAY

SECP256K1_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
SECP256K1_FIELD = 2**256 - 2**32 - 977
ORDERS = {"secp256k1": SECP256K1_ORDER, "p256": P256_ORDER}


def word(number):
    return number.to_bytes(32, "big").hex()


def parts(signature):
    """`r` and `s` as numbers, and what stands behind them."""
    digits = signature.removeprefix("0x")
    return int(digits[:64], 16), int(digits[64:128], 16), digits[128:]


def der(signature):
    """The signature as X.509 writes it."""
    r, s, _ = parts(signature)
    numbers = b"".join(b"\x02" + bytes([len(number)]) + number for number in map(integer, (r, s)))
    return "0x" + (b"\x30" + bytes([len(numbers)]) + numbers).hex()


def integer(number):
    data = number.to_bytes(33, "big").lstrip(b"\x00")
    return b"\x00" + data if data[0] & 0x80 else data


def compact(signature):
    """EIP-2098's short form: the recovery id in the highest bit of `s`."""
    r, s, v = parts(signature)
    return "0x" + word(r) + word(s | (int(v, 16) - 27) << 255)


def with_v(v):
    return lambda signature: signature[:130] + f"{v:02x}"


# Spellings of a good signature, and what they are answered. None of them may be taken for the good one.
RESPELT = {
    "v 0 for 27": with_v(0), "v 1 for 28": with_v(1), "v 2": with_v(2), "v 3": with_v(3), "v 26": with_v(26),
    "v 29": with_v(29), "v 30": with_v(30), "v 31": with_v(31), "v 35 of EIP-155": with_v(35), "v 128": with_v(128),
    "v 255": with_v(255),
    "a high s and the other v": lambda s: "0x" + word(parts(s)[0]) + word(SECP256K1_ORDER - parts(s)[1]) + (
        "1c" if s.endswith("1b") else "1b"),
    "r zero": lambda s: "0x" + word(0) + s[66:], "s zero": lambda s: s[:66] + word(0) + s[130:],
    "r and s zero": lambda s: "0x" + word(0) * 2 + s[130:],
    "r of the order": lambda s: "0x" + word(SECP256K1_ORDER) + s[66:],
    "s of the order": lambda s: s[:66] + word(SECP256K1_ORDER) + s[130:],
    "r of the field": lambda s: "0x" + word(SECP256K1_FIELD) + s[66:],
    "r and s of ones": lambda s: "0x" + "ff" * 64 + s[130:],
    "s of half the order and one": lambda s: s[:66] + word(SECP256K1_ORDER // 2 + 1) + s[130:],
    "no bytes": lambda s: "0x", "one byte": lambda s: "0x1b", "66 bytes": lambda s: s + "00",
    "66 bytes, the first of them zero": lambda s: "0x00" + s[2:], "63 bytes": lambda s: s[:128],
    "10,000 bytes": lambda s: s + "00" * 9_935, "an odd digit": lambda s: s + "0", "no prefix": lambda s: s[2:],
    "the prefix in capitals": lambda s: "0X" + s[2:], "two prefixes": lambda s: "0x" + s,
    "a blank before it": lambda s: " " + s, "a blank after it": lambda s: s + " ",
    "a line feed after it": lambda s: s + "\n",
    "a NUL after it": lambda s: s + "\0", "full-width digits": lambda s: s[:-1] + chr(0xFF10 + 11),
    "no hexadecimal": lambda s: "0x" + "zz" * 65, "DER": der,
}


@pytest.fixture(autouse=True)
def nothing_changes(exchange, victim):
    with exchange.unchanged():
        yield


def resigned(signed, signature):
    return SignedBody(signed.call, signed.parameters, signature, signed.document.get("consent"))


@pytest.mark.parametrize("name", RESPELT)
def test_a_signature_is_spelt_otherwise(exchange, victim, socket, name):
    signed = victim.trader.order(victim.keys["secp256k1"])
    forged = resigned(signed, RESPELT[name](signed.document["signature"]))
    exchange.refuse(forged, "INVALID_PARAMETER", 400)
    assert socket.call(forged)["data"]["code"] == "INVALID_PARAMETER"


@pytest.mark.parametrize("name", RESPELT)
def test_a_wallets_signature_and_a_keys_consent_are_spelt_otherwise(exchange, victim, name):
    signed = victim.trader.withdraw("1.00000000")
    exchange.refuse(resigned(signed, RESPELT[name](signed.document["signature"])), "INVALID_PARAMETER", 400)
    signed = victim.trader.authorize(exchange.keys.secp256k1())
    forged = SignedBody(signed.call, signed.parameters, signed.document["signature"],
                        RESPELT[name](signed.document["consent"]))
    exchange.refuse(forged, "INVALID_PARAMETER", 400)


def test_the_other_recovery_id_makes_a_stranger_of_the_signer(exchange, victim):
    """Verification does not look at `v`: recovery does, and so each request has one signature."""
    for signed in (victim.trader.order(victim.keys["secp256k1"]), victim.trader.withdraw("1.00000000")):
        signature = signed.document["signature"]
        other = with_v(28 if signature.endswith("1b") else 27)(signature)
        exchange.refuse(resigned(signed, other), "INVALID_WALLET_SIGNATURE", 401)


def test_the_short_form_of_a_secp256k1_signature_is_taken_for_one_of_p256(exchange, victim):
    """It has 64 bytes as well: refused for its `s` where `v` is 28, and as nobody's where it is 27."""
    codes = set()
    for _ in range(8):
        signed = victim.trader.order(victim.keys["secp256k1"])
        answer = exchange.answer(resigned(signed, compact(signed.document["signature"])))
        codes.add((answer.status, answer.code))
    assert codes <= {(400, "INVALID_PARAMETER"), (401, "INVALID_WALLET_SIGNATURE")}, codes


P256_RESPELT = {
    "a high s": lambda r, s: (r, P256_ORDER - s), "r zero": lambda r, s: (0, s), "s zero": lambda r, s: (r, 0),
    "r of the order": lambda r, s: (P256_ORDER, s), "s of the order": lambda r, s: (r, P256_ORDER),
    "s over the order": lambda r, s: (r, s + P256_ORDER if s + P256_ORDER < 2**256 else 2**256 - 1),
    "all ones": lambda r, s: (2**256 - 1, 2**256 - 1),
}


@pytest.mark.parametrize("name", P256_RESPELT)
def test_a_p256_signature_is_spelt_otherwise(exchange, victim, name):
    signed = victim.trader.order(victim.keys["p256"])
    r, s = P256_RESPELT[name](*parts(signed.document["signature"])[:2])
    exchange.refuse(resigned(signed, "0x" + word(r) + word(s)), "INVALID_PARAMETER", 400)


@pytest.mark.parametrize("name", ["the least r", "one and one", "r and s exchanged", "s doubled"])
def test_a_p256_signature_of_edge_values_is_nobodys(exchange, victim, name):
    signed = victim.trader.order(victim.keys["p256"])
    r, s, _ = parts(signed.document["signature"])
    r, s = {"the least r": (1, P256_ORDER // 2), "one and one": (1, 1),
            "r and s exchanged": (s, min(r, P256_ORDER - r)),
            "s doubled": (r, min(2 * s % P256_ORDER, P256_ORDER - 2 * s % P256_ORDER))}[name]
    exchange.refuse(resigned(signed, "0x" + word(r) + word(s)), "INVALID_WALLET_SIGNATURE", 401)


def test_der_of_a_p256_signature_and_one_with_a_recovery_id(exchange, victim):
    signed = victim.trader.order(victim.keys["p256"])
    signature = signed.document["signature"]
    exchange.refuse(resigned(signed, der(signature)), "INVALID_PARAMETER", 400)
    exchange.refuse(resigned(signed, signature + "1b"), "INVALID_WALLET_SIGNATURE", 401)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_one_kind_signs_as_one_of_the_other(exchange, victim, kind):
    named, signer = victim.keys[kind], victim.keys[next(other for other in KINDS if other != kind)]
    exchange.refuse(victim.trader.order(named, signer=signer), "INVALID_WALLET_SIGNATURE", 401)
    exchange.refuse(victim.trader.revoke(named, signer=signer), "SESSION_KEY_NOT_PERMITTED", 403)


def test_a_p256_signature_stands_for_a_wallet_that_has_no_key(exchange):
    stranger = exchange.trader()
    for signed in (stranger.withdraw("1.00000000", signer=exchange.keys.p256()), stranger.cancel()):
        signature = exchange.keys.p256().sign(exchange.domain.request(signed.call, signed.parameters))
        exchange.refuse(resigned(signed, signature), "INVALID_WALLET_SIGNATURE", 401)


def test_a_signature_that_recovers_to_nothing_stands_for_the_zero_address(exchange):
    """A signature from which no key can be recovered is not that of the address of nobody."""
    zero = "0x" + "00" * 20
    for r in range(1, 12):
        parameters = {"nonce": exchange.nonces.next(), "wallet": zero, "quantity": "1.00000000"}
        forged = SignedBody("POST /v1/sandbox/deposits", parameters, "0x" + word(r) + word(1) + "1b")
        answer = exchange.answer(forged)
        assert (answer.status, answer.code) in {(401, "INVALID_WALLET_SIGNATURE"), (400, "INVALID_PARAMETER")}, answer


@pytest.mark.parametrize("call", ["order", "cancel", "leverage", "revoke"])
@pytest.mark.parametrize("length", [64, 65])
def test_a_signature_of_another_message_of_the_same_key(exchange, victim, call, length):
    key = victim.keys["p256" if length == 64 else "secp256k1"]
    trader = victim.trader
    make = {"order": lambda: trader.order(key), "cancel": lambda: trader.cancel(key),
            "leverage": lambda: trader.leverage(key), "revoke": lambda: trader.revoke(key, signer=key)}[call]
    exchange.refuse(resigned(make(), make().document["signature"]), "INVALID_WALLET_SIGNATURE", 401)


# Public keys.


def off_the_curve(key):
    """The public key with the last bit of y changed: no point of the curve, or none of this key."""
    return key.public_key[:-1] + f"{int(key.public_key[-1], 16) ^ 1:x}"


PUBLIC_KEYS = {
    "off the curve": (off_the_curve, {"INVALID_PARAMETER", "SESSION_KEY_PUBLIC_KEY_MISMATCH"}),
    "zeros": (lambda key: "0x" + "00" * 64, {"INVALID_PARAMETER", "SESSION_KEY_PUBLIC_KEY_MISMATCH"}),
    "ones": (lambda key: "0x" + "ff" * 64, {"INVALID_PARAMETER", "SESSION_KEY_PUBLIC_KEY_MISMATCH"}),
    "compressed": (lambda key: "0x02" + key.public_key[2:66], {"INVALID_PARAMETER"}),
    "with its prefix": (lambda key: "0x04" + key.public_key[2:], {"INVALID_PARAMETER"}),
    "half of it": (lambda key: key.public_key[:66], {"INVALID_PARAMETER"}),
    "nothing": (lambda key: "0x", {"INVALID_PARAMETER"}),
    "y and x": (lambda key: "0x" + key.public_key[66:] + key.public_key[2:66],
                {"INVALID_PARAMETER", "SESSION_KEY_PUBLIC_KEY_MISMATCH"}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PUBLIC_KEYS)
def test_a_public_key_that_is_none_is_authorised(exchange, victim, kind, name):
    spoil, codes = PUBLIC_KEYS[name]
    key = getattr(exchange.keys, kind)()
    answer = exchange.answer(victim.trader.authorize(key, publicKey=spoil(key)))
    assert answer.status == 400 and answer.code in codes, answer


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_of_a_point_off_the_curve_is_authorised(exchange, victim, kind):
    """Its address is the hash of the point, as it should be; but no key can have consented."""
    point = bytes.fromhex("11" * 64)
    address = to_checksum_address(keccak(point)[-20:])
    parameters = {"nonce": exchange.nonces.next(), "wallet": victim.address, "sessionKey": address,
                  "permission": "trade", "expiresAt": now() + DAY, "publicKey": "0x" + point.hex()}
    signature = victim.trader.wallet.sign(exchange.domain.request("POST /v1/sessionKeys", parameters))
    consent = getattr(exchange.keys, kind)().sign(exchange.domain.consent(parameters))
    answer = exchange.answer(SignedBody("POST /v1/sessionKeys", parameters, signature, consent))
    assert (answer.status, answer.code) in {(400, "INVALID_PARAMETER"), (401, "SESSION_KEY_CONSENT_INVALID")}, answer


def test_a_public_key_of_the_other_curve_is_authorised(exchange, victim):
    first, second = exchange.keys.p256(), exchange.keys.secp256k1()
    for key, signer in ((first, second), (second, first)):
        signed = victim.trader.authorize(key, consent="0x00", publicKey=key.public_key)
        consent = signer.sign(exchange.domain.consent(signed.parameters))
        forged = SignedBody(signed.call, signed.parameters, signed.document["signature"], consent)
        answer = exchange.answer(forged)
        assert (answer.status, answer.code) in {
            (401, "SESSION_KEY_CONSENT_INVALID"), (400, "INVALID_PARAMETER")}, answer


def test_a_message_is_signed_as_a_personal_message_or_as_a_bare_hash(exchange, victim):
    """What wallets sign outside typed data is nothing here."""
    signed = victim.trader.withdraw("1.00000000")
    message = exchange.domain.request(signed.call, signed.parameters)
    digest = keccak(b"\x19\x01" + message.header + message.body)
    for text in (encode_defunct(digest), encode_defunct(text=digest.hex()), encode_defunct(message.body)):
        exchange.refuse(resigned(signed, victim.trader.wallet.sign(text)), "INVALID_WALLET_SIGNATURE", 401)
