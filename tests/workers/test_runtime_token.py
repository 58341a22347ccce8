"""Tokens that expire and tokens that are refused, on a real broker behind TLS."""

import pytest

from tests.workers.guard import Guard, Tokens

pytestmark = pytest.mark.engine


@pytest.fixture
def guarded(lite_engine, tmp_path, monkeypatch):
    """Let workers come in by tokens of so many seconds; gives the tokens and the guard."""
    opened = []

    def open_(lifetime):
        tokens = Tokens(lifetime)
        guard = Guard(lite_engine.addresses.gateway, tokens, tmp_path)
        opened.extend((guard, tokens))
        for name, value in {
            "CAMUNDA_CLIENT_ID": "tertib",
            "CAMUNDA_CLIENT_SECRET": "rahasia",
            "ZEEBE_AUTHORIZATION_SERVER_URL": tokens.url,
            "ZEEBE_TOKEN_AUDIENCE": "zeebe",
            "ZEEBE_CA_CERTIFICATE_PATH": str(guard.certificate),
            "OAUTHLIB_INSECURE_TRANSPORT": "1",  # the test's authorization server speaks HTTP
        }.items():
            monkeypatch.setenv(name, value)
        return tokens, guard

    yield open_
    for each in opened:
        each.close()


def test_a_worker_outlives_its_tokens(zeebe, toys, guarded, until):
    tokens, guard = guarded(2)
    worker = toys(f"127.0.0.1:{guard.port}", poll=1).wait_ready()
    process = zeebe.deploy("toy-count")
    zeebe.start_and_await(process).result()
    until(lambda: tokens.issued >= 4)
    zeebe.start_and_await(process).result()
    # Many requests find the token expired together; one of them fetches the next.
    assert guard.turned_away == 0
    assert not worker.seen("jobs_refused")
    assert worker.stop() == 0


def test_a_token_refused_before_its_time_is_replaced(zeebe, toys, guarded, until):
    tokens, guard = guarded(600)
    worker = toys(f"127.0.0.1:{guard.port}", poll=1).wait_ready()
    process = zeebe.deploy("toy-count")
    zeebe.start_and_await(process).result()
    assert tokens.issued == 1
    tokens.revoke_all()
    until(lambda: worker.seen("gateway_unreachable", code="UNAUTHENTICATED"))
    until(lambda: tokens.issued == 2)
    zeebe.start_and_await(process).result()
    assert "rahasia" not in worker.log
    assert worker.stop() == 0
