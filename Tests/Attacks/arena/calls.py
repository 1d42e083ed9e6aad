"""The calls of the API as its description has them: all that an attacker could call, and parameters to call it with."""

import secrets

from harness.client import SignedBody
from harness.description import Description
from harness.messages import MESSAGES, ZERO_ADDRESS
from harness.nonces import now
from harness.trader import DAY

DESCRIPTION = Description()
# Optional parameters that say on whom a call acts, or what becomes of orders: each of them makes a case of its own.
DECISIVE = {"Address", "OpenOrders"}


class Operation:
    """A call of the description."""

    def __init__(self, method, path, document):
        self.call = f"{method.upper()} {path}"
        self.path = path
        self.document = document

    def __repr__(self):
        return self.call

    @property
    def body(self):
        """The schema of the body, or `None` where the call has none."""
        content = self.document.get("requestBody", {}).get("content", {})
        return resolve(content["application/json"]["schema"]) if content else None

    @property
    def is_signed(self):
        return self.body is not None and "signature" in self.body["properties"]

    @property
    def is_private_read(self):
        """Whether it answers nobody without credentials."""
        security = self.document["security"]
        return self.body is None and security != [] and {} not in security

    @property
    def is_for_everybody(self):
        """Whether it neither is signed nor has credentials."""
        return self.document["security"] == []

    @property
    def parameters(self):
        """The schema of the signed parameters."""
        return resolve(self.body["properties"]["parameters"])

    def shapes(self):
        """Which optional parameters to send: none, and each that is decisive."""
        optional = [name for name, schema in self.parameters["properties"].items()
                    if name not in self.parameters["required"] and reference(schema) in DECISIVE]
        return [(), *((name,) for name in optional)]


def operations():
    return [Operation(method, path, document) for path, methods in DESCRIPTION.document["paths"].items()
            for method, document in methods.items()]


def signed_operations():
    return [operation for operation in operations() if operation.is_signed]


def private_reads():
    return [operation for operation in operations() if operation.is_private_read]


def resolve(schema):
    return DESCRIPTION._resolve(schema)


def reference(schema):
    """The name of the schema that a property refers to, or an empty text."""
    return schema.get("$ref", "").rpartition("/")[2]


class Forger:
    """Fills in the parameters of any call for a wallet that is not the attacker's, and has a stolen key sign them."""

    def __init__(self, exchange, wallet, accomplice):
        """With a key of the wallet that the attacker has not stolen, on which calls act that name a key."""
        self.exchange = exchange
        self.wallet = wallet
        self.accomplice = accomplice

    def forge(self, operation, key, optional=()):
        parameters = {name: self._example(name, schema) for name, schema in operation.parameters["properties"].items()
                      if name in operation.parameters["required"] or name in optional}
        assert operation.call in MESSAGES, (
            f"{operation.call} is new: write its message in harness/messages.py, so that stolen keys are tried on it")
        domain = self.exchange.domain
        signature = key.sign(domain.request(operation.call, parameters))
        consent = None
        if "consent" in operation.body["properties"]:
            consent = self.accomplice.sign(domain.consent(parameters))
        return SignedBody(operation.call, parameters, signature, consent)

    def _example(self, name, schema):
        if name in ("wallet", "sourceWallet"):
            return self.wallet
        if name in ("sessionKey", "delegatedKey", "orderDelegatedKey"):
            return self.accomplice.address
        examples = {
            "Nonce": self.exchange.nonces.next, "Address": lambda: ZERO_ADDRESS, "Decimal": lambda: "1.00000000",
            "Market": lambda: "ETH-USD", "Milliseconds": lambda: now() + DAY, "Bytes": lambda: "0x",
            "Signature": lambda: "0x" + secrets.token_hex(65),
        }
        kind, schema = reference(schema), resolve(schema)
        if name == "destinationWallet":
            return "0x" + "ab" * 20
        if kind in examples:
            return examples[kind]()
        assert "enum" in schema, f"no example is known for {name}: {schema}"
        return schema["enum"][0]
