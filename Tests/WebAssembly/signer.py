"""Calls the exports of signer.wasm as the web page does, with records of its own making."""

import struct

from wasmtime import Engine, Instance, Module, Store


class Refused(Exception):
    """The module answered with a reason."""

    def __init__(self, code, message, field):
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


def sized(chunk):
    return struct.pack("<I", len(chunk)) + chunk


def encoded(value):
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, list):
        return b"".join(sized(element.encode()) for element in value)
    return str(value).encode()


def record(fields):
    pairs = fields.items() if isinstance(fields, dict) else fields
    return b"".join(sized(name.encode()) + sized(encoded(value)) for name, value in pairs)


def parsed(data):
    chunks, offset = [], 0
    while offset < len(data):
        (length,) = struct.unpack_from("<I", data, offset)
        chunks.append(data[offset + 4:offset + 4 + length].decode())
        offset += 4 + length
    assert offset == len(data) and len(chunks) % 2 == 0
    return dict(zip(chunks[::2], chunks[1::2]))


class Signer:
    """An instance of the module, which is given nothing."""

    def __init__(self, path):
        engine = Engine()
        self.module = Module.from_file(engine, path)
        self.store = Store(engine)
        self.exports = Instance(self.store, self.module, []).exports(self.store)
        self.memory = self.exports["memory"]

    def pages(self):
        return self.memory.size(self.store)

    def raw(self, name, data):
        """Calls an export with any bytes."""
        pointer = self.exports["allocate"](self.store, len(data))
        assert pointer != 0
        self.memory.write(self.store, data, pointer)
        output = self.exports[name](self.store, pointer, len(data))
        self.exports["release"](self.store, pointer)
        assert output != 0
        (length,) = struct.unpack("<I", bytes(self.memory.read(self.store, output, output + 4)))
        answer = parsed(bytes(self.memory.read(self.store, output + 4, output + 4 + length)))
        self.exports["release"](self.store, output)
        if "code" in answer:
            assert set(answer) == {"code", "message", "field"} and answer["message"]
            raise Refused(answer["code"], answer["message"], answer["field"])
        return answer

    def call(self, name, **fields):
        return self.raw(name, record(fields))

    def prepare(self, call, parameters, domain, session_key=None):
        fields = {"call": call, "domain.chainId": domain["chainId"], "domain.contract": domain["verifyingContract"],
                  "domain.environment": "sandbox" if domain["version"].endswith("-sandbox") else "production"}
        fields |= {f"parameters.{name}": value for name, value in parameters.items() if value is not None}
        if session_key is None:
            return self.raw("prepare_for_wallet", record(fields))
        return self.raw("prepare_for_session_key", record(fields | {"sessionKey": session_key}))

    def decimal(self, operation, **operands):
        return self.call("decimal", operation=operation, **operands)["result"]
