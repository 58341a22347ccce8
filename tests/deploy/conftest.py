"""What the commands are tried on."""

from __future__ import annotations

import pytest

from workers.testing import temporary_state


@pytest.fixture
def state(tmp_path, monkeypatch):
    """The workers' state, empty, as the commands find it."""
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    with temporary_state(tmp_path) as state:
        yield state
