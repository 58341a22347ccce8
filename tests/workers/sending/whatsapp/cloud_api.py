"""A server that speaks Meta's Cloud API as its reference says, over HTTP on the loopback.

It checks what it is sent as Meta does, gives errors in Meta's form, hangs up when told to, and
tells a webhook what became of what it took.
"""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
import secrets
import threading
import time
from contextlib import suppress
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER_ID = "106540352242922"
TOKEN = "EAAG-rahasia-sekali"  # noqa: S105 -- of the test's own server
APP_SECRET = "kunci-aplikasi"  # noqa: S105 -- likewise
VERIFY_TOKEN = "kata-sandi-webhook"  # noqa: S105 -- likewise
VERSION = "v23.0"


class RefusedError(Exception):
    """What is asked is refused with one of Meta's errors."""

    def __init__(self, status: int, code: int, *, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.code = code
        self.headers = headers or {}
        super().__init__(code)


class CloudApi(ThreadingHTTPServer):
    """The server. ``refusals`` are given one after the other, to messages; then it obliges.

    ``hangs_up_at``: ``taken`` (after it took the message) or ``upload``, once. ``answers_after``:
    seconds. ``at_taking`` is called before the answer, once.
    """

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.messages: list[dict] = []
        self.ids: list[str] = []
        self.uploads: dict[str, tuple[str, str, bytes]] = {}
        self.refusals: list[RefusedError | bytes] = []
        self.upload_refusals: list[RefusedError | bytes] = []
        self.hangs_up_at: str | None = None
        self.answers_after = 0.0
        self.at_taking: Callable[[], None] | None = None
        self.webhook: str | None = None  # where it posts what became of messages
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        scheme = "https" if hasattr(self.socket, "context") else "http"
        return f"{scheme}://127.0.0.1:{self.server_port}"

    @property
    def texts(self) -> list[str]:
        return [each["text"]["body"] for each in self.messages]

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address) -> None:
        """Whoever is killed in the middle hangs up."""

    def take(self, message: dict) -> dict:
        """Take a message if it is one, and answer as Meta does."""
        if message.get("messaging_product") != "whatsapp" or "to" not in message:
            raise RefusedError(400, 131008)
        getattr(self, f"_check_{message['type']}")(message[message["type"]])
        digits = message["to"].lstrip("+")
        # As Meta's: the recipient's number and a random part, in base64.
        raw = b"\x1d\x12\x18" + digits.encode() + b"\x15\x02" + secrets.token_bytes(15)
        wamid = f"wamid.{base64.b64encode(raw).decode()}"
        self.messages.append(message)
        self.ids.append(wamid)
        if hook := self.at_taking:
            self.at_taking = None
            hook()
        contacts = [{"input": message["to"], "wa_id": digits}]
        return {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": wamid}]}

    def upload(self, content_type: str, content: bytes) -> dict:
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        form = email.message_from_bytes(head + content, policy=HTTP)
        parts = {part.get_param("name", header="content-disposition"): part for part in form.walk()}
        if parts["messaging_product"].get_payload() != "whatsapp":
            raise RefusedError(400, 100)
        file = parts["file"]
        media = str(len(self.uploads) + 900)
        said = (file.get_filename(), file.get_content_type(), file.get_payload(decode=True))
        self.uploads[media] = said
        return {"id": media}

    def _check_text(self, text: dict) -> None:
        if not 0 < len(text["body"]) <= 4096:
            raise RefusedError(400, 100)

    def _check_document(self, document: dict) -> None:
        if document["id"] not in self.uploads or len(document.get("caption", "")) > 1024:
            raise RefusedError(400, 100)

    def _check_template(self, template: dict) -> None:
        if not template["language"]["code"]:
            raise RefusedError(400, 132001)
        for component in template["components"]:
            for parameter in component["parameters"]:
                if parameter["type"] == "document":
                    self._check_document(parameter["document"])
                elif not parameter["text"] or any(mark in parameter["text"] for mark in "\n\t"):
                    raise RefusedError(400, 132018)

    def status(self, index: int, name: str, *, tag: bool = True, code: int | None = None) -> dict:
        """What Meta says of a message that was taken."""
        said = {
            "id": self.ids[index],
            "status": name,
            "timestamp": "1741055400",
            "recipient_id": self.messages[index]["to"].lstrip("+"),
        }
        if tag:
            said["biz_opaque_callback_data"] = self.messages[index]["biz_opaque_callback_data"]
        if code:
            details = {"details": f"to {self.messages[index]['to']}"}
            said["errors"] = [{"code": code, "title": "Failed", "error_data": details}]
        return said

    def report(self, index: int, *names: str) -> None:
        """Post to the webhook what became of a message."""
        for name in names:
            content = notification(self.status(index, name))
            assert self.webhook is not None
            post_signed(self.webhook, content).raise_for_status()


def notification(*statuses: dict, field: str = "messages") -> bytes:
    """What Meta posts to a webhook."""
    metadata = {"display_phone_number": "62711350084", "phone_number_id": NUMBER_ID}
    value = {"messaging_product": "whatsapp", "metadata": metadata, "statuses": [*statuses]}
    change = {"field": field, "value": value}
    whole = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return json.dumps(whole).encode()


def post_signed(url: str, content: bytes, *, secret: str = APP_SECRET) -> requests.Response:
    signature = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}
    return requests.post(url, data=content, headers=headers, timeout=30)


class _Talk(BaseHTTPRequestHandler):
    server: CloudApi

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        content = self.rfile.read(length)
        if len(content) < length:  # whoever sent it thought better of it, or is gone
            return
        try:
            answer = self._oblige(content)
        except RefusedError as refused:
            error = {"message": f"(#{refused.code})", "type": "OAuthException"}
            error |= {"code": refused.code, "fbtrace_id": "A"}
            self._answer(refused.status, json.dumps({"error": error}).encode(), refused.headers)
            return
        time.sleep(self.server.answers_after)
        with suppress(OSError):  # it may have waited long enough
            self._answer(200 if answer.startswith(b"{") else 502, answer, {})

    def _oblige(self, content: bytes) -> bytes:
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            raise RefusedError(401, 190)
        uploading = self.path == f"/{VERSION}/{NUMBER_ID}/media"
        if not uploading and self.path != f"/{VERSION}/{NUMBER_ID}/messages":
            raise RefusedError(400, 100)
        refusals = self.server.upload_refusals if uploading else self.server.refusals
        if refusals:
            refused = refusals.pop(0)
            if isinstance(refused, bytes):
                return refused
            raise refused
        if uploading:
            self._hang_up_at("upload")
            return json.dumps(self.server.upload(self.headers["Content-Type"], content)).encode()
        answer = json.dumps(self.server.take(json.loads(content))).encode()
        self._hang_up_at("taken")
        return answer

    def _hang_up_at(self, stage: str) -> None:
        if self.server.hangs_up_at == stage:
            self.server.hangs_up_at = None
            raise ConnectionAbortedError

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass
