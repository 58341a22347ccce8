"""A cover beside its table, in one grid."""

import pytest

COVER = [
    ("BADAN URUSAN SURAT", ""),
    ("NOMOR SOP", "SOP-01"),
    ("NAMA SOP", "Layanan"),
    ("DASAR HUKUM", ""),
    ("1. UU 17", ""),
    ("PERINGATAN", ""),
    ("Surat terlambat", ""),
]
TABLE = [
    "No | Kegiatan | Pelaksana | < | Mutu Baku | < | < | Ket",
    "^ | ^ | Kabag | Staf | Kelengkapan | Waktu | Output | ^",
    "1 | Menerima | v |  | Surat | 1 hari | Agenda | ",
    "2 | Memeriksa |  | v | Agenda | 1 jam | Surat | cepat",
    "3 | Menyimpan | v |  | Surat | 1 jam | Arsip | ",
]


def side_by_side(covers, *, gap, shift, first):
    """Each line of a cover and of the table in one line of a grid."""
    cover = [f"{label} | {value}" for label, value in covers]
    table = list(TABLE)
    if first:  # the cover begins above the table
        table = [*["|".join([" "] * 8)] * shift, *table]
    else:
        cover = [*[" | "] * shift, *cover]
    height = max(len(cover), len(table))
    cover += [" | "] * (height - len(cover))
    table += ["|".join([" "] * 8)] * (height - len(table))
    return cover, table, " | " if not gap else " |  | "


@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("shift", [0, 2])
@pytest.mark.parametrize("first", [False, True])
def test_a_cover_beside_its_table_is_read_as_one_above_it(make, gap, left, shift, first):
    cover, table, between = side_by_side(COVER, gap=gap, shift=shift, first=first)
    pairs = zip(cover, table, strict=True) if left else zip(table, cover, strict=True)
    found = make.read(make.page(make.grid("\n".join(between.join(pair) for pair in pairs))))
    header = found.header
    assert (header.number, header.title) == ("SOP-01", "Layanan")
    assert header.unit == "BADAN URUSAN SURAT"
    assert (header.legal_basis, header.warning) == (("UU 17",), "Surat terlambat")
    assert found.roles == ("Kabag", "Staf")
    assert make.activities(found) == [("1", "Menerima"), ("2", "Memeriksa"), ("3", "Menyimpan")]
    assert [row.note for row in found.rows] == [None, "cepat", None]
    assert [[mark.column for mark in row.marks] for row in found.rows] == [[0], [1], [0]]


def test_a_heading_over_both_is_the_covers(make):
    lines = [
        " | ".join(pair) for pair in zip([f"{a} | {b}" for a, b in COVER[1:6]], TABLE, strict=True)
    ]
    found = make.read(make.page(make.grid("\n".join(["STANDAR" + " | <" * 9, *lines]))))
    assert found.header.title == "Layanan"
    assert len(found.rows) == 3


def test_a_step_that_names_a_label_does_not_part_a_cover_from_the_table_below_it(make):
    flow = make.TABLE.lstrip("\n").replace("Surat masuk", "Peringatan")
    found = make.read(make.page(make.grid(make.COVER + flow)))
    assert [row.outputs for row in found.rows] == [("Peringatan",), ("Nota", "Surat")]
    assert found.header.title == "Pelayanan Surat Masuk"
