"""Somebody reads everything that is written down: logs, crashes, answers, files. No secret is there."""

import base64
import json
import os
import signal
import subprocess
import time

import pytest

from arena.household import PASSPHRASE, Household
from arena.victim import KINDS
from harness.raw import exchange_bytes, request
from harness.socket import Socket

DEMO_ID = "5ec2e7" + "9a" * 13


def spellings(secret):
    """How some bytes could have been written: as they are, and in hexadecimal, base 64 and decimal digits."""
    encoded = [secret.hex(), secret.hex().upper(), base64.b64encode(secret).decode().rstrip("="),
               base64.urlsafe_b64encode(secret).decode().rstrip("="), str(int.from_bytes(secret, "big")),
               str(int.from_bytes(secret, "little")), ", ".join(map(str, secret)), ",".join(map(str, secret)),
               ", ".join(f"0x{byte:02x}" for byte in secret), " ".join(f"{byte:02x}" for byte in secret)]
    return [secret, secret[::-1], *(text.encode() for text in encoded)]


def found(secrets, places):
    """Which secrets are in which places, in whatever spelling."""
    return [(name, place) for name, secret in secrets.items() for place, content in places.items()
            for spelling in (spellings(secret) if isinstance(secret, bytes) else [secret.encode()])
            if spelling in content]


class Story:
    """Everything that is done on an exchange, by the tool and by clients, and everything that is written meanwhile."""

    def __init__(self, exchange, directory):
        self.exchange = exchange
        self.household = Household(exchange, directory)
        self.answers = b""
        self.secrets = {"passphrase": PASSPHRASE, "demo wallet's id": DEMO_ID}

    def tell(self):
        self.household.begin()
        self.household.buy()
        self.household.run("withdraw", "100", opens_wallet=True)
        self.household.run("list")
        for kind in KINDS:
            self.trade(kind)
        self.use_a_demo_wallet()
        self.household.run("revoke", "--all", opens_wallet=True)
        self.collect_files()
        return self

    def trade(self, kind):
        """A session of a client, with everything put in the wrong place as well."""
        exchange = self.exchange
        trader, key = exchange.trader(deposit="1000.00000000"), getattr(exchange.keys, kind)()
        self.secrets[f"{kind} key"] = secret_of(key)
        self.secrets[f"{kind} wallet"] = secret_of(trader.wallet)
        pair = exchange.authorize(trader, key, name="of a story")
        self.keep_pair(kind, pair)
        token = exchange.look("/v1/wsToken", pair, wallet=trader.address)["token"]
        self.secrets[f"{kind} token"] = token.rpartition(".")[2]
        self.ask(trader.order(key), trader.withdraw("1.00000000", signer=key), trader.order(signer=key))
        with Socket(exchange.server.port) as socket:
            socket.subscribe("orders", token=token)
            socket.call(trader.order(key))
            wrong = {"method": "subscribe", "subscriptions": ["orders"], "token": token + "0"}
            for message in (wrong, {"method": token}):
                self.answers += json.dumps(socket.ask(**message)).encode()
        for secret in (pair.secret, token, secret_of(key).hex()):
            self.put_in_the_wrong_place(secret, trader)
        self.ask(trader.revoke(key))

    def keep_pair(self, kind, pair):
        self.secrets[f"{kind} apiSecret"] = pair.secret
        self.secrets[f"{kind} apiSecret's bytes"] = bytes.fromhex(pair.secret)

    def put_in_the_wrong_place(self, secret, trader):
        """As people do who mix things up. The answer and the log say what was wrong, and do not repeat it."""
        port = self.exchange.server.port
        query = f"nonce={self.exchange.nonces.next()}&wallet={trader.address}"
        order = trader.order()
        for data in (
                request("GET", f"/v1/orders?{query}", headers=[f"kp-api-key: {secret}", "kp-hmac-signature: 00"]),
                request("GET", f"/v1/orders?{query}", headers=["kp-api-key: x", f"kp-hmac-signature: {secret}"]),
                request("GET", f"/v1/orders?{query}", headers=[f"authorization: Bearer {secret}"]),
                request("GET", f"/v1/orders?nonce={secret}&wallet={trader.address}"),
                request("POST", "/v1/orders", json.dumps({**order.document, "signature": secret}).encode()),
                request("POST", "/v1/orders", json.dumps({**order.document, "signature": "0x" + secret}).encode()),
                request("POST", "/v1/orders", secret.encode()),
                request("POST", "/v1/sandbox/demoWallet", json.dumps({"id": secret}).encode())):
            self.answers += exchange_bytes(port, data).body

    def use_a_demo_wallet(self):
        exchange = self.exchange
        wallet = self.post("/v1/sandbox/demoWallet", {"id": DEMO_ID}).json["wallet"]
        document = exchange.domain.document(
            "POST /v1/sandbox/deposits", {"nonce": exchange.nonces.next(), "wallet": wallet, "quantity": "1.00000000"})
        for typed_data in (json.dumps(document), "{}", json.dumps({**document, "domain": {"name": "x"}})):
            self.answers += self.post("/v1/sandbox/demoWallet/sign", {"id": DEMO_ID, "typedData": typed_data}).data
        self.answers += self.post("/v1/sandbox/demoWallet", {"id": DEMO_ID, "more": 1}).data

    def post(self, path, document):
        return self.exchange.client.send("POST", path, json.dumps(document).encode())

    def ask(self, *calls):
        for signed in calls:
            self.answers += self.exchange.answer(signed).data

    def collect_files(self):
        """The secrets that the tool and the server have drawn for themselves."""
        for path in [*self.exchange.server.data.glob("*.key"), self.household.keys / "device.secret"]:
            self.secrets[path.name] = bytes.fromhex(path.read_text())
        for path in self.household.keys.glob("*.session.json"):
            self.secrets["the session's apiSecret"] = json.loads(path.read_text())["apiSecret"]
        for path in ("/metrics", "/health", "/v1/exchange", "/v1/nowhere"):
            self.answers += self.exchange.client.get(path).data

    def places(self):
        """All that was written: logs, crashes, answers, and files that are not secrets themselves."""
        data = self.exchange.server.data
        files = {path.name: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.suffix != ".key"}
        log = self.exchange.server.log.read_bytes()
        return {"log": log, "answers": self.answers, "tool": self.household.output, **files}


