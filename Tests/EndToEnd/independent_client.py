"""A session key's whole story, told to a running sandbox by a client of `eth-account` and `requests` alone.

    python independent_client.py http://127.0.0.1:7474/v1

What is signed is written out here from the exchange's protocol. With the environment's KP_API_KEY and KP_API_SECRET,
which `session-keys api-key create` makes, the wallet is put under that account; without, the session key's own pair
reads.
"""

import decimal
import hashlib
import hmac
import json
import os
import sys
import urllib.parse
import uuid

import requests
from eth_account import Account

MARKET = "ETH-USD"
ZERO_ADDRESS = "0x" + "00" * 20
ZERO = "0.00000000"
ORDER_TYPES = ["market", "limit"]
SIDES = ["buy", "sell"]
HOUR = 3_600_000

# What each request signs: the typed data's name and, behind the nonce, its members.
ORDER = ("Order", [
    ("wallet", "address"), ("marketSymbol", "string"), ("orderType", "uint8"), ("orderSide", "uint8"),
    ("quantity", "string"), ("limitPrice", "string"), ("triggerPrice", "string"), ("triggerType", "uint8"),
    ("callbackRate", "string"), ("conditionalOrderId", "uint128"), ("isReduceOnly", "bool"), ("timeInForce", "uint8"),
    ("selfTradePrevention", "uint8"), ("isLiquidationAcquisitionOnly", "bool"), ("delegatedPublicKey", "address"),
    ("clientOrderId", "string")])
CANCELLATION = ("OrderCancellationByOrderId", [
    ("wallet", "address"), ("delegatedKey", "address"), ("orderIds", "string[]")])
ASSOCIATION = ("WalletAssociation", [("wallet", "address")])
DEPOSIT = ("Deposit", [("wallet", "address"), ("quantity", "string")])
WITHDRAWAL = ("Withdrawal", [
    ("wallet", "address"), ("quantity", "string"), ("maximumGasFee", "string"), ("bridgeAdapter", "address"),
    ("bridgeAdapterPayload", "bytes")])
DELEGATED_KEY = ("DelegatedKeyAuthorization", [("delegatedPublicKey", "address"), ("message", "string")])
SESSION_KEY = ("SessionKeyAuthorization", [
    ("wallet", "address"), ("sessionKey", "address"), ("purpose", "string"), ("permission", "string"),
    ("markets", "string[]"), ("maximumOrderValue", "string"), ("maximumDailyValue", "string"),
    ("maximumPriceDeviation", "string"), ("expiresAt", "uint64")])
CONSENT = ("SessionKeyConsent", [("wallet", "address"), ("sessionKey", "address")])
REVOCATION = ("SessionKeyRevocation", [("wallet", "address"), ("sessionKey", "address"), ("openOrders", "string")])

FREE_MESSAGE = "Sign this free message to prove you control this wallet"
PURPOSE = "Let this key place and cancel orders on Katana Perps. It cannot withdraw, transfer or deposit."


