"""Pages that are only a picture: with the extra ``ocr`` they are read, without it they say so."""

from types import SimpleNamespace

import pytest
from PIL import Image, ImageChops, ImageDraw

from converters.documents import read_document
from converters.errors import DocumentError
from converters.readers import read
from converters.readers.page import Point
from converters.readers.pdf import cells, document
from converters.readers.scan import levelling, reading, ruling
from tests import corpus

DPI = 200
DOT = 72 / DPI


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_without_an_ocr_a_picture_says_how_to_have_it_read(no_ocr, sheet, tmp_path, kind):
    path = tmp_path / "foto"
    sheet.save(path, kind)
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.code == "scan-file"
    assert "tertib[ocr]" in str(caught.value)
    assert "tesseract-ocr-ind" in str(caught.value)


def test_without_an_ocr_a_scanned_pdf_says_how_to_have_it_read(no_ocr, sheet, tmp_path):
    sheet.save(tmp_path / "sop.pdf", resolution=DPI)
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / "sop.pdf")
    assert caught.value.code == "scan-page"
    assert "tertib[ocr]" in str(caught.value)


@pytest.mark.parametrize(("name", "angle"), [("sop.pdf", 1.3), ("sop.png", 0)])
def test_a_scan_gives_its_sop_with_a_doubt(needs_ocr, sheet, tmp_path, name, angle):
    leaning = sheet.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    options = {"resolution": DPI} if name.endswith("pdf") else {"dpi": (DPI, DPI)}
    leaning.save(tmp_path / name, **options)
    found = read_document(tmp_path / name)
    assert found.errors == ()
    (sop,) = found.sops
    assert sop.title == "Pengelolaan Surat Masuk"
    assert sop.number == "SOP-17/2025"
    assert sop.roles == ("Kepala", "Petugas")
    assert [(step.number, step.activity, step.time.text, step.outputs) for step in sop.steps] == [
        ("1", "Menerima surat", "5 menit", ("Surat tercatat",)),
        ("2", "Memberi arahan", "1 hari", ("Arahan tertulis",)),
        ("3", "Menyimpan surat", "2 minggu", ("Arsip surat",)),
    ]
    assert sop.steps[0].role == sop.steps[2].role == "Petugas"
    (told,) = (doubt for doubt in sop.doubts if doubt.code == "read-by-ocr")
    assert told.source.page == 1
    assert 0.5 < told.confidence < 1


def test_a_blank_picture_says_that_there_is_no_text(needs_ocr, draw_tables, tmp_path):
    draw_tables([]).save(tmp_path / "kosong.pdf", resolution=DPI)
    (error,) = read_document(tmp_path / "kosong.pdf").errors
    assert error.code == "scan-unread"


def test_squared_paper_is_not_read_square_by_square(monkeypatch, draw_tables):
    def block(*place):
        raise AssertionError(place)

    recogniser = SimpleNamespace(block=block, scattered=lambda: iter(()))
    monkeypatch.setattr(reading, "Recogniser", lambda *_: recogniser)
    squares = draw_tables([(range(50, 2301, 35), [["a"] * 64] * 13)])
    assert reading.read(squares, DPI, Point(0, 0)).pieces == ()


def test_the_same_scan_is_read_alike_each_time(needs_ocr, sheet):
    one, two = (reading.read(sheet, DPI, Point(0, 0)) for _ in range(2))
    assert one == two


def test_a_damaged_picture_says_so(monkeypatch, sheet, tmp_path):
    monkeypatch.setattr("converters.readers.scan.recogniser.ready", lambda: True)
    path = tmp_path / "foto.png"
    sheet.save(path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.code == "picture-damaged"


def test_a_picture_of_too_many_dots_is_refused_before_it_is_unpacked(monkeypatch, tmp_path):
    monkeypatch.setattr("converters.readers.scan.recogniser.ready", lambda: True)
    path = tmp_path / "foto.png"
    Image.new("1", (9000, 9000)).save(path)
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.code == "picture-too-large"


def grid_of(sheet):
    """Rows and columns of the tables ruled in a picture."""
    grey = levelling.levelled(sheet, DOT)
    rules = ruling.rules(ruling.ink(grey, DOT), DOT)
    found = cells.read([reading.path(box) for box in rules], ())
    return [
        (max(c.row for c in grid.cells) + 1, max(c.column for c in grid.cells) + 1)
        for grid in found.grids
    ]


TABLES = [(4, 2), (4, 7)]


def test_a_pictures_tables_are_found_by_their_rules(sheet):
    assert grid_of(sheet) == TABLES


@pytest.mark.parametrize("angle", [-3.4, -0.3, 0.7, 2.2])
def test_rules_are_found_where_the_page_leans(sheet, angle):
    assert grid_of(sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)) == TABLES


def test_rules_are_found_in_a_shadow(sheet):
    shadow = Image.linear_gradient("L").resize(sheet.size).point(lambda level: level * 2 // 3)
    assert grid_of(ImageChops.subtract(sheet, shadow)) == TABLES


def test_symbols_and_arrows_over_borders_rule_nothing(sheet):
    pen = ImageDraw.Draw(sheet)
    pen.rectangle([990, 760, 1160, 830], outline=0, width=5)
    pen.rectangle([740, 860, 910, 980], outline=0, width=5)  # over a border between rows
    pen.line([990, 795, 825, 795, 825, 860], fill=0, width=5)
    pen.line([910, 920, 1100, 920, 1100, 830], fill=0, width=5)
    assert grid_of(sheet) == TABLES


def test_a_photograph_has_no_rules():
    noise = Image.effect_noise((2339, 1654), 120)
    assert grid_of(noise) == []


@pytest.mark.parametrize(
    ("number", "rows", "times"),
    [
        ("202", 4, ["2 minggu", "2 minggu", "1 minggu", "2 hari efektif"]),
        ("210", 5, ["1 hari", "2 minggu", "1 minggu", "2 hari", "1 hari"]),
    ],
)
def test_the_pictured_tables_of_real_sops_are_read(needs_ocr, number, rows, times):
    (path,) = (path for path in corpus.documents() if path.name.startswith(f"{number}."))
    (table,) = document.read(path.name, path.read_bytes()).tables
    assert [row.number for row in table.rows] == [str(count) for count in range(1, rows + 1)]
    assert [row.time for row in table.rows] == times
