"""What is signed for each call: the EIP-712 message, from the parameters of the request's body."""

import uuid

from eth_account.messages import encode_typed_data

ZERO_ADDRESS = "0x" + "00" * 20
ZERO_PIPS = "0.00000000"
PURPOSE = "Let this key place and cancel orders on Katana Perps. It cannot withdraw, transfer or deposit."
FREE_MESSAGE = "Sign this free message to prove you control this wallet"

ORDER_TYPES = ["market", "limit", "stopLossMarket", "stopLossLimit", "takeProfitMarket", "takeProfitLimit",
               "trailingStopMarket"]
SIDES = ["buy", "sell"]
TIMES_IN_FORCE = ["gtc", "gtx", "ioc", "fok"]
SELF_TRADE_PREVENTIONS = ["dc", "co", "cn", "cb"]
TRIGGER_TYPES = ["none", "last", "index"]
LIMITS = ["maximumOrderValue", "maximumDailyValue", "maximumPriceDeviation"]
DOMAIN_TYPE = [
    {"name": "name", "type": "string"}, {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"},
]


def _order(p):
    return "Order", [
        ("string", "marketSymbol", p["market"]), ("uint8", "orderType", ORDER_TYPES.index(p["type"])),
        ("uint8", "orderSide", SIDES.index(p["side"])), ("string", "quantity", p["quantity"]),
        ("string", "limitPrice", p.get("price", ZERO_PIPS)),
        ("string", "triggerPrice", p.get("triggerPrice", ZERO_PIPS)),
        ("uint8", "triggerType", TRIGGER_TYPES.index(p.get("triggerType", "none"))),
        ("string", "callbackRate", p.get("callbackRate", ZERO_PIPS)),
        ("uint128", "conditionalOrderId", uuid.UUID(p["conditionalOrderId"]).int if "conditionalOrderId" in p else 0),
        ("bool", "isReduceOnly", p.get("reduceOnly", False)),
        ("uint8", "timeInForce", TIMES_IN_FORCE.index(p.get("timeInForce", "gtc"))),
        ("uint8", "selfTradePrevention", SELF_TRADE_PREVENTIONS.index(p.get("selfTradePrevention", "dc"))),
        ("bool", "isLiquidationAcquisitionOnly", p.get("isLiquidationAcquisitionOnly", False)),
        ("address", "delegatedPublicKey", p.get("delegatedKey", ZERO_ADDRESS)),
        ("string", "clientOrderId", p.get("clientOrderId", "")),
    ]


def _cancellation(p):
    key = ("address", "delegatedKey", p.get("delegatedKey", ZERO_ADDRESS))
    if "orderIds" in p:
        return "OrderCancellationByOrderId", [key, ("string[]", "orderIds", p["orderIds"])]
    if "orderDelegatedKey" in p:
        return "OrderCancellationByDelegatedKey", [key, ("address", "orderDelegatedKey", p["orderDelegatedKey"])]
    if "market" in p:
        return "OrderCancellationByMarketSymbol", [key, ("string", "marketSymbol", p["market"])]
    return "OrderCancellationByWallet", [key]


def _leverage(p):
    return "InitialMarginFractionOverrideSettings", [
        ("string", "marketSymbol", p["market"]),
        ("string", "initialMarginFractionOverride", p.get("initialMarginFractionOverride") or ""),
        ("address", "delegatedPublicKey", p.get("delegatedKey", ZERO_ADDRESS)),
    ]


def _delegated_key(p):
    """The exchange's own message, which does not name the wallet."""
    if "openOrders" in p:
        return _revocation({**p, "sessionKey": p["delegatedKey"]})
    return "DelegatedKeyAuthorization", [
        ("address", "delegatedPublicKey", p["delegatedKey"]), ("string", "message", FREE_MESSAGE)]


def _authorization(p):
    return "SessionKeyAuthorization", [
        ("address", "sessionKey", p["sessionKey"]), ("string", "purpose", PURPOSE),
        ("string", "permission", p["permission"]), ("string[]", "markets", p.get("markets", [])),
        *[("string", limit, p.get(limit, "")) for limit in LIMITS], ("uint64", "expiresAt", p["expiresAt"]),
    ]


def _revocation(p):
    open_orders = ("string", "openOrders", p["openOrders"])
    if "sessionKey" not in p:
        return "AllSessionKeysRevocation", [open_orders]
    return "SessionKeyRevocation", [("address", "sessionKey", p["sessionKey"]), open_orders]


def _association(p):
    return "WalletAssociation", []


def _withdrawal(p):
    return "Withdrawal", [
        ("string", "quantity", p["quantity"]), ("string", "maximumGasFee", p["maximumGasFee"]),
        ("address", "bridgeAdapter", p["bridgeAdapterAddress"]),
        ("bytes", "bridgeAdapterPayload", p["bridgeAdapterPayload"]),
    ]


def _deposit(p):
    return "Deposit", [("string", "quantity", p["quantity"])]


def _transfer(p):
    return "Transfer", [("address", "destinationWallet", p["destinationWallet"]), ("string", "quantity", p["quantity"])]


def _index_price(p):
    return "IndexPrice", [("string", "marketSymbol", p["market"]), ("string", "price", p["price"])]


MESSAGES = {
    "POST /v1/orders": _order, "DELETE /v1/orders": _cancellation, "POST /v1/initialMarginFractionOverride": _leverage,
    "POST /v1/delegatedKeys": _delegated_key, "DELETE /v1/delegatedKeys": _delegated_key,
    "POST /v1/sessionKeys": _authorization, "DELETE /v1/sessionKeys": _revocation, "POST /v1/wallets": _association,
    "POST /v1/withdrawals": _withdrawal, "POST /v1/sandbox/deposits": _deposit,
    "POST /v1/sandbox/transfers": _transfer, "POST /v1/sandbox/indexPrices": _index_price,
}


class Domain:
    """The exchange's EIP-712 domain."""

    def __init__(self, chain_id, contract, sandbox=True):
        self.fields = {"name": "KatanaPerps", "version": "2.0.0-sandbox" if sandbox else "2.0.0", "chainId": chain_id,
                       "verifyingContract": contract}

    def request(self, call, parameters):
        """What is signed for a call."""
        return encode_typed_data(full_message=self.document(call, parameters))

    def consent(self, parameters):
        """What a session key signs when it is authorised."""
        members = [("address", name, parameters[name]) for name in ("wallet", "sessionKey")]
        return encode_typed_data(full_message=self._document("SessionKeyConsent", parameters["nonce"], members))

    def document(self, call, parameters):
        """What a wallet is given to sign for a call: the document of `eth_signTypedData_v4`."""
        primary_type, members = MESSAGES[call](parameters)
        if primary_type != "DelegatedKeyAuthorization":
            name = "sourceWallet" if primary_type == "Transfer" else "wallet"
            members = [("address", name, parameters[name]), *members]
        return self._document(primary_type, parameters["nonce"], members)

    def _document(self, primary_type, nonce, members):
        members = [("uint128", "nonce", uuid.UUID(nonce).int), *members]
        types = [{"name": name, "type": type} for type, name, _ in members]
        return {
            "types": {"EIP712Domain": DOMAIN_TYPE, primary_type: types}, "primaryType": primary_type,
            "domain": self.fields, "message": {name: value for _, name, value in members}}
