"""The browser's module itself, against messages of the exchange's SDK and of eth-account."""

import json
import pathlib
import random
import sys
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, getcontext

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from eth_account.messages import encode_typed_data
from eth_utils import keccak, to_checksum_address

from signer import Refused, Signer, record

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Differential"))
import requests_differential as differential  # noqa: E402

VECTORS = json.loads((ROOT / "Tests/SigningTests/Vectors/katana-typed-data.json").read_text())["vectors"]
FUNCTIONS = ["prepare_for_wallet", "prepare_for_session_key", "low_s", "address_of_public_key", "checksum_address",
             "next_nonce", "decimal"]
TRADING = {"POST /v1/orders", "DELETE /v1/orders", "POST /v1/initialMarginFractionOverride"}
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LARGEST = "92233720368.54775807"
getcontext().prec = 60


@pytest.fixture(scope="session")
def signer():
    return Signer(str(ROOT / "Web" / "signer.wasm"))


def contradicts_itself(parameters):
    """Whether the signer must refuse the order, though it could be signed."""
    return parameters.get("type") == "trailingStopMarket" and "callbackRate" not in parameters or (
        parameters.get("timeInForce") == "fok" and parameters.get("selfTradePrevention") != "cn") or (
        any(Decimal(parameters.get(name, "1")) == 0 for name in ("quantity", "price", "triggerPrice")))


