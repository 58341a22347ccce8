"""Whatever is in a file: pages or a DocumentError, soon, and never another exception."""

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.errors import DocumentError
from converters.readers.word.document import pages
from tests.converters.readers.word import writing
from tests.converters.readers.word.test_drawn import AROUND, FIGURES
from tests.converters.readers.word.test_text import level, listed, numbered
from tests.converters.readers.word.writing import docx, p, section, tbl, tc, tr


def refused(content):
    with pytest.raises(DocumentError) as caught:
        pages("sop.docx", content)
    return caught.value.code


def test_a_table_of_a_hundred_thousand_rows_is_refused():
    assert refused(docx(tbl((100,), "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 100_000))) in {
        "word-too-long",
        "package-bomb",
    }
    numbers = (f"<w:tr><w:tc><w:p w:n='{place:x}'/></w:tc></w:tr>" for place in range(5_001))
    assert refused(docx(tbl((100,), *numbers))) == "word-too-long"


@pytest.mark.parametrize("deep", [12, 40, 400])
def test_tables_within_tables_end(deep):
    inner = "x"
    for _ in range(deep):
        inner = tbl((100,), tr(tc(inner, p())))
    content = docx(inner)
    if deep == 400:  # what the parser itself refuses
        assert refused(content) == "package-part-damaged"
    else:
        assert len(pages("sop.docx", content)) == 1


def test_groups_within_groups_end():
    members = writing.wsp(FIGURES[0])
    for _ in range(80):
        members = f"<wpg:grpSp><wpg:grpSpPr/>{members}</wpg:grpSp>"
    run = writing.anchor(writing.graphic(f"<wpg:wgp>{members}</wpg:wgp>", "Group"), AROUND)
    (page,) = pages("sop.docx", docx(p(run)))
    assert len(page.shapes) == 1


def test_a_document_without_a_body_is_refused():
    files = unpacked(docx(p("x")))
    files["word/document.xml"] = files["word/document.xml"].replace("w:body", "w:bodx")
    assert refused(writing.packed(files)) == "package-part-damaged"


def unpacked(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


RICH = unpacked(
    docx(
        p("Judul", properties=numbered(1)),
        tbl(
            (30, 200, 80),
            tr(tc("a", properties='<w:vMerge w:val="restart"/><w:gridSpan w:val="2"/>'), "b"),
            tr(tc("c", properties="<w:vMerge/>"), tc(p(*map(writing.alone, FIGURES))), height=20),
            tr(tc(p(writing.group(FIGURES, AROUND))), tc(p(writing.canvas(FIGURES, AROUND)))),
            properties='<w:jc w:val="center"/><w:tblStyle w:val="T"/>',
        ),
        p(writing.vml_group(FIGURES, AROUND), properties=section()),
        parts={
            "numbering": listed(level(0, "decimal", "%1."), ""),
            "styles": '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr>'
            '</w:rPrDefault></w:docDefaults><w:style w:type="table" w:styleId="T"/>',
            "settings": writing.rules(FIGURES),
        },
    )
)
_PARTS = [name for name in RICH if name.startswith("word/") and name.endswith(".xml")]
_VALUE = re.compile(r'="([^"]*)"')
_ODD = [
    "", "-1", "0", "1e999", "nan", "99999999999999999999", "x", "0.5", "-99999", "true", "auto",
    "%9", "²", "١", "1,,", "m0,0l1,1xe", "rotation:1e9fd;width:-5pt;height:nanpt", "#_x0000_t",
]  # fmt: skip


@st.composite
def damaged(draw):
    """A part with some of its values changed, or some of its elements taken out or doubled."""
    name = draw(st.sampled_from(_PARTS))
    text = RICH[name]
    for _ in range(draw(st.integers(1, 4))):
        found = list(_VALUE.finditer(text))
        match = found[draw(st.integers(0, len(found) - 1))]
        if match[1].startswith(("http", "urn")):
            continue
        odd = draw(st.sampled_from(_ODD) | st.text("0123456789-abc.:;,%", max_size=8))
        text = f"{text[: match.start(1)]}{odd}{text[match.end(1) :]}"
    if draw(st.booleans()):
        elements = list(re.finditer(r"<(\w+:\w+)(?: [^<>]*)?(?:/>|>[^<]*</\1>)", text))
        match = elements[draw(st.integers(0, len(elements) - 1))]
        text = text[: match.start()] + match[0] * draw(st.integers(0, 3)) + text[match.end() :]
    return {**RICH, name: text}


@settings(max_examples=40)
@given(damaged())
def test_a_damaged_document_gives_pages_or_a_fault(files):
    try:
        found = pages("sop.docx", writing.packed(files))
    except DocumentError:
        return
    for page in found:
        cells = (cell for grid in page.grids for cell in grid.cells)
        assert all(cell.rows > 0 and cell.columns > 0 for cell in cells)
        for line in page.connectors:
            ends = (end for end in (line.start, line.end) if end is not None)
            assert all(0 <= end < len(page.shapes) for end in ends)


@settings(max_examples=25)
@given(st.data())
def test_a_file_with_bytes_changed_gives_pages_or_a_fault(data):
    content = bytearray(writing.packed(RICH))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        pages("sop.docx", bytes(content))
    except DocumentError:
        return
