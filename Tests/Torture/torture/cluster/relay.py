"""A link to a database that can be slow, silent or broken: `relay.py PORT:TARGET …`.

It takes orders on its standard input, one a line, and ends with it:

    delay SECONDS   each piece of data takes so long in each direction
    hold            nothing goes through and nobody is told, as with a machine that hangs: connections stay open, and new
                    ones are taken
    reset           all connections are reset
    go              everything goes through
"""

import asyncio
import contextlib
import os
import socket
import struct
import sys

HOST = "127.0.0.1"
PIECE = 65_536


class Relay:
    def __init__(self):
        self.delay = 0
        self.is_open = asyncio.Event()
        self.is_open.set()
        self.writers = set()

    async def serve(self, port, target):
        """Takes connections while there is somebody to take them: libpq tries its next host only where it is refused."""
        while True:
            is_gone = asyncio.Event()
            server = await asyncio.start_server(
                lambda reader, writer, is_gone=is_gone: self._connect(target, reader, writer, is_gone), HOST, port)
            await is_gone.wait()
            server.close()
            while not await self._is_there(target):
                await asyncio.sleep(0.05)

    @staticmethod
    async def _is_there(target):
        try:
            _, writer = await asyncio.open_connection(HOST, target)
        except OSError:
            return False
        writer.close()
        return True

    async def _connect(self, target, reader, writer, is_gone):
        await self.is_open.wait()
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, target)
        except OSError:
            is_gone.set()
            self._break(writer)
            return
        for one in (writer, far_writer):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.writers |= {writer, far_writer}
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        self.writers -= {writer, far_writer}

    async def _pass(self, reader, writer):
        """What is read is written later; meanwhile more is read: a delay is no limit of the throughput."""
        pieces = asyncio.Queue()

        async def write():
            while piece := await pieces.get():
                due, data = piece
                await asyncio.sleep(max(0, due - asyncio.get_running_loop().time()))
                await self.is_open.wait()
                writer.write(data)
                await writer.drain()
        writing = asyncio.create_task(write())
        try:
            while data := await reader.read(PIECE):
                pieces.put_nowait((asyncio.get_running_loop().time() + self.delay, data))
            pieces.put_nowait(None)
            await writing
        except OSError:
            pass
        finally:
            writing.cancel()
            writer.close()

    @staticmethod
    def _break(writer):
        # One that is closed already needs no reset.
        with contextlib.suppress(OSError):
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    def obey(self, order):
        name, *values = order.split()
        if name == "delay":
            self.delay = float(values[0])
        elif name == "hold":
            self.is_open.clear()
        elif name == "go":
            self.delay = 0
            self.is_open.set()
        elif name == "reset":
            for writer in list(self.writers):
                self._break(writer)


async def main(routes):
    relay = Relay()
    _serving = [asyncio.create_task(relay.serve(*map(int, route.split(":")))) for route in routes]
    await asyncio.sleep(0.1)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    print("ready", flush=True)
    while order := await orders.readline():
        relay.obey(order.decode())
        print("done", flush=True)
    # Connections are left as they are: whoever has closed our input needs them no more.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
