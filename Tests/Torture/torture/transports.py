"""Two ways to the server, and how each can be cut in the middle of a request."""

import itertools
import json
import logging
import os
import socket
import struct
import time

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.sync.client import connect

from harness.raw import RawAnswer, is_whole, request
from harness.server import HOST

ANSWER_SECONDS = 12
# A request is sent whole and waited for; half of it is sent; it is sent and the connection reset, or left alone.
WHOLE, HALF, RESET, ABANDONED = "whole", "half", "reset", "abandoned"
MANNERS = [WHOLE, HALF, RESET, ABANDONED]
ABANDONED_SECONDS = 0.004
FAILURES = (OSError, EOFError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError)

# Connections are cut under the library's feet on purpose.
logging.getLogger("websockets").setLevel(logging.CRITICAL + 1)


class Answered:
    """What came back: a status, an error's code, a JSON document; all `None` where nothing did."""

    def __init__(self, status=None, code=None, document=None):
        self.status = status
        self.code = code
        self.document = document

    @property
    def sequence(self):
        found = self.document.get("sequence") if isinstance(self.document, dict) else None
        return found if isinstance(found, int) else None


def reset(connection):
    """Closes a connection so that the other side learns of it by a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


class HTTPLink:
    """One connection for one request after another."""

    via = "http"

    def __init__(self, port, host=HOST):
        self._address = (host, port)
        self._socket = None

    def open(self):
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=ANSWER_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, calls, manner=WHOLE):
        """Sends bodies to calls one after another; gives what each was answered. Raises what the connection does."""
        return [self._send(call, body, manner) for call, body in calls]

    def _send(self, call, body, manner):
        method, path = call.split(" ")
        data = request(method, path, body)
        if manner == HALF:
            self._socket.sendall(data[:-max(1, len(body) // 2)])
            return self._drop(reset if len(body) % 2 else socket.socket.close)
        self._socket.sendall(data)
        if manner == RESET:
            return self._drop(reset)
        if manner == ABANDONED:
            time.sleep(ABANDONED_SECONDS)
            return self._drop(socket.socket.close)
        answer = self._receive()
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return Answered(answer.status, answer.code, answer.json)

    def _receive(self):
        data = b""
        while not is_whole(data):
            received = self._socket.recv(65536)
            if not received:
                raise EOFError("the server has closed the connection")
            data += received
        return RawAnswer(data)

    def _drop(self, close):
        connection, self._socket = self._socket, None
        close(connection)
        return Answered()

    def cut(self):
        """Cuts the connection while somebody else may be waiting for it."""
        connection = self._socket
        if connection is not None:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        if self._socket is not None:
            self._drop(socket.socket.close)


class SocketLink:
    """One WebSocket, over which several requests are under way at once."""

    via = "websocket"

    def __init__(self, port, host=HOST):
        self._address = f"{host}:{port}"
        self._connection = None
        self._cids = itertools.count(1)

    def open(self):
        if self._connection is None:
            self._connection = connect(
                f"ws://{self._address}/ws", open_timeout=ANSWER_SECONDS, close_timeout=0.2, compression=None,
                max_size=None, ping_interval=None).__enter__()

    def send(self, calls, manner=WHOLE):
        frames = {}
        for call, body in calls:
            cid = str(next(self._cids))
            frames[cid] = json.dumps({"method": "request", "path": call, "body": json.loads(body), "cid": cid})
        if manner == HALF:
            self._send_half(next(iter(frames.values())))
            return [Answered() for _ in calls]
        for frame in frames.values():
            self._connection.send(frame)
        if manner in (RESET, ABANDONED):
            time.sleep(ABANDONED_SECONDS if manner == ABANDONED else 0)
            self._abort()
            return [Answered() for _ in calls]
        return self._receive(frames)

    def _receive(self, frames):
        """The answers to all frames. What has come when the connection ends is kept."""
        answers = {}
        end = time.monotonic() + ANSWER_SECONDS
        try:
            while len(answers) < len(frames):
                message = json.loads(self._connection.recv(max(0.01, end - time.monotonic())))
                if message.get("cid") in frames:
                    answers[message["cid"]] = self._answered(message)
        except FAILURES:
            self._abort()
        return [answers.get(cid, Answered()) for cid in frames]

    @staticmethod
    def _answered(message):
        data = message.get("data")
        if message["type"] == "response":
            return Answered(200, None, data)
        code = data.get("code") if isinstance(data, dict) else None
        return Answered(STATUSES.get(code, 400), code, data)

    def _send_half(self, text):
        """A masked text frame that ends too early."""
        body, mask = text.encode(), os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(body))
        head = b"\x81" + (bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack(">H", len(body)))
        self._connection.socket.sendall(head + mask + masked[:len(masked) // 2])
        self._abort()

    def _abort(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()

    def cut(self):
        connection = self._connection
        if connection is not None:
            try:
                connection.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self._abort()


# Errors over a WebSocket have no status; those that are no plain refusal.
STATUSES = {"INTERNAL_SERVER_ERROR": 500, "ADMISSION_UNKNOWN": 500, "SERVICE_UNAVAILABLE": 503}
