"""What the ledger's column `request` must be for a body: written again, from facts about the format."""

import uuid

from harness.messages import LIMITS, ORDER_TYPES, SELF_TRADE_PREVENTIONS, SIDES, TIMES_IN_FORCE, TRIGGER_TYPES, \
    ZERO_ADDRESS

PERMISSIONS = ["trade", "reduceOnly", "cancelOnly"]
OPEN_ORDERS = ["cancel", "keep"]


def pips(text):
    """A decimal as a whole number of 10⁻⁸."""
    whole, _, fraction = (text or "0").partition(".")
    size = abs(int(whole)) * 100_000_000 + int(fraction.ljust(8, "0"))
    return -size if whole.startswith("-") else size


def _nonce(p):
    return uuid.UUID(p["nonce"]).bytes


def _address(text):
    return bytes.fromhex(text[2:])


def _text(text):
    return _counted(text.encode())


def _counted(data):
    return len(data).to_bytes(2, "big") + data


def _decimal(text):
    return pips(text).to_bytes(8, "big")


def _optional(value, encode):
    return b"\0" if value is None else b"\1" + encode(value)


def _flag(value):
    return b"\1" if value else b"\0"


def _key_signature(text):
    data = bytes.fromhex(text[2:])
    return bytes([1 if len(data) == 65 else 2]) + data


def _order(p):
    return 1, _nonce(p) + _address(p["wallet"]) + _text(p["market"]) + bytes([
        ORDER_TYPES.index(p["type"]), SIDES.index(p["side"])]) + b"".join(
            _decimal(p.get(name)) for name in ["quantity", "price", "triggerPrice"]) + bytes([
                TRIGGER_TYPES.index(p.get("triggerType", "none"))]) + _decimal(p.get("callbackRate")) + bytes(16) + \
        _flag(p.get("reduceOnly")) + bytes([
            TIMES_IN_FORCE.index(p.get("timeInForce", "gtc")),
            SELF_TRADE_PREVENTIONS.index(p.get("selfTradePrevention", "dc"))]) + b"\0" + \
        _address(p.get("delegatedKey", ZERO_ADDRESS)) + _optional(p.get("clientOrderId"), _text)


def _reference(text):
    return b"\2" + _text(text[len("client:"):]) if text.startswith("client:") else b"\1" + _text(text)


def _cancellation(p):
    head = _nonce(p) + _address(p["wallet"]) + _address(p.get("delegatedKey", ZERO_ADDRESS))
    if "orderIds" in p:
        return 2, head + len(p["orderIds"]).to_bytes(2, "big") + b"".join(map(_reference, p["orderIds"]))
    if "orderDelegatedKey" in p:
        return 3, head + _address(p["orderDelegatedKey"])
    if "market" in p:
        return 4, head + _text(p["market"])
    return 5, head


def _leverage(p):
    return 6, _nonce(p) + _address(p["wallet"]) + _address(p.get("delegatedKey", ZERO_ADDRESS)) + _text(p["market"]) + \
        _optional(p.get("initialMarginFractionOverride"), _decimal)


def _delegated_authorization(p):
    return 16, _nonce(p) + _address(p["delegatedKey"]) + _address(p["wallet"])


def _delegated_revocation(p):
    if "openOrders" in p:
        return _revocation({**p, "sessionKey": p["delegatedKey"]})
    return 17, _nonce(p) + _address(p["delegatedKey"]) + _address(p["wallet"])


def _authorization(p, consent=None):
    scope = bytes([PERMISSIONS.index(p["permission"]) + 1]) + len(p.get("markets", [])).to_bytes(2, "big") + \
        b"".join(map(_text, p.get("markets", []))) + b"".join(_optional(p.get(name), _decimal) for name in LIMITS)
    public_key = _optional(p.get("publicKey"), lambda key: b"\2" + bytes.fromhex(key[2:]))
    return 18, _nonce(p) + _address(p["wallet"]) + _address(p["sessionKey"]) + scope + \
        p["expiresAt"].to_bytes(8, "big") + _optional(consent, _key_signature) + public_key


def _revocation(p):
    choice = bytes([OPEN_ORDERS.index(p["openOrders"]) + 1])
    if "sessionKey" not in p:
        return 20, _nonce(p) + _address(p["wallet"]) + choice
    return 19, _nonce(p) + _address(p["wallet"]) + _address(p["sessionKey"]) + choice


def _association(p):
    return 32, _nonce(p) + _address(p["wallet"])


def _withdrawal(p):
    payload = bytes.fromhex(p["bridgeAdapterPayload"][2:])
    return 33, _nonce(p) + _address(p["wallet"]) + _decimal(p["quantity"]) + _decimal(p["maximumGasFee"]) + \
        _address(p["bridgeAdapterAddress"]) + _counted(payload)


def _transfer(p):
    return 34, _nonce(p) + _address(p["sourceWallet"]) + _address(p["destinationWallet"]) + _decimal(p["quantity"])


def _deposit(p):
    return 35, _nonce(p) + _address(p["wallet"]) + _decimal(p["quantity"])


def _index_price(p):
    return 48, _nonce(p) + _address(p["wallet"]) + _text(p["market"]) + _decimal(p["price"])


ENCODINGS = {
    "POST /v1/orders": _order, "DELETE /v1/orders": _cancellation, "POST /v1/initialMarginFractionOverride": _leverage,
    "POST /v1/delegatedKeys": _delegated_authorization, "DELETE /v1/delegatedKeys": _delegated_revocation,
    "POST /v1/sessionKeys": _authorization, "DELETE /v1/sessionKeys": _revocation, "POST /v1/wallets": _association,
    "POST /v1/withdrawals": _withdrawal, "POST /v1/sandbox/deposits": _deposit,
    "POST /v1/sandbox/transfers": _transfer, "POST /v1/sandbox/indexPrices": _index_price,
}


def encode(call, document):
    """The encoding of a body without its label, which is not signed; `None` where the body is not one of the call's."""
    parameters = document["parameters"]
    try:
        if call == "POST /v1/sessionKeys":
            code, message = _authorization(parameters, document.get("consent"))
        else:
            code, message = ENCODINGS[call](parameters)
        return b"\1" + bytes([code]) + message + _key_signature(document["signature"])
    except (KeyError, ValueError):
        return None


def is_of(request, encoded):
    """Whether an entry's request is an encoded body with some label, or none."""
    rest = request[len(encoded):]
    return request.startswith(encoded) and (rest == b"\0" or rest[:1] == b"\1" and rest[1:] == _counted(rest[3:]))
