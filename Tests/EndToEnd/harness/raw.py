"""Bytes over a socket, for what no HTTP client would send."""

import json
import socket

from .server import HOST


class RawAnswer:
    """What came back: a status, lower-case header names, a body; no status where the connection was just closed."""

    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if lines[0].startswith("HTTP/") else None
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}

    @property
    def json(self):
        """The body, or `None` where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def code(self):
        """The code of an error, or `None`."""
        return self.json.get("code") if isinstance(self.json, dict) else None

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:200]}"


def exchange_bytes(port, *parts, timeout=10, finish=False):
    """Sends bytes and reads until the server closes, or a whole answer is there.

    With `finish` the sending side is closed after the last byte.
    """
    with socket.create_connection((HOST, port), timeout=timeout) as connection:
        data = b""
        try:
            for part in parts:
                connection.sendall(part)
            if finish:
                connection.shutdown(socket.SHUT_WR)
            while not is_whole(data):
                received = connection.recv(65536)
                if not received:
                    break
                data += received
        except (BrokenPipeError, ConnectionResetError):
            pass
        return RawAnswer(data)


class Connection:
    """One connection for signed calls, one after another, with as little work on this side as can be."""

    def __init__(self, port, timeout=20):
        self._socket = socket.create_connection((HOST, port), timeout=timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call(self, signed):
        method, path = signed.call.split(" ")
        self._socket.sendall(request(method, path, signed.bytes))
        data = b""
        while not is_whole(data):
            received = self._socket.recv(65536)
            if not received:
                raise ConnectionError(f"the server closed the connection after {data[:200]}")
            data += received
        return RawAnswer(data)

    def close(self):
        self._socket.close()


def is_whole(data):
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.partition(b":")[2])
    return False


def request(method, target, body=b"", headers=(), version="HTTP/1.1"):
    """The bytes of a request."""
    fields = ["host: localhost", *headers]
    if body and not any(field.lower().startswith(("content-length", "transfer-encoding")) for field in fields):
        fields.append(f"content-length: {len(body)}")
    return f"{method} {target} {version}\r\n".encode() + "\r\n".join(fields).encode("latin-1") + b"\r\n\r\n" + body