def requests(count=400):
    """Requests of every kind that the page makes, with what eth-account hashes them to."""
    for number in range(count):
        make = differential.KINDS[number % len(differential.KINDS)]
        wallet, key = differential.new_account().address, differential.new_account().address
        request = make(wallet, key if number // len(differential.KINDS) % 2 else None)
        if request.call == "POST /v1/sandbox/transfers":
            continue
        domain = {"name": "KatanaPerps", "version": random.Random(number).choice(["2.0.0", "2.0.0-sandbox"]),
                  "chainId": [1, 747_474, 2 ** 53 - 1][number % 3], "verifyingContract": wallet}
        document = {"types": {"EIP712Domain": differential.DOMAIN_TYPE, request.primary_type: request.types},
                    "primaryType": request.primary_type, "domain": domain, "message": request.message}
        yield request, domain, document, key


REQUESTS = list(requests())


def digest_of(document):
    hashed = encode_typed_data(full_message=document)
    return "0x" + keccak(b"\x19\x01" + hashed.header + hashed.body).hex()


def refusal(function, *arguments, **named):
    with pytest.raises(Refused) as refused:
        function(*arguments, **named)
    return refused.value


def test_the_module_needs_nothing_and_gives_what_the_page_calls(signer):
    assert list(signer.module.imports) == []
    assert sorted(export.name for export in signer.module.exports) == sorted(
        FUNCTIONS + ["allocate", "release", "memory"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['kind']}-{vector['digest'][2:8]}")
def test_a_message_of_the_exchanges_sdk_has_its_digest(signer, vector):
    calls = {"Order": "POST /v1/orders", "InitialMarginFractionOverrideSettings": "POST /v1/initialMarginFractionOverride",
             "DelegatedKeyAuthorization": "POST /v1/delegatedKeys", "WalletAssociation": "POST /v1/wallets",
             "Withdrawal": "POST /v1/withdrawals"}
    call = calls.get(vector["primaryType"], "DELETE /v1/orders")
    parameters = dict(vector["parameters"])
    if call == "POST /v1/delegatedKeys":
        parameters.setdefault("wallet", vector["signer"])
    if contradicts_itself(parameters):
        assert refusal(signer.prepare, call, parameters, vector["domain"]).code == "INVALID_PARAMETER"
        return
    answer = signer.prepare(call, parameters, vector["domain"])
    assert (answer["digest"], answer["primaryType"]) == (vector["digest"], vector["primaryType"])
    assert digest_of(json.loads(answer["typedData"])) == vector["digest"]
    if call in TRADING and parameters.get("delegatedKey"):
        assert signer.prepare(call, parameters, vector["domain"], parameters["delegatedKey"]) == answer


def test_every_kind_of_request_has_the_digest_of_eth_account(signer):
    seen = set()
    for request, domain, document, _ in REQUESTS:
        if contradicts_itself(request.parameters):
            assert refusal(signer.prepare, request.call, request.parameters, domain).code == "INVALID_PARAMETER"
            continue
        answer = signer.prepare(request.call, request.parameters, domain)
        assert answer["digest"] == digest_of(document)
        assert digest_of(json.loads(answer["typedData"])) == answer["digest"]
        assert answer["primaryType"] == request.primary_type
        seen.add(request.primary_type)
    assert len(seen) == 13


def test_a_session_key_gets_trading_that_names_it_and_its_own_revocation_and_nothing_else(signer):
    prepared, refused = set(), set()
    for request, domain, document, key in REQUESTS:
        if contradicts_itself(request.parameters):
            continue
        named = request.parameters.get("delegatedKey") == key and request.call in TRADING or (
            request.call == "DELETE /v1/sessionKeys" and request.parameters.get("sessionKey") == key)
        if named:
            assert signer.prepare(request.call, request.parameters, domain, key)["digest"] == digest_of(document)
            prepared.add(request.primary_type)
            stranger = differential.new_account().address
            assert refusal(signer.prepare, request.call, request.parameters, domain, stranger).code in (
                "INVALID_PARAMETER", "SESSION_KEY_NOT_PERMITTED")
        else:
            reason = refusal(signer.prepare, request.call, request.parameters, domain, key)
            if request.call not in TRADING | {"DELETE /v1/sessionKeys"}:
                assert reason.code == "SESSION_KEY_NOT_PERMITTED"
                refused.add(request.call)
    assert prepared == {"Order", "OrderCancellationByOrderId", "OrderCancellationByDelegatedKey",
                        "OrderCancellationByMarketSymbol", "OrderCancellationByWallet",
                        "InitialMarginFractionOverrideSettings", "SessionKeyRevocation"}
    assert refused == {"POST /v1/sessionKeys", "POST /v1/delegatedKeys", "DELETE /v1/delegatedKeys",
                       "POST /v1/wallets", "POST /v1/withdrawals", "POST /v1/sandbox/deposits"}


def test_the_consent_of_a_key_is_to_its_own_authorisation(signer):
    for request, domain, document, key in REQUESTS:
        if request.call != "POST /v1/sessionKeys":
            continue
        named = request.parameters["sessionKey"]
        document = document | {"types": document["types"] | {"SessionKeyConsent": [
            {"name": "nonce", "type": "uint128"}, {"name": "wallet", "type": "address"},
            {"name": "sessionKey", "type": "address"}]}, "primaryType": "SessionKeyConsent"}
        document["types"].pop("SessionKeyAuthorization")
        document["message"] = {name: document["message"][name] for name in ("nonce", "wallet", "sessionKey")}
        answer = signer.prepare("SessionKeyConsent", request.parameters, domain, named)
        assert (answer["primaryType"], answer["digest"]) == ("SessionKeyConsent", digest_of(document))
        stranger = differential.new_account().address
        assert refusal(signer.prepare, "SessionKeyConsent", request.parameters, domain, stranger).code == (
            "SESSION_KEY_NOT_PERMITTED")


def test_signatures_get_the_low_s(signer):
    rng = random.Random(1)
    for _ in range(200):
        r, s = rng.randrange(1, ORDER), rng.choice([rng.randrange(1, ORDER), 1, ORDER - 1, ORDER // 2, ORDER // 2 + 1])
        answer = signer.call("low_s", signature="0x" + r.to_bytes(32, "big").hex() + s.to_bytes(32, "big").hex())
        assert answer["signature"] == f"0x{r:064x}{min(s, ORDER - s):064x}"
    for r, s in [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (2 ** 256 - 1, 1), (1, 2 ** 256 - 1)]:
        assert refusal(signer.call, "low_s", signature=f"0x{r:064x}{s:064x}").field == "signature"
    for length in (0, 63, 65):
        assert refusal(signer.call, "low_s", signature="0x" + "01" * length).code == "INVALID_PARAMETER"


def test_a_public_key_is_named_by_its_hash(signer):
    for _ in range(20):
        numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
        raw = numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
        answer = signer.call("address_of_public_key", publicKey="0x04" + raw.hex())
        assert answer == {"address": to_checksum_address(keccak(raw)[12:]), "publicKey": "0x" + raw.hex()}
    for key in ("0x" + raw.hex(), "0x02" + raw.hex()[:64], "0x03" + raw.hex(), "0x04" + raw.hex() + "00", "04" + raw.hex()):
        assert refusal(signer.call, "address_of_public_key", publicKey=key).field == "publicKey"


def test_an_address_gets_its_checksum_and_a_wrong_one_is_refused(signer):
    for _ in range(50):
        address = differential.new_account().address
        for spelling in (address, address.lower(), "0x" + address[2:].upper()):
            assert signer.call("checksum_address", address=spelling) == {"address": address}
        swapped = "0x" + address[2:].swapcase()
        if swapped[2:].upper() != swapped[2:] and swapped[2:].lower() != swapped[2:]:
            assert refusal(signer.call, "checksum_address", address=swapped).field == "address"


def test_nonces_are_strictly_later_whatever_the_clock_does(signer):
    random_bytes, last, ticks = "0x" + "a7" * 8, None, 0
    for now in [1_780_000_000_000, 1_780_000_000_000, 1_779_999_999_999, 0, 1_780_000_000_001]:
        fields = {"now": now, "random": random_bytes} | ({"last": last} if last else {})
        last = signer.call("next_nonce", **fields)["nonce"]
        nonce = differential.uuid.UUID(last)
        assert nonce.version == 1 and nonce.time > ticks and nonce.node >> 40 & 1 == 1
        ticks = nonce.time
    assert ticks == differential.EPOCH_TICKS + 1_780_000_000_001 * 10_000
    latest = "ffffffff-ffff-1fff-a7a7-a7a7a7a7a7a7"
    assert refusal(signer.call, "next_nonce", now=1, random=random_bytes, last=latest).field == "last"


def text(number):
    return f"{number:.8f}" if number else "0.00000000"


@pytest.mark.parametrize("seed", range(20))
def test_decimals_are_calculated_as_the_page_documents_them(signer, seed):
    rng = random.Random(seed)
    pip = Decimal("0.00000001")
    for _ in range(40):
        a, b = (Decimal(rng.choice([-1, 1]) * rng.randrange(10 ** rng.randrange(1, 19))) * pip for _ in range(2))
        step = abs(b) or pip
        cases = {
            "add": (b, a + b), "subtract": (b, a - b),
            "multiply": (b, (a * b).quantize(pip, ROUND_DOWN)), "multiplyUp": (b, (a * b).quantize(pip, ROUND_UP)),
            "roundDown": (step, (a / step).quantize(Decimal(1), ROUND_DOWN) * step),
            "roundUp": (step, (a / step).quantize(Decimal(1), ROUND_UP) * step),
        }
        if b:
            cases["divide"] = (b, (a / b).quantize(pip, ROUND_DOWN))
        for operation, (operand, expected) in cases.items():
            if abs(expected) > Decimal(LARGEST):
                assert refusal(signer.decimal, operation, a=text(a), b=text(operand)).code == "INVALID_PARAMETER"
            else:
                assert signer.decimal(operation, a=text(a), b=text(operand)) == text(expected)
        assert signer.decimal("compare", a=text(a), b=text(b)) == str((a > b) - (a < b))
        for digits in range(9):
            fixed = a.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
            assert signer.decimal("fixed", a=text(a), digits=digits) == f"{fixed if fixed else abs(fixed):.{digits}f}"
            whole, fraction = text(a).split(".")
            kept = (fraction[:digits] + fraction[digits:].rstrip("0"))
            assert signer.decimal("shortest", a=text(a), digits=digits) == whole + ("." + kept if kept else "")


@pytest.mark.parametrize("typed, read", [
    ("0.5", "0.50000000"), ("2000", "2000.00000000"), ("-1.25", "-1.25000000"), ("0", "0.00000000"),
    ("-0", "0.00000000"), ("007.10", "7.10000000"), ("0.00000001", "0.00000001"), (LARGEST, LARGEST),
])
def test_a_typed_number_is_read(signer, typed, read):
    assert signer.decimal("typed", a=typed) == read


@pytest.mark.parametrize("typed", ["", "-", ".", ".5", "5.", "1,5", "1e3", " 1", "+1", "--1", "1.2.3", "0x10", "NaN", "\u0661",
                                   "0.000000001", "92233720368.54775808", "9" * 400])
def test_what_is_no_number_is_refused(signer, typed):
    assert refusal(signer.decimal, "typed", a=typed).field == "a"


@pytest.mark.parametrize("fields", [
    {"operation": "divide", "a": "1.00000000", "b": "0.00000000"}, {"operation": "roundUp", "a": "1.00000000", "b": "0.00000000"},
    {"operation": "roundDown", "a": "1.00000000", "b": "-1.00000000"}, {"operation": "add", "a": "1", "b": "1.00000000"},
    {"operation": "add", "a": "-0.00000000", "b": "1.00000000"}, {"operation": "add", "a": LARGEST, "b": "0.00000001"},
    {"operation": "add", "a": "1.00000000"}, {"operation": "add", "a": "1.00000000", "b": "1.00000000", "digits": "1"},
    {"operation": "power", "a": "1.00000000", "b": "1.00000000"}, {"operation": "fixed", "a": "1.00000000", "digits": "9"},
])
def test_a_calculation_that_has_no_answer_is_refused(signer, fields):
    assert refusal(signer.call, "decimal", **fields).code in ("INVALID_PARAMETER", "REQUIRED_PARAMETER")


def test_fields_that_are_unknown_missing_or_twice_are_refused(signer):
    request, domain, _, _ = next(r for r in REQUESTS if r[0].call == "POST /v1/withdrawals")
    for name in request.parameters:
        others = {key: value for key, value in request.parameters.items() if key != name}
        reason = refusal(signer.prepare, request.call, others, domain)
        assert (reason.code, reason.field) == ("REQUIRED_PARAMETER", "parameters." + name)
    reason = refusal(signer.prepare, request.call, request.parameters | {"memo": "x"}, domain)
    assert (reason.code, reason.field) == ("INVALID_PARAMETER", "parameters.memo")
    twice = [("address", "0x" + "00" * 20)] * 2
    assert refusal(signer.raw, "checksum_address", record(twice)).code == "BAD_REQUEST"
    assert refusal(signer.prepare, request.call, request.parameters, domain | {"chainId": 2 ** 53}).field == "domain.chainId"
    assert refusal(signer.prepare, "POST /v1/orders/", request.parameters, domain).code == "BAD_REQUEST"


def test_truncated_and_random_records_are_refused_and_never_trap(signer):
    request, domain, _, key = next(r for r in REQUESTS if r[0].primary_type == "OrderCancellationByOrderId")
    fields = {f"parameters.{name}": value for name, value in request.parameters.items()} | {
        "domain.contract": domain["verifyingContract"], "domain.environment": "sandbox", "domain.chainId": 1,
        "call": request.call}
    whole = record(fields)
    assert signer.raw("prepare_for_wallet", whole)["digest"]
    for end in range(len(whole)):
        refusal(signer.raw, "prepare_for_wallet", whole[:end])
    rng = random.Random(3)
    for _ in range(5_000):
        broken = bytearray(whole)
        for _ in range(rng.randrange(1, 4)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        for data in (bytes(broken), rng.randbytes(rng.randrange(64))):
            try:
                signer.raw(rng.choice(FUNCTIONS), data)
            except Refused:
                pass
    for data in (b"\xff" * 8, b"\xff\xff\xff\x7f" * 4, bytes(131_072), bytes(131_073), b"\x00\x00\x00\x80"):
        for name in FUNCTIONS:
            refusal(signer.raw, name, data)


def test_a_hundred_thousand_calls_take_no_more_memory_than_a_few(signer):
    prepared = [(r, d) for r, d, _, _ in REQUESTS if not contradicts_itself(r.parameters)]
    wrong = {"call": "POST /v1/orders"}

    def calls(count):
        for number in range(count):
            request, domain = prepared[number % len(prepared)]
            if number % 7 == 0:
                refusal(signer.raw, "prepare_for_wallet", record(wrong))
            elif number % 3 == 0:
                signer.prepare(request.call, request.parameters, domain)
            else:
                signer.decimal("multiply", a="1.00000001", b="2.00000000")

    calls(2_000)
    pages = signer.pages()
    calls(100_000)
    assert signer.pages() == pages
    assert pages <= 32
