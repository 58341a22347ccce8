"""What ClamAV's daemon does with INSTREAM, over a real socket; it knows one virus, EICAR's test."""

from __future__ import annotations

import socketserver
import struct
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# In two, so that this file itself is no find. https://www.eicar.org/download-anti-malware-testfile
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Win.Test.EICAR_HDB-1"


class Clamd:
    """The daemon.

    Attributes:
        seen: the contents it was given.
        reply: said instead of a verdict; empty: it hangs up without a word; None: a verdict.
        most: its StreamMaxLength, in bytes.
    """

    def __init__(self, socket_path: Path | None = None) -> None:
        self.seen: list[bytes] = []
        self.reply: str | None = None
        self.most = 25_000_000
        kind = socketserver.ThreadingUnixStreamServer if socket_path else _TcpServer
        where = str(socket_path) if socket_path else ("127.0.0.1", 0)
        self._server = kind(where, type("Talk", (_Talk,), {"clamd": self}))
        self._server.daemon_threads = True
        self.address = str(socket_path or f"127.0.0.1:{self._server.server_address[1]}")
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _TcpServer(socketserver.ThreadingTCPServer):
    request_queue_size = 20


class _Talk(socketserver.StreamRequestHandler):
    clamd: Clamd

    def handle(self) -> None:
        command = self._command()
        if command != b"zINSTREAM\0":
            self._say("UNKNOWN COMMAND")
            return
        content = self._stream()
        if content is None:
            self._say("INSTREAM size limit exceeded. ERROR")
            return
        self.clamd.seen.append(content)
        verdict = f"{SIGNATURE} FOUND" if EICAR in content else "OK"
        self._say(f"stream: {verdict}" if self.clamd.reply is None else self.clamd.reply)

    def _command(self) -> bytes:
        heard = b""
        while not heard.endswith(b"\0") and (part := self.rfile.read(1)):
            heard += part
        return heard

    def _stream(self) -> bytes | None:
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            if len(content) + length > self.clamd.most:
                return None
            content += self.rfile.read(length)
        return content

    def _say(self, answer: str) -> None:
        if answer:
            self.wfile.write(answer.encode() + b"\0")