class Exchange:
    """Sends requests, and signs what must be signed."""

    def __init__(self, base_url):
        self.base_url = base_url
        self.http = requests.Session()
        about = self.get("/exchange")
        self.domain = {"name": "KatanaPerps", "version": "2.0.0-sandbox", "chainId": about["chainId"],
                       "verifyingContract": about["exchangeContractAddress"]}

    def get(self, path, pair=None, **query):
        """Reads; private data with a pair of key and secret, which signs the query as it is sent."""
        text = urllib.parse.urlencode({"nonce": uuid.uuid1(), **query} if pair else query)
        return answer_of(self.http.get(f"{self.base_url}{path}?{text}", headers=hmac_headers(pair, text), timeout=20))

    def send(self, method, path, parameters, signature, pair=None, **beside):
        body = json.dumps({"parameters": parameters, "signature": signature, **beside})
        headers = {"content-type": "application/json", **hmac_headers(pair, body)}
        return answer_of(self.http.request(method, self.base_url + path, data=body, headers=headers, timeout=20))

    def sign(self, signer, kind, nonce, *values):
        name, members = kind
        types = {name: [{"name": "nonce", "type": "uint128"}, *({"name": n, "type": t} for n, t in members)]}
        message = {"nonce": uuid.UUID(nonce).int, **dict(zip((n for n, _ in members), values, strict=True))}
        signed = Account.sign_typed_data(signer.key, self.domain, types, message)
        return "0x" + bytes(signed.signature).hex()

    # Calls.

    def order(self, wallet, side, quantity, price=None, key=None):
        """Places an order, signed by the key, or by the wallet where there is none."""
        kind, nonce = "limit" if price else "market", str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address, "market": MARKET, "type": kind, "side": side,
                      "quantity": quantity}
        if price:
            parameters["price"] = price
        if key:
            parameters["delegatedKey"] = key.address
        signature = self.sign(
            key or wallet, ORDER, nonce, wallet.address, MARKET, ORDER_TYPES.index(kind), SIDES.index(side), quantity,
            price or ZERO, ZERO, 0, ZERO, 0, False, 0, 0, False, key.address if key else ZERO_ADDRESS, "")
        return self.send("POST", "/orders", parameters, signature)

    def cancel(self, wallet, order_ids, key):
        nonce = str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address, "delegatedKey": key.address, "orderIds": order_ids}
        signature = self.sign(key, CANCELLATION, nonce, wallet.address, key.address, order_ids)
        return self.send("DELETE", "/orders", parameters, signature)

    def associate(self, wallet, pair):
        nonce = str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address}
        return self.send("POST", "/wallets", parameters, self.sign(wallet, ASSOCIATION, nonce, wallet.address), pair)

    def deposit(self, wallet, quantity):
        nonce = str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address, "quantity": quantity}
        signature = self.sign(wallet, DEPOSIT, nonce, wallet.address, quantity)
        return self.send("POST", "/sandbox/deposits", parameters, signature)

    def withdraw(self, wallet, quantity, signer=None):
        nonce = str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address, "quantity": quantity, "maximumGasFee": ZERO,
                      "bridgeAdapterAddress": ZERO_ADDRESS, "bridgeAdapterPayload": "0x"}
        signature = self.sign(signer or wallet, WITHDRAWAL, nonce, wallet.address, quantity, ZERO, ZERO_ADDRESS, b"")
        return self.send("POST", "/withdrawals", parameters, signature)

    def delegate(self, method, wallet, key):
        """Authorises a key in the exchange's own terms, or removes it: what is signed is the same."""
        nonce = str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address, "delegatedKey": key.address}
        signature = self.sign(wallet, DELEGATED_KEY, nonce, key.address, FREE_MESSAGE)
        return self.send(method, "/delegatedKeys", parameters, signature)

    def authorize(self, wallet, key, maximum_order_value):
        """Authorises a session key within bounds. The key agrees: nobody else can register it for another wallet."""
        nonce, expires_at = str(uuid.uuid1()), self.get("/time")["serverTime"] + HOUR
        parameters = {"nonce": nonce, "wallet": wallet.address, "sessionKey": key.address, "permission": "trade",
                      "markets": [MARKET], "maximumOrderValue": maximum_order_value, "expiresAt": expires_at}
        signature = self.sign(wallet, SESSION_KEY, nonce, wallet.address, key.address, PURPOSE, "trade", [MARKET],
                              maximum_order_value, "", "", expires_at)
        consent = self.sign(key, CONSENT, nonce, wallet.address, key.address)
        return self.send("POST", "/sessionKeys", parameters, signature, consent=consent)

    def revoke(self, wallet, key):
        nonce = str(uuid.uuid1())
        parameters = {"nonce": nonce, "wallet": wallet.address, "sessionKey": key.address, "openOrders": "cancel"}
        signature = self.sign(wallet, REVOCATION, nonce, wallet.address, key.address, "cancel")
        return self.send("DELETE", "/sessionKeys", parameters, signature)


