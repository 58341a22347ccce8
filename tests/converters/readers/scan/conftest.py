"""Pages that are pictures, drawn here."""

import pytest
from PIL import Image, ImageDraw, ImageFont

DPI = 200
COVER = [
    ["Nomor SOP", "SOP-17/2025"],
    ["Tanggal Pembuatan", "10 Januari 2025"],
    ["Disahkan oleh", "Kepala Kantor"],
    ["NAMA SOP", "Pengelolaan Surat Masuk"],
]
STEPS = [
    ["No", "Kegiatan", "Kepala", "Petugas", "Kelengkapan", "Waktu", "Output"],
    ["1", "Menerima surat", "", "Mulai", "Surat masuk", "5 menit", "Surat tercatat"],
    ["2", "Memberi arahan", "", "", "Lembar arahan", "1 hari", "Arahan tertulis"],
    ["3", "Menyimpan surat", "", "Selesai", "Surat dan arahan", "2 minggu", "Arsip surat"],
]
COVER_COLUMNS = [100, 700, 2200]  # pixels
STEP_COLUMNS = [100, 200, 700, 950, 1200, 1600, 1850, 2200]
ROW = 110


def draw(tables):
    """A sheet of A4, lying, with these tables below each other: (columns, rows)."""
    sheet = Image.new("L", (2339, 1654), 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(30)
    top = 120
    for xs, rows in tables:
        for x in xs:
            pen.line([x, top, x, top + ROW * len(rows)], fill=0, width=4)
        for row in rows:
            pen.line([xs[0], top, xs[-1], top], fill=0, width=4)
            for x, text in zip(xs, row, strict=False):
                pen.text((x + 14, top + 35), text, fill=0, font=font)
            top += ROW
        pen.line([xs[0], top, xs[-1], top], fill=0, width=4)
        top += 80
    return sheet


@pytest.fixture
def sheet():
    return draw([(COVER_COLUMNS, COVER), (STEP_COLUMNS, STEPS)])


@pytest.fixture
def draw_tables():
    return draw
