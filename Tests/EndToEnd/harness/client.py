"""Speaks to the server over HTTP. A request is sent once: nothing is tried again."""

import hashlib
import hmac
import json
import urllib.parse

import urllib3

TIMEOUT_SECONDS = 20


class Credentials:
    """An API key and its secret."""

    def __init__(self, key, secret):
        self.key = key
        self.secret = secret

    def headers(self, message):
        """The headers that authenticate a query string, or the body of another method than GET."""
        signature = hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()
        return {"kp-api-key": self.key, "kp-hmac-signature": signature}


class Answer:
    """A status, headers, and the JSON of the body where it is JSON."""

    def __init__(self, status, headers, data):
        self.status = status
        self.headers = headers
        self.data = data
        is_json = headers.get("content-type", "").startswith("application/json")
        self.json = json.loads(data) if is_json and data else None

    @property
    def code(self):
        """The error's code, or `None` for an answer that is none."""
        return self.json.get("code") if self.status >= 400 and isinstance(self.json, dict) else None

    def __repr__(self):
        return f"{self.status} {self.data[:400].decode(errors='replace')}"


class SignedBody:
    """A signed call, ready to be sent, as often as one likes."""

    def __init__(self, call, parameters, signature, consent=None):
        self.call = call
        self.parameters = parameters
        self.document = {"parameters": parameters, "signature": signature}
        if consent:
            self.document["consent"] = consent
        self.bytes = json.dumps(self.document).encode()

    @property
    def nonce(self):
        return self.parameters["nonce"]


class Client:
    """A pool of connections to one server."""

    def __init__(self, host, port, connections=8):
        self._pool = urllib3.HTTPConnectionPool(
            host, port, maxsize=connections, block=True, retries=False, timeout=TIMEOUT_SECONDS)

    def close(self):
        self._pool.close()

    def send(self, method, target, body=None, headers=None):
        """Sends a request as it is; raises `urllib3.exceptions.HTTPError` where no answer comes."""
        headers = dict(headers or {})
        if body is not None:
            headers.setdefault("content-type", "application/json")
        response = self._pool.request(method, target, body=body, headers=headers, preload_content=True)
        return Answer(response.status, response.headers, response.data)

    def get(self, path, query=None, credentials=None, headers=()):
        text = urllib.parse.urlencode(query or {})
        headers = {**dict(headers), **(credentials.headers(text.encode()) if credentials else {})}
        return self.send("GET", path + ("?" + text if text else ""), headers=headers)

    def call(self, signed, credentials=None):
        """Sends a signed call."""
        method, path = signed.call.split(" ")
        return self.send(method, path, signed.bytes, credentials.headers(signed.bytes) if credentials else None)
