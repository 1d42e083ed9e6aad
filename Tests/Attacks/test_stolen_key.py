"""A thief has a session key, and tries every call of the API with it.

The calls come from the description: one that is added to it is tried from then on, and expected to be refused, unless
it is put on the list of what a session key may do.
"""

import json

import pytest

from arena.calls import Forger, operations, private_reads, signed_operations
from arena.victim import KINDS
from harness.client import Credentials, SignedBody
from harness.raw import exchange_bytes, request

# What a session key may do, and how that call is made in its own name.
PERMITTED = {
    "POST /v1/orders": lambda trader, key: trader.order(key),
    "DELETE /v1/orders": lambda trader, key: trader.cancel(key),
    "POST /v1/initialMarginFractionOverride": lambda trader, key: trader.leverage(key, fraction="0.05000000"),
    "DELETE /v1/sessionKeys": lambda trader, key: trader.revoke(key, signer=key),
    "DELETE /v1/delegatedKeys": lambda trader, key: trader.remove_delegated(key, signer=key, open_orders="cancel"),
}
# Trading calls that name no key are the wallet's; one that does not come from it is nobody's.
NAMED_BY_THE_KEY = {"POST /v1/orders", "DELETE /v1/orders", "POST /v1/initialMarginFractionOverride"}
# Neither signed nor private, and yet with a body.
WITHOUT_A_KEY = {"POST /v1/sessionKeys/check", "POST /v1/sandbox/demoWallet", "POST /v1/sandbox/demoWallet/sign"}

SHAPES = [pytest.param(operation, shape, id=f"{operation} {' '.join(shape)}".strip())
          for operation in signed_operations() for shape in operation.shapes()]


@pytest.fixture(scope="module")
def forger(exchange, victim):
    """Acts on a key of the victim's that was not stolen."""
    key = exchange.keys.secp256k1()
    exchange.authorize(victim.trader, key)
    return Forger(exchange, victim.address, key)


@pytest.fixture(autouse=True)
def nothing_is_lost(exchange, victim):
    before = victim.belongings()
    with exchange.unchanged():
        yield
    assert victim.belongings() == before


def expected(operation, shape):
    """What the description says of a session key's signature where it does not belong."""
    if operation.call in NAMED_BY_THE_KEY:
        return "INVALID_WALLET_SIGNATURE", 401
    return "SESSION_KEY_NOT_PERMITTED", 403


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation, shape", SHAPES)
def test_a_stolen_key_signs_in_place_of_the_wallet(exchange, victim, forger, socket, kind, operation, shape):
    code, status = expected(operation, shape)
    forged = forger.forge(operation, victim.keys[kind], shape)
    checked = exchange.check(forged)
    assert (checked["admitted"], checked["code"]) == (False, code)
    exchange.refuse(forged, code, status)
    answer = socket.call(forger.forge(operation, victim.keys[kind], shape))
    assert (answer["type"], answer["data"]["code"]) == ("error", code), answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation, shape", SHAPES)
def test_a_stolen_key_acts_on_another_wallet(exchange, victim, kind, operation, shape):
    other = exchange.keys.secp256k1()
    forged = Forger(exchange, other.address, exchange.keys.secp256k1()).forge(operation, victim.keys[kind], shape)
    answer = exchange.answer(forged)
    assert (answer.status, answer.code) in {
        (401, "INVALID_WALLET_SIGNATURE"), (404, "SESSION_KEY_UNKNOWN")}, answer


@pytest.mark.parametrize("operation, shape", SHAPES)
def test_a_stranger_signs_for_the_wallet(exchange, forger, operation, shape):
    exchange.refuse(forger.forge(operation, exchange.keys.secp256k1(), shape), "INVALID_WALLET_SIGNATURE", 401)


@pytest.mark.parametrize("call", sorted(NAMED_BY_THE_KEY))
@pytest.mark.parametrize("kind", KINDS)
def test_a_stolen_key_trades_in_the_name_of_another_key(exchange, victim, forger, kind, call):
    signed = PERMITTED[call](victim.trader, forger.accomplice)
    stolen = victim.keys[kind].sign(exchange.domain.request(call, signed.parameters))
    exchange.refuse(SignedBody(call, signed.parameters, stolen), "INVALID_WALLET_SIGNATURE", 401)


