"""A running server with everything that a test needs to trade on it."""

import json
import subprocess

from .client import Credentials
from .description import Description
from .keys import KeyRing
from .messages import Domain
from .nonces import Nonces
from .server import Server, share_secrets
from .trader import Trader

# What the tests' publisher says that ETH is worth.
INDEX_PRICE = 2000


def configuration_of(data):
    return data.with_name(data.name + ".json")


class Exchange:
    """A server on a data directory. Every answer that is asked for here is held to the API's description."""

    def __init__(self, tool, data, seed, options=(), environment=None, **configuration):
        """With members of the server's configuration file, such as `limits`."""
        self.keys = KeyRing(seed)
        self.publisher = self.keys.secp256k1()
        self.configure(data, **configuration)
        self.server = Server(tool, data, ["--config", str(configuration_of(data)), *options], environment)
        self.nonces = Nonces()
        self.description = Description()
        self.client = None
        self.domain = None

    def configure(self, data, **configuration):
        """Writes the configuration that the server will be started with.

        It appoints a publisher of index prices other than the server's own, so that no market maker is at work: what
        is in the ledger is what a test has sent.
        """
        document = {"indexPricePublisher": self.publisher.address, **configuration}
        configuration_of(data).write_text(json.dumps(document))

    def share(self, first):
        """Becomes another server of the same ledger, before it is started."""
        self.publisher, self.nonces, self.keys = first.publisher, first.nonces, first.keys
        self.configure(self.server.data)
        share_secrets(first.server.data, self.server.data)

    @property
    def ledger(self):
        return self.server.ledger

    def start(self):
        self.server.start()
        self.client = self.server.client()
        about = self.client.get("/v1/exchange").json
        self.domain = Domain(about["chainId"], about["exchangeContractAddress"])
        self.publish_index_price()
        return self

    def stop(self):
        self.client.close()
        self.server.stop()

    def kill(self):
        self.client.close()
        self.server.kill()

    # What tests do.

    def trader(self, wallet=None, deposit=None):
        """A wallet that trades, perhaps with play money."""
        trader = Trader(self.domain, wallet or self.keys.secp256k1(), self.nonces)
        if deposit:
            self.accept(trader.deposit(deposit))
        return trader

    def accept(self, signed, credentials=None):
        """Sends a call that must be carried out; gives what it answers."""
        answer = self.answer(signed, credentials)
        assert answer.status == 200, f"{signed.call} is answered {answer}"
        return answer.json

    def refuse(self, signed, code, status, credentials=None):
        """Sends a call that must be refused with a code and a status."""
        answer = self.answer(signed, credentials)
        assert (answer.status, answer.code) == (status, code), f"{signed.call} is answered {answer}"

    def publish_index_price(self, market="ETH-USD", price=f"{INDEX_PRICE}.00000000"):
        publisher = Trader(self.domain, self.publisher, self.nonces)
        self.accept(publisher.index_price(market, price))

    def answer(self, signed, credentials=None):
        answer = self.client.call(signed, credentials)
        self.description.check(*signed.call.split(" "), answer)
        return answer

    def look(self, path, credentials=None, **query):
        """Reads something that is there."""
        answer = self.read(path, credentials, **query)
        assert answer.status == 200, f"GET {path} is answered {answer}"
        return answer.json

    def read(self, path, credentials=None, **query):
        """Reads; private data with a nonce and credentials."""
        if credentials:
            query = {"nonce": self.nonces.next(), **query}
        answer = self.client.get(path, query, credentials)
        self.description.check("GET", path, answer)
        return answer

    def check(self, signed):
        """What the server says to whether it would admit a call."""
        body = json.dumps({"request": signed.call, "body": signed.document}).encode()
        answer = self.client.send("POST", "/v1/sessionKeys/check", body)
        self.description.check("POST", "/v1/sessionKeys/check", answer)
        assert answer.status == 200, f"the check is answered {answer}"
        return answer.json

    def authorize(self, trader, key, **scope):
        """Authorises a session key; gives the credentials that come with it."""
        registration = self.accept(trader.authorize(key, **scope))
        return Credentials(registration["apiKey"], registration["apiSecret"])

    def new_account(self):
        """The credentials of an account, made as an operator makes them."""
        made = json.loads(self.run_tool("api-key", "create", "--sandbox", "--data", str(self.server.data), "--json"))
        return Credentials(made["apiKey"], made["apiSecret"])

    def audit(self):
        """Verifies the whole ledger again with the tool; gives how many entries that was."""
        report = json.loads(self.run_tool(
            "audit", "--data", str(self.server.data), "--publisher", self.publisher.address, "--json"))
        assert report["holds"] and report["findingCount"] == 0, report
        return report["entries"]

    def run_tool(self, *arguments):
        """Runs a command of the tool; gives what it printed."""
        command = [self.server.tool, *arguments]
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        assert result.returncode == 0, f"{arguments[0]} ended with {result.returncode}: {result.stderr.decode()}"
        return result.stdout.decode()
