"""Signs random requests of every kind with eth-account and gives them to the command-line tool.

    .build/venv/bin/python Tests/Differential/requests_differential.py .build/debug/session-keys

For each request the tool must find the same domain separator, struct hash, digest and signer as eth-account (`inspect`),
make the same signature (`sign`), and hash the same document (`typed-data`). The messages are written out here a second
time, from the protocol and not from the Swift sources. Deterministic: keys and values come from a fixed seed.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import uuid

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

SEED = 20261123
REQUESTS_OF_EACH_KIND = 8
ZERO_ADDRESS = "0x" + "00" * 20
ZERO_PIPS = "0.00000000"
DAY = 86_400_000
EPOCH_TICKS = 0x01B21DD213814000

ORDER_TYPES = ["market", "limit", "stopLossMarket", "stopLossLimit", "takeProfitMarket", "takeProfitLimit",
               "trailingStopMarket"]
SIDES = ["buy", "sell"]
TIMES_IN_FORCE = ["gtc", "gtx", "ioc", "fok"]
SELF_TRADE_PREVENTIONS = ["dc", "co", "cn", "cb"]
TRIGGER_TYPES = ["none", "last", "index"]
DOMAIN_TYPE = [
    {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"},
]

rng = random.Random(SEED)


def new_account():
    return Account.from_key(rng.randbytes(32))


def pips():
    return f"{rng.randrange(10 ** rng.randrange(1, 10))}.{rng.randrange(10 ** 8):08}"


def new_nonce():
    milliseconds = 1_780_000_000_000 + rng.randrange(10 ** 9)
    ticks = EPOCH_TICKS + milliseconds * 10_000 + rng.randrange(10_000)
    fields = (ticks & 0xFFFFFFFF, ticks >> 32 & 0xFFFF, ticks >> 48 & 0x0FFF | 0x1000)
    return uuid.UUID(fields=fields + (rng.randrange(64) | 0x80, rng.randrange(256), rng.getrandbits(48)))


def maybe(parameters, name, values, probability=0.5):
    """Perhaps gives a parameter one of the values."""
    if rng.random() < probability:
        parameters[name] = rng.choice(values)


class Request:
    """A call with its parameters, and the typed data that they stand for."""

    def __init__(self, call, nonce, parameters, primary_type, members):
        self.call = call
        self.parameters = {"nonce": str(nonce) if rng.random() < 0.7 else nonce.hex, **parameters}
        self.primary_type = primary_type
        self.types = [{"name": name, "type": type} for type, name, _ in members]
        self.message = {name: value for _, name, value in members}


def place_order(wallet, key):
    nonce, order_type = new_nonce(), rng.choice(ORDER_TYPES)
    p = {"wallet": wallet, "market": rng.choice(["ETH-USD", "BTC-USD", "1000PEPE-USD"]), "type": order_type,
         "side": rng.choice(SIDES), "quantity": pips()}
    if order_type.lower().endswith("limit"):
        p["price"] = pips()
    if order_type.startswith(("stopLoss", "takeProfit")):
        p["triggerPrice"], p["triggerType"] = pips(), rng.choice(TRIGGER_TYPES[1:])
    maybe(p, "reduceOnly", [True, False])
    maybe(p, "timeInForce", TIMES_IN_FORCE)
    maybe(p, "selfTradePrevention", SELF_TRADE_PREVENTIONS)
    maybe(p, "clientOrderId", ["", "x", "a" * 40, '"quoted" \\ slash', "\u6ce8\u6587-\u4e03", "e\u0301", "\u00e9"])
    if key:
        p["delegatedKey"] = key
    return Request("POST /v1/orders", nonce, p, "Order", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("string", "marketSymbol", p["market"]),
        ("uint8", "orderType", ORDER_TYPES.index(order_type)), ("uint8", "orderSide", SIDES.index(p["side"])),
        ("string", "quantity", p["quantity"]), ("string", "limitPrice", p.get("price", ZERO_PIPS)),
        ("string", "triggerPrice", p.get("triggerPrice", ZERO_PIPS)),
        ("uint8", "triggerType", TRIGGER_TYPES.index(p.get("triggerType", "none"))),
        ("string", "callbackRate", ZERO_PIPS), ("uint128", "conditionalOrderId", 0),
        ("bool", "isReduceOnly", p.get("reduceOnly", False)),
        ("uint8", "timeInForce", TIMES_IN_FORCE.index(p.get("timeInForce", "gtc"))),
        ("uint8", "selfTradePrevention", SELF_TRADE_PREVENTIONS.index(p.get("selfTradePrevention", "dc"))),
        ("bool", "isLiquidationAcquisitionOnly", False),
        ("address", "delegatedPublicKey", key or ZERO_ADDRESS), ("string", "clientOrderId", p.get("clientOrderId", "")),
    ])


def cancellation(target, primary_type, parameter=None, member=None):
    def make(wallet, key):
        nonce = new_nonce()
        p = {"wallet": wallet, **({parameter: target()} if parameter else {}), **({"delegatedKey": key} if key else {})}
        members = [("uint128", "nonce", nonce.int), ("address", "wallet", wallet),
                   ("address", "delegatedKey", key or ZERO_ADDRESS)]
        if parameter:
            members.append((*member, p[parameter]))
        return Request("DELETE /v1/orders", nonce, p, primary_type, members)
    return make


def order_ids():
    return [f"client:{rng.randrange(1000)}" if rng.random() < 0.5 else str(new_nonce())
            for _ in range(rng.randrange(1, 6))]


def set_leverage(wallet, key):
    nonce, p = new_nonce(), {"wallet": wallet, "market": "BTC-USD"}
    maybe(p, "initialMarginFractionOverride", ["0.05000000", "0.10000000", None], 0.8)
    if key:
        p["delegatedKey"] = key
    return Request("POST /v1/initialMarginFractionOverride", nonce, p, "InitialMarginFractionOverrideSettings", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("string", "marketSymbol", "BTC-USD"),
        ("string", "initialMarginFractionOverride", p.get("initialMarginFractionOverride") or ""),
        ("address", "delegatedPublicKey", key or ZERO_ADDRESS),
    ])


def delegated_key(call):
    def make(wallet, key):
        nonce, named = new_nonce(), key or new_account().address
        return Request(call, nonce, {"wallet": wallet, "delegatedKey": named}, "DelegatedKeyAuthorization", [
            ("uint128", "nonce", nonce.int), ("address", "delegatedPublicKey", named),
            ("string", "message", "Sign this free message to prove you control this wallet"),
        ])
    return make


def revoke(call, parameter):
    def make(wallet, key):
        nonce, named, open_orders = new_nonce(), key or new_account().address, rng.choice(["cancel", "keep"])
        return Request(call, nonce, {"wallet": wallet, parameter: named, "openOrders": open_orders},
                       "SessionKeyRevocation", [
            ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("address", "sessionKey", named),
            ("string", "openOrders", open_orders),
        ])
    return make


def revoke_all(wallet, _):
    nonce, open_orders = new_nonce(), rng.choice(["cancel", "keep"])
    return Request("DELETE /v1/sessionKeys", nonce, {"wallet": wallet, "openOrders": open_orders},
                   "AllSessionKeysRevocation", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("string", "openOrders", open_orders),
    ])


def authorize_session_key(wallet, key):
    nonce, named = new_nonce(), key or new_account().address
    p = {"wallet": wallet, "sessionKey": named, "permission": rng.choice(["trade", "reduceOnly", "cancelOnly"]),
         "expiresAt": (nonce.time - EPOCH_TICKS) // 10_000 + rng.randrange(1, 30 * DAY)}
    maybe(p, "markets", [[], ["ETH-USD"], ["BTC-USD", "SOL-USD"]])
    limits = ["maximumOrderValue", "maximumDailyValue", "maximumPriceDeviation"]
    for limit in limits:
        maybe(p, limit, [pips()])
    purpose = "Let this key place and cancel orders on Katana Perps. It cannot withdraw, transfer or deposit."
    return Request("POST /v1/sessionKeys", nonce, p, "SessionKeyAuthorization", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("address", "sessionKey", named),
        ("string", "purpose", purpose), ("string", "permission", p["permission"]),
        ("string[]", "markets", p.get("markets", [])), *[("string", limit, p.get(limit, "")) for limit in limits],
        ("uint64", "expiresAt", p["expiresAt"]),
    ])


def associate(wallet, _):
    nonce = new_nonce()
    return Request("POST /v1/wallets", nonce, {"wallet": wallet}, "WalletAssociation", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet)])


def withdraw(wallet, _):
    nonce = new_nonce()
    p = {"wallet": wallet, "quantity": pips(), "maximumGasFee": pips(),
         "bridgeAdapterAddress": rng.choice([ZERO_ADDRESS, new_account().address]),
         "bridgeAdapterPayload": "0x" + rng.randbytes(rng.randrange(0, 80)).hex()}
    return Request("POST /v1/withdrawals", nonce, p, "Withdrawal", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("string", "quantity", p["quantity"]),
        ("string", "maximumGasFee", p["maximumGasFee"]), ("address", "bridgeAdapter", p["bridgeAdapterAddress"]),
        ("bytes", "bridgeAdapterPayload", p["bridgeAdapterPayload"]),
    ])


def deposit(wallet, _):
    nonce, quantity = new_nonce(), pips()
    return Request("POST /v1/sandbox/deposits", nonce, {"wallet": wallet, "quantity": quantity}, "Deposit", [
        ("uint128", "nonce", nonce.int), ("address", "wallet", wallet), ("string", "quantity", quantity)])


def transfer(wallet, _):
    nonce, quantity, destination = new_nonce(), pips(), new_account().address
    p = {"sourceWallet": wallet, "destinationWallet": destination, "quantity": quantity}
    return Request("POST /v1/sandbox/transfers", nonce, p, "Transfer", [
        ("uint128", "nonce", nonce.int), ("address", "sourceWallet", wallet),
        ("address", "destinationWallet", destination), ("string", "quantity", quantity)])


KINDS = [
    place_order, place_order, place_order,
    cancellation(order_ids, "OrderCancellationByOrderId", "orderIds", ("string[]", "orderIds")),
    cancellation(lambda: new_account().address, "OrderCancellationByDelegatedKey", "orderDelegatedKey",
                 ("address", "orderDelegatedKey")),
    cancellation(lambda: "ETH-USD", "OrderCancellationByMarketSymbol", "market", ("string", "marketSymbol")),
    cancellation(None, "OrderCancellationByWallet"),
    set_leverage, delegated_key("POST /v1/delegatedKeys"), delegated_key("DELETE /v1/delegatedKeys"),
    revoke("DELETE /v1/delegatedKeys", "delegatedKey"), revoke("DELETE /v1/sessionKeys", "sessionKey"), revoke_all,
    authorize_session_key, associate, withdraw, deposit, transfer,
]


def run(tool, arguments, document):
    result = subprocess.run([tool, *arguments, "-"], input=json.dumps(document).encode(), capture_output=True)
    if result.returncode != 0:
        raise AssertionError(f"{arguments[0]} ended with {result.returncode}: {result.stderr.decode()}")
    return json.loads(result.stdout)


def expect(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what} is {actual}, and should be {expected}")


def check(tool, make, key_file):
    wallet, key, stranger = new_account(), new_account(), new_account()
    signer = rng.choice([wallet, key, stranger])
    request = make(wallet.address, key.address if signer is key or rng.random() < 0.5 else None)
    sandbox, contract = rng.random() < 0.5, new_account().address
    chain_id = rng.choice([1, 747_474, 2 ** 53 - 1])
    document = {
        "types": {"EIP712Domain": DOMAIN_TYPE, request.primary_type: request.types},
        "primaryType": request.primary_type, "message": request.message,
        "domain": {"name": "KatanaPerps", "version": "2.0.0-sandbox" if sandbox else "2.0.0", "chainId": chain_id,
                   "verifyingContract": contract},
    }
    typed_data = encode_typed_data(full_message=document)
    signature = "0x" + bytes(signer.sign_message(typed_data).signature).hex()
    expected = {
        "primaryType": request.primary_type, "domainSeparator": "0x" + typed_data.header.hex(),
        "structHash": "0x" + typed_data.body.hex(),
        "digest": "0x" + keccak(b"\x19\x01" + typed_data.header + typed_data.body).hex(),
    }
    options = ["--request", request.call, "--chain-id", str(chain_id), "--contract", contract]
    options += ["--sandbox"] if sandbox else []

    inspected = run(tool, ["inspect", "--json", *options], {"parameters": request.parameters, "signature": signature})
    hashed = run(tool, ["typed-data", "--json"], document)
    for name, value in expected.items():
        expect(f"{name} of inspect", inspected[name], value)
        expect(f"{name} of typed-data", hashed[name], value)
    expect("signer", inspected["signer"], signer.address)
    named = key.address in request.parameters.values()
    expect("signedBy", inspected["signedBy"],
           "wallet" if signer is wallet else "sessionKey" if signer is key and named else "unknown")

    with open(key_file, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("0x" + bytes(signer.key).hex())
    signed = run(tool, ["sign", *options, "--key-file", key_file], request.parameters)
    expect("what sign writes", signed, {"parameters": request.parameters, "signature": signature})


def main(tool):
    failed = 0
    total = len(KINDS) * REQUESTS_OF_EACH_KIND
    with tempfile.TemporaryDirectory() as directory:
        for number in range(total):
            try:
                check(tool, KINDS[number % len(KINDS)], os.path.join(directory, "key"))
            except AssertionError as error:
                failed += 1
                print(f"request {number}: {error}", file=sys.stderr)
    print("Requests signed by eth-account and read by the tool:")
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
