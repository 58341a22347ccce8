"""A gateway that lets in who has a token: TLS, an authorization server, the real broker behind."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import grpc
import trustme

if TYPE_CHECKING:
    from pathlib import Path

STREAMS = ("ActivateJobs", "StreamActivatedJobs")


class Tokens:
    """An authorization server: RFC 6749's client credentials grant."""

    def __init__(self, lifetime: int) -> None:
        self._lifetime = lifetime
        self._ends: dict[str, float] = {}
        tokens = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                body = json.dumps(tokens.issue()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/token"

    @property
    def issued(self) -> int:
        return len(self._ends)

    def issue(self) -> dict[str, object]:
        token = uuid.uuid4().hex
        self._ends[token] = time.monotonic() + self._lifetime
        return {"access_token": token, "token_type": "Bearer", "expires_in": self._lifetime}

    def revoke_all(self) -> None:
        self._ends = dict.fromkeys(self._ends, 0.0)

    def let_in(self, header: str) -> bool:
        return self._ends.get(header.removeprefix("Bearer "), 0.0) > time.monotonic()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Guard:
    """Passes the requests of those it lets in to the broker at ``target``, as they are."""

    def __init__(self, target: str, tokens: Tokens, folder: Path) -> None:
        authority = trustme.CA()
        self.certificate = folder / "authority.pem"
        authority.cert_pem.write_to_path(self.certificate)
        own = authority.issue_cert("127.0.0.1")
        chain = b"".join(blob.bytes() for blob in own.cert_chain_pems)
        self._credentials = grpc.ssl_server_credentials([(own.private_key_pem.bytes(), chain)])
        self._target = target
        self._tokens = tokens
        self.turned_away = 0
        self._listening = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._run()))
        self._thread.start()
        self._listening.wait(20)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(20)
        self._loop.close()

    async def _run(self) -> None:
        self._ended = asyncio.Event()
        async with grpc.aio.insecure_channel(self._target) as self._channel:
            server = grpc.aio.server()
            server.add_generic_rpc_handlers([_Everything(self)])
            self.port = server.add_secure_port("127.0.0.1:0", self._credentials)
            await server.start()
            self._listening.set()
            await self._ended.wait()
            await server.stop(grace=0)

    async def check(self, context) -> None:
        header = dict(context.invocation_metadata()).get("authorization", "")
        if not self._tokens.let_in(header):
            self.turned_away += 1
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "no valid token")

    def handler(self, method: str) -> grpc.RpcMethodHandler:
        if method.endswith(STREAMS):
            return grpc.unary_stream_rpc_method_handler(self._stream(method))
        return grpc.unary_unary_rpc_method_handler(self._one(method))

    def _one(self, method: str):
        async def answer(request: bytes, context) -> bytes:
            await self.check(context)
            try:
                return await self._channel.unary_unary(method)(request, timeout=10)
            except grpc.aio.AioRpcError as error:
                await context.abort(error.code(), error.details())

        return answer

    def _stream(self, method: str):
        async def answer(request: bytes, context):
            await self.check(context)
            async for each in self._channel.unary_stream(method)(request):
                yield each

        return answer


class _Everything(grpc.GenericRpcHandler):
    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def service(self, call):
        return self._guard.handler(call.method)
