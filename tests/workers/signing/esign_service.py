"""An e-sign client service of our own: BSrE's API v2 over HTTP, with keys of a local authority.

It really signs, and where told it goes wrong after that, as networks do.
"""

from __future__ import annotations

import base64
import binascii
import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle

APPLICATION = ("kanwil", "sandi-aplikasi")
PASSPHRASE = "Lautan-Tenang#9"  # noqa: S105 -- of a service that lives as long as the test
TOTP = "482913"
SUBSCRIBER = "KANWIL-UJI"
EMAIL = "siti@example.go.id"
NIK = "3171234567890123"
# What comes instead of the signed document.
WRONG = {
    "502": (502, b"<html>Bad Gateway</html>"),
    "500": (500, b'{"error": "Proses signing gagal", "status_code": 500}'),
    "not-json": (200, b"<html>OK</html>"),
    "garbled": (200, b'{"time": 1, "file": ["bukan base64!"]}'),
    "empty": (200, b'{"time": 1, "file": []}'),
    "unsigned": (200, b'{"time": 1, "file": ["JVBERi0xLjcK"]}'),
}


class EsignService:
    """The service, and what became of what it was asked."""

    def __init__(self, office, url: str) -> None:
        self.url = url
        self._signer = office.key().signer
        self.statuses = {EMAIL: "ISSUE", NIK: "ISSUE"}
        self.mood = ""  # what goes wrong with the next signatures
        self.asked: list[tuple[str, dict]] = []  # the calls: path and body
        self.signed: list[bytes] = []  # what it has signed
        self.has_signed = threading.Event()
        self.release = threading.Event()  # ends a mood of "late"

    def calls(self, path: str) -> list[dict]:
        return [body for asked, body in self.asked if asked == f"/api/v2/{path}"]

    def answer(self, path: str, body: dict) -> tuple[int, dict]:
        self.asked.append((path, body))
        match path.removeprefix("/api/v2/"):
            case "user/check/status":
                return 200, {"status": self.statuses.get(_who(body), "NOT_REGISTERED")}
            case "sign/get/totp":
                return 200, {"message": "TOTP dikirim", "expires": 300}
            case "sign/pdf":
                return self._sign(body, proven=_proven(body))
            case "seal/pdf":
                known = body.get("idSubscriber") == SUBSCRIBER and body.get("totp") == TOTP
                return self._sign(body, proven=known)
            case "verify/pdf":
                return self._verify(base64.b64decode(body["file"], validate=True))
        return 404, {"error": "Not Found"}

    def _sign(self, body: dict, *, proven: bool) -> tuple[int, dict]:
        if not proven:
            return 400, {"error": f"Passphrase anda salah: {body}", "status_code": 2031}
        (file,) = body["file"]
        (properties,) = body["signatureProperties"]
        signed = add_signature(base64.b64decode(file, validate=True), properties, self._signer)
        self.signed.append(signed)
        self.has_signed.set()
        return 200, {"time": 1099, "file": [base64.b64encode(signed).decode()]}

    def _verify(self, document: bytes) -> tuple[int, dict]:
        whole = document in self.signed
        return 200, {
            "conclusion": "VALID" if whole else "NO_SIGNATURE",
            "description": "Dokumen valid" if whole else "Tidak ada tanda tangan",
            "signatureCount": int(whole),
            "signatureInformations": [{"signerName": "Siti Rahmawati"}] if whole else [],
        }


def add_signature(document: bytes, properties: dict, signer) -> bytes:
    """Sign as the properties say. Lengths are points from the page's upper left corner."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    name = f"Signature{len(writer.prev.embedded_signatures) + 1}"
    field, style = SigFieldSpec(name), None
    if properties["tampilan"] == "VISIBLE":
        reader = PdfFileReader(BytesIO(document))
        index = properties["page"] - 1
        height = float(reader.root["/Pages"]["/Kids"][index]["/MediaBox"][3])
        left, top = properties["originX"], height - properties["originY"]
        right, bottom = left + properties["width"], top - properties["height"]
        box = tuple(round(side) for side in (left, bottom, right, top))
        field = SigFieldSpec(name, on_page=index, box=box)
        image = Image.open(BytesIO(base64.b64decode(properties["imageBase64"], validate=True)))
        style = StaticStampStyle(background=PdfImage(image), background_opacity=1, border_width=0)
    metadata = PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=properties["reason"],
    )
    pen = PdfSigner(metadata, signer=signer, stamp_style=style, new_field_spec=field)
    return pen.sign_pdf(writer).getvalue()


def _who(body: dict) -> str:
    return body.get("email") or body.get("nik") or ""


def _proven(body: dict) -> bool:
    known = _who(body) in {EMAIL, NIK}
    return known and (body.get("passphrase") == PASSPHRASE or body.get("totp") == TOTP)


@contextmanager
def esign_service(office):
    """The service, listening on the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.service = EsignService(office, f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.service
    finally:
        server.service.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service = self.server.service
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_known():
            self._send(401, b"{}")
            return
        if service.mood == "redirect":
            self.send_response(307)
            self.send_header("Location", f"{service.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, answer = service.answer(self.path, json.loads(content))
        signs = self.path.endswith(("sign/pdf", "seal/pdf")) and status == 200
        self._say(service, service.mood if signs else "", status, json.dumps(answer).encode())

    def _say(self, service: EsignService, mood: str, status: int, answer: bytes) -> None:
        if mood == "late":
            service.release.wait(60)
        elif mood == "half":
            self._send(status, answer[: len(answer) // 2], length=len(answer))
        elif mood in WRONG:
            self._send(*WRONG[mood])
        elif mood != "cut":
            self._send(status, answer)
        if mood in {"cut", "half"}:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _is_known(self) -> bool:
        try:
            scheme, _, token = self.headers.get("Authorization", "").partition(" ")
            known = base64.b64decode(token, validate=True).decode() == ":".join(APPLICATION)
        except (binascii.Error, UnicodeDecodeError):
            return False
        return scheme == "Basic" and known

    def _send(self, status: int, content: bytes, *, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length or len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass
