"""Signed SOPs as offices have them; they are not ours to publish, so they stay where they lie."""

import os
from functools import cache
from pathlib import Path

import pytest

from converters.readers import read

ROOT = Path(__file__).parents[3]
CORPUS = Path(os.environ.get("TERTIB_CORPUS", ROOT.parent / "shared" / "corpus" / "bps"))
DOCUMENTS = sorted(CORPUS.glob("*.pdf"))

# Rows of the table, as counted by eye, by the number that the file's name starts with.
ROWS = {
    "007": 6, "010": 11, "024": 11, "035": 8, "050": 10, "056": 13, "063": 3, "079": 4, "080": 8,
    "091": 2, "182": 2, "195": 1, "251": 5, "284": 13, "305": 7, "318": 4, "325": 12, "336": 6,
    "346": 8, "347": 8,
}  # fmt: skip
# Performers' columns, likewise.
ROLES = {
    "007": 5, "010": 4, "024": 5, "035": 5, "050": 4, "056": 4, "063": 4, "079": 5, "080": 5,
    "091": 4, "182": 3, "251": 2, "284": 2, "305": 3, "318": 4, "325": 3, "336": 3, "346": 4,
    "347": 5,
}  # fmt: skip

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason=f"no corpus at {CORPUS} (TERTIB_CORPUS)")


@cache
def result(path):
    return read(path)


def numbered(number):
    (path,) = (path for path in DOCUMENTS if path.name.startswith(f"{number}."))
    return result(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_a_real_document_gives_its_sop_or_says_why_not(path):
    found = result(path)
    assert len(found.tables) + len(found.errors) == 1
    for table in found.tables:
        assert table.header.title
        assert table.header.number
        assert table.header.approved_by.name


@pytest.mark.parametrize(("number", "rows"), ROWS.items())
def test_all_rows_of_a_real_document_are_read(number, rows):
    (table,) = numbered(number).tables
    assert [row.number for row in table.rows] == [str(x + 1) for x in range(rows)]


@pytest.mark.parametrize(("number", "roles"), ROLES.items())
def test_all_performers_of_a_real_document_are_read(number, roles):
    (table,) = numbered(number).tables
    assert len(table.roles) == roles
