"""The wire between workers and gateway, which can be cut, slow, or swallow everything."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable

CHUNK = 65536


class Proxy:
    """A port of the loopback that leads to ``target`` (host:port), in a thread of its own."""

    def __init__(self, target: str) -> None:
        self._target = target.split(":")
        self._delay = 0.0
        self._writers: set[StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._open = asyncio.Event()
        self._open.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.run_coroutine_threadsafe(self._listen(), self._loop)
        self.address = listening.result()

    def cut(self) -> None:
        """Close every connection; who wants may connect again."""
        self._do(self._cut)

    def delay(self, seconds: float) -> None:
        """Let everything arrive this much later, in both directions; 0: as it comes."""
        self._delay = seconds

    def swallow(self) -> None:
        """Let nothing through, and close nothing: connections look alive."""
        self._do(self._open.clear)

    def release(self) -> None:
        """Let through what was swallowed."""
        self._do(self._open.set)

    def close(self) -> None:
        """End the proxy and its connections."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(what)

    async def _listen(self) -> str:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    async def _end(self) -> None:
        self._server.close()
        self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _cut(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()  # at once: not after what is still to be sent

    async def _accept(self, near_in: StreamReader, near_out: StreamWriter) -> None:
        self._writers.add(near_out)
        try:
            far_in, far_out = await asyncio.open_connection(*self._target)
        except OSError:
            near_out.transport.abort()
            return
        finally:
            self._writers.discard(near_out)
        pair = {near_out, far_out}
        self._writers |= pair
        ends = [asyncio.create_task(self._pump(near_in, far_out))]
        ends += [asyncio.create_task(self._pump(far_in, near_out))]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for writer in pair:
            writer.close()
        for end in ends:
            end.cancel()
        self._writers -= pair

    async def _pump(self, source: StreamReader, sink: StreamWriter) -> None:
        with suppress(OSError):
            while content := await source.read(CHUNK):
                await asyncio.sleep(self._delay)
                await self._open.wait()
                sink.write(content)
                await sink.drain()
