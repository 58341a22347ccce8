"""The samples as other offices and other OCR programs would have printed them: the same SOPs."""

import re
from pathlib import Path

import pytest

SAMPLES = sorted((Path(__file__).parents[3] / "converters" / "samples").glob("*.txt"))


def every_line(change):
    return lambda text: "\n".join(map(change, text.split("\n")))


def every_cell(change):
    return every_line(lambda line: "\t".join(map(change, line.split("\t"))))


def bold(cell):
    return f"<b>{cell}</b>" if cell.strip() and "*" not in cell else cell


def header(change):
    return lambda text: re.sub(
        r"^no\.?\t.*$", lambda m: change(m[0]), text, flags=re.IGNORECASE | re.MULTILINE
    )


VARIATIONS = {
    "ends of lines stripped": every_line(str.rstrip),
    "ends of the text stripped": str.strip,
    "lines end as in Windows": lambda text: text.replace("\n", "\r\n"),
    "spaces do not break": lambda text: text.replace(" ", "\u00a0"),
    "cells are bold": every_cell(bold),
    "cells are padded": every_cell(lambda cell: f"  {cell} "),
    "ampersands are entities": lambda text: text.replace("&", "&amp;"),
    "lines are apart": lambda text: text.replace("\n", "\n\n"),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "header in small letters": header(str.lower),
    "header in capitals": header(str.upper),
    "a blank column at the end": every_line(lambda line: f"{line}\t" if "\t" in line else line),
    "numbers with dots": lambda text: re.sub(r"^(\d+)\t", r"\1.\t", text, flags=re.MULTILINE),
    "pages numbered": lambda text: re.sub(
        r"^(3\.?\t.*)$", r"\1\n\n- 2 -\n", text, flags=re.MULTILINE
    ),
    "a row's line broken": lambda text: re.sub(r"^(4\.?\t\w+) ", r"\1\n", text, flags=re.MULTILINE),
}


def plain(tables):
    """What was read, without lines, places and doubts: those may differ."""
    return [
        (
            table.header,
            table.roles,
            [
                (row.number, row.activity, row.marks, row.inputs, row.outputs, row.time, row.note)
                for row in table.rows
            ],
        )
        for table in tables
    ]


CASES = [
    pytest.param(path, change, id=f"{path.stem[:3]}-{name}")
    for path in SAMPLES
    for name, change in VARIATIONS.items()
    if change(path.read_text()) != path.read_text()
]


@pytest.mark.parametrize(("path", "change"), CASES)
def test_a_document_printed_otherwise_is_read_alike(read_text, path, change):
    text = path.read_text()
    result = read_text(change(text))
    assert result.errors == ()
    assert plain(result.tables) == plain(read_text(text).tables)


def test_all_documents_in_one_file_are_read_one_by_one(read_text):
    texts = [path.read_text() for path in SAMPLES]
    together = read_text("\n\n\n".join(texts))
    apart = [table for text in texts for table in read_text(text).tables]
    assert together.errors == ()
    assert plain(together.tables) == plain(apart)
    assert [table.source.page for table in together.tables] == list(range(1, 16))