@pytest.mark.parametrize("operation", private_reads(), ids=str)
class TestReading:
    """A private read, by somebody who has the key but not the pair that came with it, or another's pair."""

    def read(self, exchange, operation, wallet, headers):
        query = f"nonce={exchange.nonces.next()}&wallet={wallet}"
        fields = [f"{name}: {value}" for name, value in headers(query.encode()).items()]
        answer = exchange_bytes(
            exchange.server.port, request("GET", f"{operation.path}?{query}", headers=fields))
        return answer.status, answer.code

    def test_a_thief_reads_without_credentials(self, exchange, victim, operation):
        assert self.read(exchange, operation, victim.address, lambda _: {}) == (401, "REQUIRED_API_KEY")

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_thief_puts_the_keys_signature_where_the_hmac_belongs(self, exchange, victim, operation, kind):
        name = "session-" + victim.keys[kind].address[2:].lower()
        signature = victim.keys[kind].sign(exchange.domain.request(
            "POST /v1/wallets", {"nonce": exchange.nonces.next(), "wallet": victim.address}))
        headers = {"kp-api-key": name, "kp-hmac-signature": signature[2:66]}
        assert self.read(exchange, operation, victim.address, lambda _: headers) == (401, "INVALID_HMAC_SIGNATURE")

    def test_a_thief_takes_the_name_of_the_key_for_the_secret(self, exchange, victim, operation):
        name = "session-" + victim.keys["p256"].address[2:].lower()
        guess = Credentials(name, name).headers
        assert self.read(exchange, operation, victim.address, guess) == (401, "INVALID_HMAC_SIGNATURE")

    def test_the_owner_of_a_pair_reads_another_wallet(self, exchange, victim, stranger, operation):
        answer = self.read(exchange, operation, victim.address, stranger.headers)
        assert answer == (403, "WALLET_NOT_ASSOCIATED")


@pytest.fixture(scope="module")
def stranger(exchange):
    """The pair of somebody else's session key."""
    return exchange.authorize(exchange.trader(), exchange.keys.secp256k1())


@pytest.mark.parametrize("kind", KINDS)
def test_a_thief_opens_private_streams_with_a_token_of_their_own_making(victim, socket, kind):
    token = f"session-{victim.keys[kind].address[2:].lower()}.{victim.address}.4000000000000." + "00" * 32
    answer = socket.ask(method="subscribe", subscriptions=["orders"], token=token)
    assert (answer["type"], answer["data"]["code"]) == ("error", "INVALID_API_KEY")


def test_every_call_of_the_description_is_tried():
    tried = {operation.call for operation in signed_operations() + private_reads()} | WITHOUT_A_KEY
    rest = [operation for operation in operations() if operation.call not in tried]
    assert all(operation.is_for_everybody and operation.call.startswith("GET ") for operation in rest), rest
    assert PERMITTED.keys() < tried and NAMED_BY_THE_KEY < PERMITTED.keys()


def test_the_check_takes_every_signed_call():
    """Otherwise the attacks above would leave out one of the two ways in."""
    check = next(operation for operation in operations() if operation.call == "POST /v1/sessionKeys/check")
    assert set(check.body["properties"]["request"]["enum"]) == {operation.call for operation in signed_operations()}


def test_the_check_carries_nothing_out(exchange, victim):
    """It answers what would become of a call that is permitted, as often as it is asked."""
    for call in PERMITTED.values():
        signed = call(victim.trader, victim.keys["secp256k1"])
        assert [exchange.check(signed)["admitted"] for _ in range(3)] == [True] * 3


def test_the_check_is_asked_to_check_itself(exchange, victim):
    order = victim.trader.order(victim.keys["p256"])
    inner = {"request": order.call, "body": order.document}
    body = json.dumps({"request": "POST /v1/sessionKeys/check", "body": inner}).encode()
    answer = exchange.client.send("POST", "/v1/sessionKeys/check", body)
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER"), answer
