"""Signed SOPs as offices have them; they are not ours to publish, so they stay where they lie."""

from functools import cache

import pytest
from msgspec import structs

from converters.readers import read
from converters.readers.sop_pages.assembly import assemble
from tests import corpus

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


@cache
def results():
    """What each document gave, by its file's name."""
    return {path.name: read(path) for path in corpus.documents()}


def table_of(number):
    (result,) = (found for name, found in results().items() if name.startswith(f"{number}."))
    (table,) = result.tables
    return table


def test_every_real_document_gives_its_sop_or_says_why_not():
    for name, found in results().items():
        assert bool(found.tables) != bool(found.errors), name
        for table in found.tables:
            assert table.header.title, name
            assert table.header.number, name
            assert table.header.approved_by.name, name


@pytest.mark.parametrize(("number", "rows"), ROWS.items())
def test_all_rows_of_a_real_document_are_read(number, rows):
    printed = [row.number for row in table_of(number).rows]
    assert printed == [str(count) for count in range(1, rows + 1)]


@pytest.mark.parametrize(("number", "roles"), ROLES.items())
def test_all_performers_of_a_real_document_are_read(number, roles):
    assert len(table_of(number).roles) == roles


def content(table):
    """What a table says, but for where it stands."""
    rows = [(row.number, row.activity, row.time, len(row.marks)) for row in table.rows]
    arrows = [(arrow.start, arrow.end, arrow.label) for arrow in table.arrows]
    return table.header, table.roles, rows, arrows


def test_all_real_documents_put_together_are_the_same_sops():
    pages = [page for found in results().values() for page in found.pages]
    numbered = [structs.replace(page, number=x) for x, page in enumerate(pages, start=1)]
    together = assemble(numbered, "all.pdf").tables
    alone = [table for found in results().values() for table in found.tables]
    assert list(map(content, together)) == list(map(content, alone))
