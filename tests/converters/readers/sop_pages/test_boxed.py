"""What is typed into text boxes over a table's header is what its cells say."""

import pytest

from converters.readers.page import Box, Shape, ShapeKind, Text

TITLES = {
    "performers": {(2, 1): "Kabag", (3, 1): "Kepala\nSeksi"},
    "all": {
        (0, 0): "No", (1, 0): "Kegiatan", (2, 0): "Pelaksana", (2, 1): "Kabag",
        (3, 1): "Kepala\nSeksi", (4, 0): "Mutu Baku", (5, 1): "Waktu",
    },
}  # fmt: skip
HEADER = """
No | Kegiatan | Pelaksana | < | Mutu Baku | < | <
^ | ^ | Kabag | Kepala/nSeksi | Kelengkapan | Waktu | Output
"""
STEPS = "1 | Menerima | | | | 1 hari | Surat\n2 | Menyimpan | | | | 1 jam | Arsip"


def typed(make, place, text, *, outline):
    """A text box in the middle of a cell; one with a line around it looks like a symbol."""
    box = make.shape(ShapeKind.PROCESS, *place, text=text)
    return box if outline else Text(text=text, box=box.box)


@pytest.mark.parametrize("outline", [True, False])
@pytest.mark.parametrize("which", TITLES)
def test_titles_typed_over_a_header_are_its_titles_and_no_symbols(make, which, outline):
    header = HEADER
    for text in TITLES[which].values():
        header = header.replace(text.replace("\n", "/n"), " ", 1)
    boxes = [typed(make, *title, outline=outline) for title in TITLES[which].items()]
    flow = (make.shape(ShapeKind.TERMINATOR, 2, 2), make.shape(ShapeKind.PROCESS, 3, 3, text="a b"))
    table = make.read(
        make.page(make.grid(make.SHORT.format(number=1))),
        make.page(
            make.grid(header + STEPS),
            number=2,
            shapes=tuple(one for one in (*boxes, *flow) if isinstance(one, Shape)),
            texts=tuple(one for one in boxes if isinstance(one, Text)),
        ),
    )
    assert table.roles == ("Kabag", "Kepala Seksi")
    assert [[(mark.column, mark.text) for mark in row.marks] for row in table.rows] == [
        [(0, "")],
        [(1, "a b")],
    ]
    assert [row.time for row in table.rows] == ["1 hari", "1 jam"]
    assert table.doubts == ()


def test_a_header_with_titles_of_its_own_keeps_them(make):
    logo = Text(text="Salinan", box=Box(125, 45, 175, 75))
    table = make.read(
        make.page(make.grid(make.SHORT.format(number=1))),
        make.page(make.grid(HEADER + STEPS), number=2, texts=(logo,)),
    )
    assert table.roles == ("Kabag", "Kepala Seksi")
