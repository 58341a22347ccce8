"""The five sample documents, against what a person reads in them.

``samples/*.json`` hold each cover, read by eye; ``../annotations`` hold each row's time.
"""

import contextlib
import json
import re
from pathlib import Path

import msgspec
import pytest

from converters import durations
from converters.errors import DocumentError
from converters.infer import infer
from converters.readers import read
from converters.table import Header

HERE = Path(__file__).parent
SAMPLES = Path(__file__).parents[3] / "converters" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))

# Marks as printed: (document, SOP) -> row -> "kind@column".
MARKS = {
    ("000", 1): {
        "1": "start@0", "5": "no@2 yes@3", "7": "no@2 yes@3", "8": "no@0 yes@2", "9": "end@0 yes@2",
    },
    ("002", 1): {
        "1": "start@0", "2": "task@1", "3": "task@2", "4": "task@3", "5": "task@3 no@4",
        "6": "task@3 yes@4", "7": "task@3 no@4", "8": "task@2 decision@3 no@4",
        "9": "decision@1 decision@2 decision@3 yes@4",
        "10": "decision@1 decision@2 decision@3 yes@4", "11": "end@0",
    },
    ("003", 1): {"5": "arrow@1", "6": "arrow@3"},
    ("004", 2): {"1": "start@0"},
    ("004", 3): {
        "1": "no@3 start@4", "2": "yes@3", "3": "task@2", "4": "task@1", "5": "task@0",
        "6": "task@1", "7": "task@2", "8": "task@0 no@3 yes@4", "9": "end@4",
    },
    ("004", 5): {"1": "start@0", "9": "end@0"},
    ("004", 6): {"1": "start@0", "10": "end@0"},
    ("004", 7): {"1": "start@0", "9": "end@0"},
}  # fmt: skip

# What the reader had to decide in each: (document, SOP) -> "code row".
DOUBTS = {
    ("000", 1): ["row-number-skipped 5", "row-number-skipped 7"],
    ("002", 1): ["approval-split", "header-shifted", "cell-moved 1"],
    ("003", 1): [
        "text-broken", "label-missing", "label-missing", "noise-dropped",
        "page-split 4", "cell-count 4", "cell-count 5", "cell-count 6",
    ],
    ("004", 2): ["page-split 8"],
    ("004", 8): ["header-shifted", "page-split 7"],
    ("004", 9): ["approval-split", "column-missing", "page-split 12"],
    ("004", 10): ["row-number-skipped 7"],
    ("004", 11): ["row-number-skipped 7"],
}  # fmt: skip

THINGS = {  # (document, SOP, row) -> inputs, outputs
    ("000", 1, "5"): (
        ("berkas permohonan Administrasi Hukum Umum",),
        ("informasi terkait Administrasi Hukum Umum", "konsep laporan pelaksanaan"),
    ),
    ("002", 1, "1"): ((), ("Disposisi",)),
    ("003", 1, "3"): (
        (
            "Sarana dan prasarana sesuai dengan kebutuhan kelompok rentan",
            "Komputer/laptop",
            "Aplikasi antrian",
            "Printer dan kertas",
        ),
        (
            (
                "Kelompok rentan mendapat kan informasi prosedur pelayan, nomor antrian "
                "dan tempat menunggu khusus"
            ),
            "Catatan registrasi pemohon layanan",
        ),
    ),
    ("004", 1, "1"): (
        ("PC/Latop/Smartphone", "Koneksi Jaringan Internet", "Surat Permohonan"),
        ("Notifikasi",),
    ),
    ("004", 8, "1"): (
        ("Dokumen Perjanjian Kinerja", "Target Kinerja", "Matrik Peran Hasil"),
        ("Matrik Peran Hasil dan Draft Sasaran Kinerja Pegawai",),
    ),
    ("004", 9, "1"): (("Nomor antrian",), ()),
    ("004", 10, "2"): (("Email/ No. Handphone pada whatsapp",), ("Notifikasi Konfirmasi",)),
}


@pytest.fixture(scope="module")
def tables():
    """(document, SOP's place) -> table."""
    found = {}
    for name in NAMES:
        result = read(SAMPLES / f"{name}.txt")
        assert result.errors == ()
        found |= {(name[:3], table.source.page): table for table in result.tables}
    return found


