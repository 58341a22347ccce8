"""The text that a reader of the page sees, with its numbers and symbols; nothing hidden."""

import pytest

from converters.readers.word.document import pages
from converters.readers.word.numbering import formatted
from tests.converters.readers.word.writing import docx, p, run, section, tbl, tc, tr


def texts(*paragraphs, **more):
    found = pages("sop.docx", docx(*paragraphs, **more))
    return [text.text for page in found for text in page.texts]


def text(*content):
    return "".join(texts(p(*content)))


def level(place, form, printed, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{printed}"/></w:lvl>'
    )


def numbered(number, place=0):
    return f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'


def listed(levels, *numbers):
    """A numbering part of one list and the numbers that use it (with what they override)."""
    entries = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="7"/>{override}</w:num>'
        for place, override in enumerate(numbers, start=1)
    )
    return f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{entries}'


def test_a_column_of_automatic_numbers_is_read_as_printed():
    numbers = listed(level(0, "decimal", "%1."), "")
    cells = [tr(tc(p(properties=numbered(1))), text) for text in ("Menerima", "Mencatat")]
    (page,) = pages("sop.docx", docx(tbl((30, 200), *cells), parts={"numbering": numbers}))
    assert [cell.text for cell in page.grids[0].cells] == ["1.", "Menerima", "2.", "Mencatat"]


def test_levels_count_within_each_other_and_a_number_may_begin_again():
    levels = level(0, "upperRoman", "%1") + level(1, "lowerLetter", "%1.%2)") + level(
        2, "decimal", "%1.%3", more="<w:isLgl/>"
    )  # fmt: skip
    numbers = listed(
        levels, "", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    places = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2), (2, 0), (2, 0), (1, 0)]
    found = texts(
        *(p("x", properties=numbered(*place)) for place in places), parts={"numbering": numbers}
    )
    assert [one.removesuffix(" x") for one in found] == [
        "I", "I.a)", "I.b)", "II", "II.a)", "2.1", "I", "II", "III",
    ]  # fmt: skip


def test_bullets_and_lists_in_styles_are_read():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Butir"><w:basedOn w:val="Dasar"/>'
        f"<w:pPr>{numbered(1)}</w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Dasar"><w:basedOn w:val="Butir"/></w:style>'
    )
    numbers = listed(level(0, "bullet", "\uf0b7") + level(1, "bullet", "-"), "")
    found = texts(
        p("a", properties='<w:pStyle w:val="Butir"/>'),
        p("b", properties='<w:pStyle w:val="Butir"/>' + numbered(1, 1)),
        p("c", properties='<w:pStyle w:val="Butir"/>' + numbered(0)),
        parts={"styles": styles, "numbering": numbers},
    )
    assert found == ["• a", "- b", "c"]


def test_lists_that_refer_to_each_other_in_a_circle_end():
    numbers = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = f'<w:style w:type="numbering" w:styleId="L"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    parts = {"numbering": numbers, "styles": styles}
    assert texts(p("x", properties=numbered(1)), parts=parts) == ["x"]


@pytest.mark.parametrize(
    ("count", "form", "expected"),
    [
        (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"), (7, "decimalZero", "07"), (7, "none", ""), (0, "upperRoman", "0"),
        (7, "chineseCounting", "7"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_format(count, form, expected):
    assert formatted(count, form) == expected


def test_hidden_text_and_field_codes_are_not_seen_and_capitals_are():
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
    assert text(run("a", "<w:vanish/>"), "b", field) == "b"
    assert text(run("c", '<w:vanish w:val="0"/>'), run("nama", "<w:caps/>")) == "cNAMA"


def test_letters_of_a_formula_are_read():
    """Who looks for "≤" in Word finds it among the formulas."""
    formula = "<m:oMath xmlns:m='urn:math'><m:r><m:t>≤</m:t></m:r><m:r><m:t>1</m:t></m:r></m:oMath>"
    assert texts(p(formula, " hari")) == ["≤1 hari"]


def test_symbols_are_the_letters_that_look_like_them():
    check = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    root = '<w:r><w:sym w:font="Symbol" w:char="F0D6"/></w:r>'
    typed = run("\uf0e0", '<w:rFonts w:ascii="Wingdings"/>')
    assert text(check, root, typed, run("ü", '<w:rFonts w:ascii="Wingdings"/>')) == "√√→√"
    assert text('<w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r>') == "•"


def test_breaks_tabs_and_hyphens():
    broken = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/></w:r>"
    link = f"<w:hyperlink>{run('d')}</w:hyperlink>"
    assert text(broken, link) == "a\nb c-d"


def test_pages_begin_where_word_began_them():
    last = "<w:r><w:lastRenderedPageBreak/></w:r>"
    table = tbl((100, 100), tr("1", "a"), tr("2", tc(p(last, "b"))), tr("3", tc(p("c", last, "d"))),
                tr("4", "e"))  # fmt: skip
    found = pages(
        "sop.docx",
        docx(
            p("sampul"),
            p('<w:r><w:br w:type="page"/></w:r>'),
            table,
            p("bagian", properties=section(width=595, height=842)),
            p("akhir", properties="<w:pageBreakBefore/>"),
        ),
    )
    assert [[cell.text for grid in page.grids for cell in grid.cells] for page in found] == [
        [], ["1", "a"], ["2", "b", "3", "cd"], ["4", "e"], [],
    ]  # fmt: skip
    assert [page.number for page in found] == [1, 2, 3, 4, 5]
    assert [text.text for text in found[3].texts] == ["bagian"]
    assert [text.text for text in found[4].texts] == ["akhir"]
    assert [(page.width, page.height) for page in found[3:]] == [(595, 842), (842, 595)]


def test_a_cell_over_two_pages_goes_on_blank():
    last = "<w:r><w:lastRenderedPageBreak/></w:r>"
    merge = "<w:vMerge/>"
    table = tbl(
        (100, 100),
        tr(tc("a", properties='<w:vMerge w:val="restart"/>'), "1"),
        tr(tc("", properties=merge), tc(p(last, "2"))),
        tr(tc("", properties=merge), "3"),
    )
    found = pages("sop.docx", docx(table))
    assert [(x.text, x.rows) for page in found for x in page.grids[0].cells] == [
        ("a", 1), ("1", 1), ("", 2), ("2", 1), ("3", 1),
    ]  # fmt: skip


def test_of_a_header_its_tables_are_read_on_each_page_and_nothing_else():
    header = p("Halaman 1") + tbl((200, 100), tr("Nama SOP", "X"))
    reference = '<w:headerReference w:type="default" r:id="rId1"/>'
    found = pages(
        "sop.docx",
        docx(
            p("satu"),
            p("dua", properties="<w:pageBreakBefore/>"),
            sections=section(more=reference),
            parts={"header": header},
        ),
    )
    assert [[cell.text for cell in page.grids[0].cells] for page in found] == [
        ["Nama SOP", "X"]
    ] * 2
    assert [[text.text for text in page.texts] for page in found] == [["satu"], ["dua"]]
    assert found[0].texts[0].box.top >= found[0].grids[0].box.bottom