def secret_of(key):
    """The private key's 32 bytes, of either kind of the harness's keys."""
    if key.is_recoverable:
        return bytes(key._account.key)
    return key._key.private_numbers().private_value.to_bytes(32, "big")


class Crash:
    """Ends a server by a signal that stands for a bug."""

    # Registers and stack of the thread that crashed, with the memory that registers point to.
    BACKTRACE = "enable=yes,color=no,interactive=no,registers=all,images=none,threads=crashed,limit=16,symbolicate=off"
    SECONDS = 20

    def __init__(self, exchange, number):
        self._exchange = exchange
        self._number = number

    def happen(self):
        """A signal from outside is survived once the backtrace is written, since nothing is wrong: it is ended then."""
        os.kill(self._exchange.process_id, self._number)
        end = time.monotonic() + self.SECONDS
        while self._exchange.server.is_running and time.monotonic() < end and not self._is_told():
            time.sleep(0.2)
        if self._exchange.server.is_running:
            self._exchange.kill()

    def _is_told(self):
        return b"rip 0x" in self._exchange.server.log.read_bytes()


@pytest.mark.parametrize("number, backtrace", [
    (signal.SIGSEGV, Crash.BACKTRACE), (signal.SIGABRT, "enable=no")], ids=["with a backtrace", "without one"])
def test_a_whole_story_is_logged_and_ends_in_a_crash(make_exchange, tmp_path, number, backtrace):
    exchange = make_exchange(f"told-{number.name}", options=["--log-level", "trace"], environment={
        "SWIFT_BACKTRACE": backtrace}).start()
    story = Story(exchange, tmp_path).tell()
    Crash(exchange, number).happen()
    places = story.places()
    assert len(story.secrets) >= 15 and len(places["log"]) > 1_000, story.secrets.keys()
    assert found(story.secrets, places) == []
    exchange.server.start()
    exchange.client = exchange.server.client()
    exchange.admitted = [entry.nonce for entry in exchange.ledger.entries()]
    exchange.finish()
    assert found(story.secrets, story.places()) == []


def test_a_secret_that_is_written_down_would_be_found():
    """The search itself can fail: what it looks for is found in every spelling."""
    secret = bytes(range(100, 132))
    for spelling in spellings(secret):
        assert found({"planted": secret}, {"log": b"before " + spelling + b" after"})


def test_the_servers_greeting_and_errors_name_no_secret(exchange, tool):

    key = exchange.server.data / "server.key"
    secret = {"server.key": bytes.fromhex(key.read_text())}
    command = [tool, "serve", "--sandbox", "--json", "--port", "0", "--data", str(exchange.server.data),
               "--log-level", "trace"]
    second = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=20)
    assert second.returncode != 0
    assert found(secret, {"output": second.stdout + second.stderr}) == []
