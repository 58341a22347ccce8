"""The real documents that are not ours to publish: used where they lie, never kept here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def documents() -> list[Path]:
    """The 40 PDFs of the corpus. Skips the test where they are not.

    They are looked for in ``$TERTIB_CORPUS``, else beside the repository in shared/corpus/bps.
    """
    folder = os.environ.get("TERTIB_CORPUS")
    places = [Path(folder)] if folder else [ROOT.parent / "shared" / "corpus" / "bps"]
    found = [path for place in places for path in sorted(place.glob("*.pdf"))]
    return found or pytest.skip("not tested: real documents (the corpus is not beside the project)")
