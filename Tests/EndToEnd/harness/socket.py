"""Speaks to the server over a WebSocket."""

import itertools
import json

from websockets.sync.client import connect

from .server import HOST

TIMEOUT_SECONDS = 10


class Socket:
    """One connection. What is not waited for is kept until it is."""

    def __init__(self, port, path="/ws", **options):
        self.connection = connect(
            f"ws://{HOST}:{port}{path}", open_timeout=TIMEOUT_SECONDS, close_timeout=1, compression=None,
            max_size=None, **options).__enter__()
        self._cids = itertools.count(1)
        self._kept = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.connection.close()

    def send(self, document):
        self.connection.send(document if isinstance(document, (str, bytes)) else json.dumps(document))

    def next(self, is_wanted=lambda message: True, timeout=TIMEOUT_SECONDS):
        """The first message that is wanted; the others are kept, in their order."""
        for index, message in enumerate(self._kept):
            if is_wanted(message):
                return self._kept.pop(index)
        while True:
            message = json.loads(self.connection.recv(timeout))
            if is_wanted(message):
                return message
            self._kept.append(message)

    def event(self, name, timeout=TIMEOUT_SECONDS):
        """The data of the next event of a subscription."""
        return self.next(lambda message: message["type"] == name, timeout)["data"]

    def events(self, name, count):
        return [self.event(name) for _ in range(count)]

    def rest(self, seconds=0.3):
        """What comes until nothing has come for a while."""
        messages, self._kept = self._kept, []
        while True:
            try:
                messages.append(json.loads(self.connection.recv(seconds)))
            except TimeoutError:
                return messages

    def ask(self, **message):
        """Sends a message under a name of its own; gives what answers it."""
        cid = str(next(self._cids))
        self.send({**message, "cid": cid})
        return self.next(lambda answer: answer.get("cid") == cid)

    def subscribe(self, *subscriptions, **more):
        answer = self.ask(method="subscribe", subscriptions=list(subscriptions), **more)
        assert answer["type"] == "subscriptions", answer
        return answer["subscriptions"]

    def call(self, signed):
        """Sends a signed call; gives the message that answers it."""
        return self.ask(method="request", path=signed.call, body=signed.document)
