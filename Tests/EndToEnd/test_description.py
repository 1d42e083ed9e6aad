"""The server does what its description says, whatever is sent: schemathesis makes the requests, from a fixed seed.

Of the requests that fit the description, those with a body are signed, and those that read private data get
credentials, so that they come further than the first check. Every other one is also made to fit the exchange.
"""

import collections
import json

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from requests.auth import AuthBase
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from harness.description import PATH
from harness.messages import MESSAGES
from harness.nonces import now
from harness.trader import DAY

EXAMPLES_PER_CALL = 30
TRADES = {"POST /v1/orders", "DELETE /v1/orders", "POST /v1/initialMarginFractionOverride"}


class Signature(AuthBase):
    """Adds credentials over the query as `requests` sends it."""

    def __init__(self, credentials):
        self._credentials = credentials

    def __call__(self, request):
        _, _, query = request.url.partition("?")
        request.headers.update(self._credentials.headers(query.encode()))
        return request


class Signer:
    """Signs the requests that fit the description."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.trader = exchange.trader(deposit="1000000.00000000")
        # Its keys are revoked now and then; the trader's never.
        self.revoker = exchange.trader()
        self.key = exchange.keys.secp256k1()
        self.credentials = exchange.authorize(self.trader, self.key)
        self.signed = collections.Counter()
        self.accepted = set()

    def prepare(self, case):
        """Signs the body or completes the query; gives the authentication that goes with it."""
        if case.meta.generation.mode != GenerationMode.POSITIVE:
            return None
        if isinstance(case.body, dict):
            case.body = self.sign(f"{case.method.upper()} {case.path}", case.body)
        elif "nonce" in (case.query or {}):
            case.query.update(nonce=self.exchange.nonces.next(), wallet=self.trader.address)
            return Signature(self.credentials)
        return None

    def sign(self, call, body):
        self.signed[call] += 1
        fits = self.signed[call] % 2 == 0
        if "demoWallet" in call:
            return {**body, "typedData": self.document()} if fits and "typedData" in body else body
        if call not in MESSAGES:
            order = self.trader.order(self.key)
            return {"request": order.call, "body": order.document} if fits else body
        trader = self.revoker if "DELETE" in call and "Keys" in call else self.trader
        parameters = {name: value.lower() if str(value).startswith("0x") else value
                      for name, value in body["parameters"].items()}
        parameters["nonce"] = self.exchange.nonces.next()
        if "expiresAt" in parameters:
            # 1.0 is an integer, too.
            parameters["expiresAt"] = int(parameters["expiresAt"])
        parameters["sourceWallet" if "sourceWallet" in parameters else "wallet"] = trader.address
        signer, body = trader.wallet, {**body, "parameters": parameters}
        if "delegatedKey" in parameters and call in TRADES:
            parameters["delegatedKey"], signer = self.key.address, self.key
        if fits and call in FITS:
            FITS[call](self, body)
        if call.endswith("indexPrices"):
            parameters["wallet"], signer = self.exchange.publisher.address, self.exchange.publisher
        body["signature"] = signer.sign(trader.domain.request(call, parameters))
        return body


    def document(self):
        parameters = {"nonce": self.exchange.nonces.next(), "wallet": self.trader.address, "quantity": "1.00000000"}
        return json.dumps(self.exchange.domain.document("POST /v1/sandbox/deposits", parameters))


# What makes a request fit the exchange, too.


def fit_order(signer, body):
    parameters = body["parameters"]
    for name in ("triggerPrice", "triggerType", "callbackRate", "conditionalOrderId", "isLiquidationAcquisitionOnly",
                 "reduceOnly", "clientOrderId"):
        parameters.pop(name, None)
    parameters.update(type="limit", market="ETH-USD", quantity="0.10000000", side="buy", price="1000.00000000")
    parameters["selfTradePrevention"] = "cn"
    parameters["timeInForce"] = "gtc"


def fit_authorization(signer, body):
    key, parameters = signer.exchange.keys.secp256k1(), body["parameters"]
    parameters.pop("publicKey", None)
    parameters.update(sessionKey=key.address, expiresAt=now() + DAY)
    body["consent"] = key.sign(signer.exchange.domain.consent(parameters))


def fit_delegation(signer, body):
    body["parameters"]["delegatedKey"] = signer.exchange.keys.secp256k1().address


def fit_revocation(name):
    def fit(signer, body):
        key = signer.exchange.keys.secp256k1()
        signer.exchange.accept(signer.revoker.authorize_delegated(key))
        body["parameters"].update({name: key.address, "nonce": signer.exchange.nonces.next()})
    return fit


def fit_with(**values):
    def fit(_, body):
        body["parameters"].update(values)
    return fit


FITS = {
    "POST /v1/orders": fit_order, "POST /v1/sessionKeys": fit_authorization, "POST /v1/delegatedKeys": fit_delegation,
    "DELETE /v1/sessionKeys": fit_revocation("sessionKey"), "DELETE /v1/delegatedKeys": fit_revocation("delegatedKey"),
    "POST /v1/initialMarginFractionOverride": fit_with(market="ETH-USD", initialMarginFractionOverride="0.05000000"),
    "POST /v1/withdrawals": fit_with(quantity="1.00000000", maximumGasFee="0.00000000"),
    "POST /v1/sandbox/deposits": fit_with(quantity="1.00000000"),
    "POST /v1/sandbox/transfers": fit_with(quantity="1.00000000", destinationWallet="0x" + "11" * 20),
    "POST /v1/sandbox/indexPrices": fit_with(market="ETH-USD", price="2000.00000000"),
}


@pytest.fixture(scope="module")
def signer(exchange):
    return Signer(exchange)


api = schemathesis.openapi.from_path(PATH)
load_all_checks()
# A request can fit the description and still not the exchange: an order of nothing, a price off the tick.
CHECKED = [check for check in CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]
# Does not know that it is us who give the credentials.
CHECKED_WITH_CREDENTIALS = [check for check in CHECKED if check.__name__ != "ignored_auth"]


@api.parametrize()
@settings(max_examples=EXAMPLES_PER_CALL, derandomize=True, database=None, deadline=None,
          suppress_health_check=list(HealthCheck))
def test_call(case, signer):
    auth = signer.prepare(case)
    response = case.call(base_url=f"http://127.0.0.1:{signer.exchange.server.port}", auth=auth)
    case.validate_response(response, checks=CHECKED_WITH_CREDENTIALS if auth else CHECKED)
    if response.status_code == 200:
        signer.accepted.add(f"{case.method.upper()} {case.path}")


def test_every_call_was_carried_out(signer):
    described = {f"{method.upper()} {path}" for path, methods in api.raw_schema["paths"].items() for method in methods}
    # A WebSocket is no answer; test_websocket.py opens them.
    assert described - signer.accepted == {"GET /v1", "GET /ws"}


def test_the_description_is_openapi():
    validate(api.raw_schema)


def test_the_server_serves_its_description(exchange):
    assert exchange.client.get("/openapi.yaml").data == PATH.read_bytes()


def test_every_call_is_described():
    assert set(MESSAGES) < {f"{method.upper()} {path}" for path, methods in api.raw_schema["paths"].items()
                            for method in methods}
