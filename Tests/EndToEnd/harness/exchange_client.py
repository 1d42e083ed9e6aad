"""Makes the requests that the exchange's public JavaScript client makes, written from facts about it.

It knows a base URL and an account's credentials, and asks the server for everything else. A query has its parameters in
the order in which they were given, written as `URLSearchParams` writes them. A body is compact JSON, also that of a
DELETE. The HMAC is over exactly that text. What is `None` is left out, as what is undefined there.
"""

import json
import urllib.parse

import urllib3

from .messages import ZERO_ADDRESS, Domain

TIMEOUT_SECONDS = 20
HEADERS = {
    "accept": "application/json, text/plain, */*",
    "accept-encoding": "gzip, compress, deflate, br",
    "user-agent": "axios/1.6.8",
}


class Refused(Exception):
    """What the server answers with another status than 200."""

    def __init__(self, status, document):
        super().__init__(f"{status} {document}")
        self.status = status
        self.code = document["code"]
        self.message = document["message"]


class ExchangeClient:
    """The calls by the names that they have there."""

    def __init__(self, base_url, credentials, wallet):
        self._base_url = base_url
        self._credentials = credentials
        self._wallet = wallet
        self._pool = urllib3.PoolManager(retries=False, timeout=TIMEOUT_SECONDS)
        self._domain = None
        self._adapter = None

    def close(self):
        self._pool.clear()

    # What everybody may read: with the key, and without a signature.

    def get_exchange(self):
        return self._public("/exchange")

    def get_gas_fees(self):
        return self._public("/gasFees")

    def get_markets(self, **parameters):
        return self._public("/markets", parameters)

    def get_tickers(self, **parameters):
        return self._public("/tickers", parameters)

    def get_order_book_level_1(self, **parameters):
        return self._public("/orderbook", {**parameters, "level": 1})

    def get_order_book_level_2(self, **parameters):
        return self._public("/orderbook", {**parameters, "level": 2})

    def get_trades(self, **parameters):
        return self._public("/trades", parameters)

    def get_candles(self, **parameters):
        return self._public("/candles", parameters)

    # Private data.

    def get_wallets(self, **parameters):
        return self._get("/wallets", parameters)

    def get_delegated_keys(self, **parameters):
        return self._get("/delegatedKeys", parameters)

    def get_orders(self, **parameters):
        return self._get("/orders", parameters)

    get_order = get_orders

    def get_fills(self, **parameters):
        return self._get("/fills", parameters)

    get_fill = get_fills

    def get_positions(self, **parameters):
        return self._get("/positions", parameters)

    def get_deposits(self, **parameters):
        return self._get("/deposits", parameters)

    get_deposit = get_deposits

    def get_withdrawals(self, **parameters):
        return self._get("/withdrawals", parameters)

    get_withdrawal = get_withdrawals

    def get_initial_margin_fraction_override(self, **parameters):
        return self._get("/initialMarginFractionOverride", parameters)

    def get_ws_token(self, **parameters):
        return self._get("/wsToken", parameters)["token"]

    # Signed calls: by the wallet, or by the signer that is named.

    def associate_wallet(self, referral_code=None, **parameters):
        beside = {} if referral_code is None else {"referralCode": referral_code}
        return self._signed("POST", "/wallets", parameters, beside=beside)

    def authorize_delegated_key(self, **parameters):
        return self._signed("POST", "/delegatedKeys", parameters)

    def remove_delegated_key(self, **parameters):
        return self._signed("DELETE", "/delegatedKeys", parameters)

    def create_order(self, signer=None, **parameters):
        return self._signed("POST", "/orders", parameters, signer)

    def cancel_orders(self, signer=None, **parameters):
        return self._signed("DELETE", "/orders", parameters, signer)

    def set_initial_margin_fraction_override(self, signer=None, **parameters):
        return self._signed("POST", "/initialMarginFractionOverride", parameters, signer)

    def withdraw(self, bridge_target=None, signer=None, **parameters):
        """With a target the adapter and its payload are found for it."""
        self._learn()
        if bridge_target == "katana.katana":
            parameters |= {"bridgeAdapterAddress": ZERO_ADDRESS, "bridgeAdapterPayload": "0x"}
        elif bridge_target is not None:
            # The number of the chain behind the bridge, ABI-encoded.
            parameters |= {"bridgeAdapterAddress": self._adapter, "bridgeAdapterPayload": f"0x{30_101:064x}"}
        return self._signed("POST", "/withdrawals", parameters, signer)

    # Requests.

    def _learn(self):
        """Chain, contract and adapters are asked for before the first signature; without them there is none."""
        if self._domain is None:
            about = self.get_exchange()
            adapters = about["bridgeAdapters"]
            assert about["chainId"] and about["exchangeContractAddress"]
            assert adapters["localDepositAdapterV1KatanaContractAddress"]
            self._adapter = adapters["stargateBridgeAdapterV1KatanaContractAddress"]
            assert self._adapter
            self._domain = Domain(about["chainId"], about["exchangeContractAddress"])

    def _public(self, path, parameters=None):
        return self._send("GET", path, query_string(parameters or {}), None, {"kp-api-key": self._credentials.key})

    def _get(self, path, parameters):
        text = query_string(parameters)
        return self._send("GET", path, text, None, self._credentials.headers(text.encode()))

    def _signed(self, method, path, parameters, signer=None, beside=None):
        self._learn()
        parameters = {name: value for name, value in parameters.items() if value is not None}
        typed_data = self._domain.request(f"{method} /v1{path}", parameters)
        body = {**(beside or {}), "parameters": parameters, "signature": (signer or self._wallet).sign(typed_data)}
        data = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        headers = {"content-type": "application/json", **self._credentials.headers(data)}
        return self._send(method, path, "", data, headers)

    def _send(self, method, path, query, body, headers):
        url = self._base_url + path + ("?" + query if query else "")
        response = self._pool.request(method, url, body=body, headers={**HEADERS, **headers})
        document = json.loads(response.data)
        if response.status != 200:
            raise Refused(response.status, document)
        return document


def query_string(parameters):
    """As `URLSearchParams` writes it: a space is a plus sign, and only `*-._` stand besides letters and digits."""
    def encode(text):
        return urllib.parse.quote_plus(text, safe="*").replace("~", "%7E")
    return "&".join(f"{name}={encode(text_of(value))}" for name, value in parameters.items() if value is not None)


def text_of(value):
    """As JavaScript writes a value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)