class Refused(Exception):
    """An error that the exchange has answered."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


def answer_of(response):
    document = response.json()
    if response.status_code != 200:
        raise Refused(document)
    return document


def hmac_headers(pair, text):
    if pair is None:
        return {}
    signature = hmac.new(pair[1].encode(), text.encode(), hashlib.sha256).hexdigest()
    return {"kp-api-key": pair[0], "kp-hmac-signature": signature}


def expect(what, is_so):
    """A step of the story; one that does not hold ends it."""
    print("✓" if is_so else "✗", what)
    if not is_so:
        sys.exit(1)


def refusal(call):
    try:
        call()
    except Refused as refused:
        return refused.code
    return None


def tell(exchange, account):
    wallet, other, delegated, key = (Account.create() for _ in range(4))
    if account:
        told = exchange.associate(wallet, account)
        expect("the wallet is put under the account", told["wallet"] == wallet.address)
    for each in (wallet, other):
        expect("play money is deposited", exchange.deposit(each, "10000.00000000")["quantity"] == "10000.00000000")

    told = exchange.delegate("POST", wallet, delegated)
    expect("the wallet authorises a delegated key", told["delegatedKey"] == delegated.address)
    told = exchange.authorize(wallet, key, maximum_order_value="1000.00000000")
    expect("and a session key within bounds", told["sessionKey"]["status"] == "active")
    session = (told["apiKey"], told["apiSecret"])
    reader = account or session

    index_price = decimal.Decimal(exchange.get("/markets", market=MARKET)[0]["indexPrice"])
    price, low = (f"{index_price * decimal.Decimal(part):.2f}000000" for part in ("1", "0.9"))
    exchange.order(other, "sell", "0.10000000", price)
    told = exchange.order(wallet, "buy", "0.10000000", key=key)
    expect("the session key buys at the market", told["status"] == "filled" and told["delegatedKey"] == key.address)
    fills = exchange.get("/fills", reader, wallet=wallet.address)
    expect("its fills are told", [fill["fillId"] for fill in fills] == [fill["fillId"] for fill in told["fills"]])
    positions = exchange.get("/positions", reader, wallet=wallet.address)
    expect("and the position", [position["quantity"] for position in positions] == ["0.10000000"])

    resting = exchange.order(wallet, "buy", "0.10000000", low, key=delegated)
    expect("the delegated key places an order", resting["status"] == "open")
    told = exchange.cancel(wallet, [resting["orderId"]], delegated)
    expect("and cancels it", [order["status"] for order in told] == ["canceled"])

    code = refusal(lambda: exchange.order(wallet, "buy", "9.00000000", low, key=key))
    expect("the session key may not place a large order", code == "SESSION_KEY_ORDER_VALUE_EXCEEDED")
    for each in (delegated, key):
        code = refusal(lambda: exchange.withdraw(wallet, "100.00000000", signer=each))
        expect("no key may withdraw", code == "SESSION_KEY_NOT_PERMITTED")

    left = exchange.order(wallet, "buy", "0.10000000", low, key=key)
    told = exchange.revoke(wallet, key)
    expect("revoking the session key cancels its orders",
           [order["orderId"] for order in told["orders"]] == [left["orderId"]])
    told = exchange.delegate("DELETE", wallet, delegated)
    expect("the delegated key is removed", told["delegatedKey"] == delegated.address)
    for each in (delegated, key):
        code = refusal(lambda: exchange.order(wallet, "buy", "0.10000000", low, key=each))
        expect("a key that was revoked is refused", code == "SESSION_KEY_REVOKED")
    code = refusal(lambda: exchange.get("/orders", session, wallet=wallet.address))
    expect("and its pair reads no more", code == "INVALID_API_KEY")

    told = exchange.withdraw(wallet, "100.00000000")
    expect("the wallet withdraws", told["quantity"] == "100.00000000")
    if account:
        withdrawals = exchange.get("/withdrawals", account, wallet=wallet.address)
        expect("its withdrawal is told",
               [each["withdrawalId"] for each in withdrawals] == [told["withdrawalId"]])
    print("Everything went as told.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} BASE_URL")
    credentials = (os.environ.get("KP_API_KEY"), os.environ.get("KP_API_SECRET"))
    tell(Exchange(sys.argv[1]), credentials if all(credentials) else None)