def test_all_fifteen_sops_and_133_rows_are_read(tables):
    assert len(tables) == 15
    assert sum(len(table.rows) for table in tables.values()) == 133


@pytest.mark.parametrize("name", NAMES)
def test_every_cover_and_its_roles_are_read_as_a_person_reads_them(tables, name):
    expected = json.loads((HERE / "samples" / f"{name}.json").read_text())
    for place, sop in enumerate(expected, start=1):
        table = tables[name[:3], place]
        assert table.header == msgspec.convert(sop["header"], Header)
        assert list(table.roles) == sop["roles"]
        assert len(table.rows) == sop["rows"]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_the_number_and_the_time_that_a_person_reads(tables, name):
    annotated = json.loads((HERE.parent / "annotations" / f"{name}.json").read_text())
    for place, sop in enumerate(annotated, start=1):
        times = [(row.number, durations.parse(row.time)) for row in tables[name[:3], place].rows]
        assert [(number, [time.min, time.max] if time else None) for number, time in times] == [
            (row["number"], row.get("time")) for row in sop["rows"]
        ]


def test_days_are_working_days_and_hours_are_not(tables):
    for row in (row for table in tables.values() for row in table.rows):
        time = durations.parse(row.time)
        assert (time is not None and time.working) == ("hari" in (row.time or "").casefold())


def test_all_marks_stand_in_the_column_they_are_printed_in(tables):
    read_marks = {
        key: {
            row.number: " ".join(f"{mark.kind.value}@{mark.column}" for mark in row.marks)
            for row in table.rows
            if row.marks
        }
        for key, table in tables.items()
    }
    assert {key: marks for key, marks in read_marks.items() if marks} == MARKS


def test_what_the_reader_decided_itself_is_told_and_nothing_else(tables):
    told = {
        key: [f"{doubt.code} {doubt.row or ''}".strip() for doubt in table.doubts]
        for key, table in tables.items()
        if table.doubts
    }
    assert told == DOUBTS


def test_each_row_lane_decision_and_doubt_knows_its_line(tables):
    for table in tables.values():
        sop = infer(table)
        asked = [step.decision for step in sop.steps if step.decision]
        placed = [*sop.steps, *sop.lanes, *asked, *(doubt for doubt in sop.doubts if doubt.row)]
        first = min(row.line for row in table.rows)
        assert [lane.role for lane in sop.lanes] == list(sop.roles)
        assert all(int(lane.source.range) < first for lane in sop.lanes)
        assert {int(one.source.range) for one in placed} >= {row.line for row in table.rows}
        assert all(doubt.source for doubt in sop.doubts)


def test_kelengkapan_and_output_are_split_into_things(tables):
    for (document, place, number), things in THINGS.items():
        row = next(row for row in tables[document, place].rows if row.number == number)
        assert (row.inputs, row.outputs) == things


def test_no_word_of_a_row_is_lost(tables):
    lines = {name[:3]: (SAMPLES / f"{name}.txt").read_text().split("\n") for name in NAMES}
    for (document, _), table in tables.items():
        for row in table.rows:
            marks = [mark.text for mark in row.marks]
            parts = [row.number, row.activity, *marks, *row.inputs, *row.outputs]
            model = " ".join([*parts, row.time or "", row.note or ""])
            printed = re.sub(r"</?i>", " ", lines[document][row.line - 1])
            words = set(re.findall(r"\w+", printed)) - {"dan"}  # a list's last "dan" goes
            assert words <= set(re.findall(r"\w+", model))


def test_a_document_read_twice_gives_the_same(tables):
    for name in NAMES:
        for table in read(SAMPLES / f"{name}.txt").tables:
            assert table == tables[name[:3], table.source.page]


def unplaced(rows):
    """Rows of files of different names."""
    return [msgspec.structs.replace(row, source=None) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_cut_anywhere_gives_no_row_that_the_whole_one_lacks(tables, name, read_text):
    text = (SAMPLES / f"{name}.txt").read_text()
    for end in range(100, len(text), 1 + len(text) // 60):
        with contextlib.suppress(DocumentError):
            for table in read_text(text[:end]).tables:
                whole = tables[name[:3], table.source.page]
                assert unplaced(table.rows[:-1]) == unplaced(whole.rows[: len(table.rows) - 1])
                assert table.rows[-1].time == whole.rows[len(table.rows) - 1].time
