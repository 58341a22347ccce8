"""Which cluster a command talks to."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy.cluster import ADDRESSES, Cluster
from deploy.engine.home import Home
from deploy.engine.settings import Settings
from deploy.errors import DeployError


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in (*ADDRESSES.values(), "TERTIB_PORT_OFFSET", "ZEEBE_AUTHORIZATION_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    return Home.from_environment()


def test_without_variables_it_is_the_local_engine_on_its_usual_ports():
    cluster = Cluster.from_environment()
    assert cluster.address == "127.0.0.1:26500"
    assert cluster.rest_address == "http://127.0.0.1:8080"
    assert cluster.operate_address == cluster.tasklist_address == "http://127.0.0.1:8088"
    assert cluster.headers() == {}


def test_the_local_engine_is_found_on_the_ports_it_was_started_with(home, monkeypatch):
    monkeypatch.setenv("TERTIB_PORT_OFFSET", "1000")
    assert Cluster.from_environment().address == "127.0.0.1:27500"
    Settings(port_offset=3000).save(home)
    assert Cluster.from_environment().address == "127.0.0.1:29500"


def test_a_named_cluster_does_not_get_a_local_operate(monkeypatch):
    monkeypatch.setenv("ZEEBE_ADDRESS", "zeebe.example:26500")
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", "https://zeebe.example/")
    cluster = Cluster.from_environment()
    assert cluster.rest_address == "https://zeebe.example"
    with pytest.raises(DeployError, match="CAMUNDA_OPERATE_BASE_URL"):
        _ = cluster.operate_address


class Authorization(BaseHTTPRequestHandler):
    """Hands a token to the one client it knows."""

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        known = "client_id=tertib" in form and "audience=zeebe" in form
        body = b'{"access_token": "abc"}' if known else b'{"error": "invalid_client"}'
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def authorization(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Authorization)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", "https://zeebe.example")
    monkeypatch.setenv("ZEEBE_AUTHORIZATION_SERVER_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("ZEEBE_TOKEN_AUDIENCE", "zeebe")
    monkeypatch.setenv("CAMUNDA_CLIENT_SECRET", "very-secret")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("authorization")
def test_client_credentials_become_a_bearer_token(monkeypatch):
    monkeypatch.setenv("CAMUNDA_CLIENT_ID", "tertib")
    assert Cluster.from_environment().headers() == {"Authorization": "Bearer abc"}


@pytest.mark.usefixtures("authorization")
def test_refused_credentials_are_explained_without_being_shown(monkeypatch):
    monkeypatch.setenv("CAMUNDA_CLIENT_ID", "stranger")
    with pytest.raises(DeployError, match="CAMUNDA_CLIENT_ID") as error:
        Cluster.from_environment().headers()
    assert "very-secret" not in str(error.value)


def test_a_user_and_a_password_go_with_each_request(monkeypatch, tmp_path):
    password = tmp_path / "password"
    password.write_text("rahasia\n")
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", "https://zeebe.example")
    monkeypatch.setenv("CAMUNDA_BASIC_AUTH_USERNAME", "admin")
    monkeypatch.setenv("CAMUNDA_BASIC_AUTH_PASSWORD_FILE", str(password))
    assert Cluster.from_environment().headers() == {"Authorization": "Basic YWRtaW46cmFoYXNpYQ=="}


def test_a_password_file_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", "https://zeebe.example")
    monkeypatch.setenv("CAMUNDA_BASIC_AUTH_PASSWORD_FILE", "/nowhere/password")
    with pytest.raises(DeployError, match="CAMUNDA_BASIC_AUTH_PASSWORD_FILE: /nowhere/password"):
        Cluster.from_environment()
