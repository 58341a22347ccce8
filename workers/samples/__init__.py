"""Made-up material for the first run: nobody's fingerprints, nobody's names.

The prints are finger-0-0 and finger-0-1 of ``tests/workers/synthesise_fingerprints.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workers.people import FingerprintScans

if TYPE_CHECKING:
    from workers.state.documents import DocumentStore

FOLDER = Path(__file__).parent
# For TERTIB_WATCHLIST_FILE: twelve invented people, the first much like the sample applicant.
WATCHLIST = FOLDER / "daftar-cekal.csv"
# For TERTIB_LETTERS_OFFICIALS: invented people in real offices.
OFFICIALS = FOLDER / "pejabat.csv"


def store_fingerprints(documents: DocumentStore) -> FingerprintScans:
    """Store two prints of one finger and return what goes in the applicant's record."""
    enrolled, captured = (
        documents.put(
            (FOLDER / f"fingerprint-{name}.png").read_bytes(),
            content_type="image/png",
            file_name=f"sidik-jari-{name}.png",
        )
        for name in ("enrolled", "captured")
    )
    return FingerprintScans(enrolled=enrolled, captured=captured)
