"""The proxy's configuration on a real Caddy, with stand-ins behind it."""

import os
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from tests import debian

CADDYFILE = Path(__file__).parents[2] / "deploy" / "server" / "proxy" / "Caddyfile"
NOT_TESTED = "not tested: the proxy's configuration on a real Caddy"
PATIENCE_S = 60


@pytest.fixture(scope="session")
def caddy():
    """Debian's Caddy, installed first where that is possible."""
    return debian.program("caddy", "caddy", NOT_TESTED)


@contextmanager
def stand_in(name):
    """A server that says who it is and what it was asked. Gives its address."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self):
            body = f"{name} {self.path} {self.headers['X-Forwarded-Proto']}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Echo)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def ask(caddy, tmp_path_factory):
    """Ask the proxy over TLS, which its own authority has signed for."""
    folder = tmp_path_factory.mktemp("proxy")
    http, https = free_port(), free_port()
    text = CADDYFILE.read_text(encoding="utf-8")
    with ExitStack() as stack:
        for place in ("camunda:8080", "grafana:3000"):
            address = stack.enter_context(stand_in(place.split(":")[0]))
            assert place in text
            text = text.replace(place, address)
        ports = f"admin off\n\tskip_install_trust\n\thttp_port {http}\n\thttps_port {https}"
        (folder / "Caddyfile").write_text(text.replace("admin off", ports), encoding="utf-8")
        command = [caddy, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]
        environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        authority = folder / "data/caddy/pki/authorities/local/root.crt"

        def ask(path):
            return requests.get(
                f"https://localhost:{https}{path}",
                verify=str(authority),
                allow_redirects=False,
                timeout=10,
            )

        deadline = time.monotonic() + PATIENCE_S
        while not answers(ask, authority):
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield ask
        process.terminate()
        process.wait(PATIENCE_S)


def answers(ask, authority):
    try:
        return authority.exists() and ask("/").ok
    except requests.ConnectionError:
        return False


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/tasklist", "camunda /tasklist https"),
        ("/operate/processes", "camunda /operate/processes https"),
        ("/v2/topology", "camunda /v2/topology https"),
        ("/grafana/d/tertib-workers", "grafana /grafana/d/tertib-workers https"),
    ],
)
def test_each_path_leads_to_its_service_over_tls(ask, path, said):
    assert ask(path).text == said


def test_the_dashboards_are_found_without_a_slash_behind_their_name(ask):
    answer = ask("/grafana")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/grafana/")


def test_the_bare_name_leads_to_the_officers_tasks(ask):
    answer = ask("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/tasklist"
    assert "max-age" in answer.headers["Strict-Transport-Security"]
