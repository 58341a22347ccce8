"""Formatting of paragraphs and characters, as it comes through to the PDF."""

from __future__ import annotations

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor

from tests.workers.letters.pages import CM, rendered, set_words
from workers.letters.word import line, page, rule

LEFT, RIGHT, WIDTH = 3 * CM, 19 * CM, 16 * CM
FILLER = " ".join(f"kata{number:03}" for number in range(60)) + " "


def near(value):
    return pytest.approx(value, abs=1.5)


@pytest.mark.parametrize(
    ("run", "font"),
    [
        ({}, "LiberationSans"),
        ({"bold": True}, "LiberationSans-Bold"),
        ({"italic": True}, "LiberationSans-Italic"),
        ({"bold": True, "italic": True}, "LiberationSans-BoldItalic"),
        ({"name": "Times New Roman"}, "LiberationSerif"),
        ({"name": "Calibri", "bold": True}, "Carlito-Bold"),
        ({"name": "Courier New"}, "LiberationMono"),
    ],
)
def test_a_font_of_word_is_set_in_its_free_twin(run, font):
    pages = set_words("Isi surat", **run)
    assert pages.fonts == {font}
    assert pages.left_out == ()


def test_a_font_without_a_twin_is_replaced_by_its_like_and_told():
    pages = set_words("Isi", name="Bookman Old Style")
    assert {name.partition("-")[0] for name in pages.fonts} == {"LiberationSerif"}
    assert pages.left_out == ("font Bookman Old Style (set in Liberation Serif)",)


def test_letters_are_as_wide_as_words_own():
    """Arial's widths, of 2048 to the em: H 1479, a 1139, l 455."""
    place = set_words("Hal", size=Pt(20)).place("Hal")
    assert place.right - place.left == pytest.approx((1479 + 1139 + 455) * 20 / 2048, abs=3)


def test_size_and_colour_are_those_of_the_run():
    pages = set_words("IIIIII", size=Pt(40), bold=True)
    place = pages.place("IIIIII")
    assert place.bottom - place.top == pytest.approx(0.716 * 40, abs=2)
    document = page()
    run = document.add_paragraph().add_run("\N{BLACK SQUARE}" * 3)
    run.font.color.rgb, run.font.size = RGBColor(0xC0, 0, 0), Pt(40)
    colored = rendered(document)
    place = colored.place("\N{BLACK SQUARE}" * 3)
    middle = (place.left + place.right) / 2, (place.top + place.bottom) / 2
    assert colored.color(*middle) == (0xC0, 0, 0)


def drawn_rows(pages, left, right, top, bottom):
    """Rows of the picture, in points, in which a dark line runs from left to right."""
    picture = pages.picture()
    columns = [int(4 * (left + (right - left) * share)) for share in (0.02, 0.25, 0.5, 0.75, 0.98)]
    return [
        y / 4
        for y in range(int(top * 4), int(bottom * 4))
        if all(sum(picture.getpixel((x, y))) < 300 for x in columns)
    ]


@pytest.mark.parametrize(("attribute", "share"), [("underline", 1.0), ("strike", 0.5)])
def test_words_are_underlined_and_struck_through(attribute, share):
    words = "nnnnnnnnnnnn"
    plain, dressed = (
        set_words(words, size=Pt(30)),
        set_words(words, size=Pt(30), **{attribute: True}),
    )
    place = plain.place(words)
    area = place.left, place.right, place.top - 5, place.bottom + 8
    assert drawn_rows(plain, *area) == []
    found = drawn_rows(dressed, *area)
    assert found
    assert found[0] == pytest.approx(place.top + (place.bottom - place.top) * share, abs=6)


def test_superscript_and_subscript_stand_higher_and_lower():
    document = page()
    paragraph = document.add_paragraph("Dasar")
    paragraph.add_run("ATAS").font.superscript = True
    paragraph.add_run("BAWAH").font.subscript = True
    pages = rendered(document)
    base, above, below = (pages.place(words) for words in ("Dasar", "ATAS", "BAWAH"))
    assert above.bottom < base.bottom - 1
    assert below.bottom > base.bottom + 1
    assert above.bottom - above.top < base.bottom - base.top


def test_capitals_are_written_as_capitals_and_hidden_text_is_not_written():
    document = page()
    paragraph = document.add_paragraph()
    paragraph.add_run("huruf besar").font.all_caps = True
    paragraph.add_run("rahasia").font.hidden = True
    text = rendered(document).text
    assert "HURUF BESAR" in text
    assert "rahasia" not in text.casefold()


@pytest.mark.parametrize(
    ("align", "middle"),
    [
        (WD_ALIGN_PARAGRAPH.LEFT, None),
        (WD_ALIGN_PARAGRAPH.CENTER, LEFT + WIDTH / 2),
        (WD_ALIGN_PARAGRAPH.RIGHT, None),
    ],
)
def test_a_paragraph_stands_left_in_the_middle_or_right(align, middle):
    document = page()
    line(document, "Perihal", align=align)
    place = rendered(document).place("Perihal")
    if middle is not None:
        assert (place.left + place.right) / 2 == near(middle)
    elif align is WD_ALIGN_PARAGRAPH.LEFT:
        assert place.left == near(LEFT)
    else:
        assert place.right == near(RIGHT)


def test_justified_lines_end_at_the_margin_but_the_last_one():
    document = page()
    line(document, FILLER + "selesai", align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    pages = rendered(document)
    for words in pages.text.splitlines()[:2]:
        assert pages.place(words.split()[-1]).right == near(RIGHT)
    assert pages.place("selesai").right < RIGHT - 5


def test_indents_are_those_of_the_paragraph():
    document = page()
    paragraph = line(document, FILLER)
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent, form.first_line_indent = Cm(2), Cm(3), Cm(1)
    pages = rendered(document)
    first, second = pages.text.splitlines()[:2]
    assert pages.place(first.split()[0]).left == near(LEFT + 3 * CM)
    assert pages.place(second.split()[0]).left == near(LEFT + 2 * CM)
    assert pages.place(first.split()[-1]).right < RIGHT - 3 * CM + 1.5


def test_a_hanging_indent_hangs():
    document = page()
    form = line(document, FILLER).paragraph_format
    form.left_indent, form.first_line_indent = Cm(2), Cm(-1)
    pages = rendered(document)
    first, second = pages.text.splitlines()[:2]
    assert pages.place(first.split()[0]).left == near(LEFT + CM)
    assert pages.place(second.split()[0]).left == near(LEFT + 2 * CM)


def baselines(document, *words):
    pages = rendered(document)
    return [pages.place(each).bottom for each in words]


@pytest.mark.parametrize(
    ("spacing", "step"),
    [(1.0, 22.98), (1.5, 34.48), (2.0, 45.97), (Pt(30), 30.0)],
)
def test_lines_are_as_far_apart_as_in_word(spacing, step):
    """Arial's lines are 1.149 em apart; here of 20 points."""
    document = page()
    for words in ("HHH", "III"):
        line(document, words, size=20).paragraph_format.line_spacing = spacing
    above, below = baselines(document, "HHH", "III")
    assert below - above == pytest.approx(step, abs=0.3)


def test_of_the_spaces_of_two_paragraphs_the_larger_one_counts():
    document = page()
    for words, before, after in (("HHH", 0, 10), ("III", 30, 0), ("EEE", 0, 0)):
        form = line(document, words, size=20, before=before, after=after).paragraph_format
        form.line_spacing = 1.0
    first, second, third = baselines(document, "HHH", "III", "EEE")
    assert second - first == pytest.approx(22.98 + 30, abs=0.3)
    assert third - second == pytest.approx(22.98, abs=0.3)


def test_spaces_add_up_where_the_document_asks_for_it():
    document = page()
    compat = document.settings.element.find(f"{{{_W}}}compat")
    compat.append(parse_xml(f"<w:doNotUseHTMLParagraphAutoSpacing {nsdecls('w')}/>"))
    for words, before, after in (("HHH", 0, 10), ("III", 30, 0)):
        form = line(document, words, size=20, before=before, after=after).paragraph_format
        form.line_spacing = 1.0
    first, second = baselines(document, "HHH", "III")
    assert second - first == pytest.approx(22.98 + 40, abs=0.3)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_an_empty_paragraph_is_an_empty_line():
    """Of the size of its mark, 11 points, as in Word: it has no run that could say another."""
    document = page()
    for words in ("HHH", "", "III"):
        line(document, words, size=20).paragraph_format.line_spacing = 1.0
    above, below = baselines(document, "HHH", "III")
    assert below - above == pytest.approx(22.98 + 12.64, abs=0.5)


def test_styles_inherit_from_each_other_and_the_run_has_the_last_word():
    document = page()
    base = document.styles.add_style("Dasar", WD_STYLE_TYPE.PARAGRAPH)
    base.font.bold, base.font.name = True, "Times New Roman"
    derived = document.styles.add_style("Turunan", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style, derived.font.italic = base, True
    paragraph = document.add_paragraph(style="Turunan")
    paragraph.add_run("miring tebal ")
    paragraph.add_run("tegak").bold = False
    assert rendered(document).fonts == {"LiberationSerif-BoldItalic", "LiberationSerif-Italic"}


@pytest.mark.parametrize(
    ("align", "edge"),
    [
        (WD_TAB_ALIGNMENT.LEFT, "left"),
        (WD_TAB_ALIGNMENT.RIGHT, "right"),
        (WD_TAB_ALIGNMENT.CENTER, "middle"),
    ],
)
def test_words_stand_at_their_tab_stop(align, edge):
    document = page()
    paragraph = line(document, "Nomor\tW.6-0136")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(8), align)
    place = rendered(document).place("W.6-0136")
    found = {"left": place.left, "right": place.right, "middle": (place.left + place.right) / 2}
    assert found[edge] == near(LEFT + 8 * CM)


def test_without_a_stop_of_its_own_a_tab_goes_to_the_next_half_inch():
    document = page()
    line(document, "Hal\tUndangan")
    assert rendered(document).place("Undangan").left == near(LEFT + 36)


def test_a_tab_after_a_hanging_label_goes_to_the_text():
    document = page()
    form = line(document, "a.\t" + FILLER).paragraph_format
    form.left_indent, form.first_line_indent = Cm(3), Cm(-1)
    pages = rendered(document)
    assert pages.place("kata000").left == near(LEFT + 3 * CM)


def test_a_tabs_leader_fills_its_gap():
    document = page()
    paragraph = line(document, "Bab\t12")
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(10), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    assert rendered(document).text.count(".") > 20


def test_a_line_under_a_paragraph_is_drawn_from_margin_to_margin():
    document = page()
    rule(line(document, "KOP"), eighths=16)
    pages = rendered(document)
    place = pages.place("KOP")
    rows = drawn_rows(pages, LEFT, RIGHT, place.bottom, place.bottom + 15)
    assert rows[-1] - rows[0] == pytest.approx(2, abs=0.5)


def test_shading_and_highlighting_colour_the_ground():
    document = page()
    paragraph = line(document, "Isi")
    paragraph._p.get_or_add_pPr().append(  # noqa: SLF001 python-docx has no other way
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="DDEEFF"/>')
    )
    pages = rendered(document)
    place = pages.place("Isi")
    assert pages.color(RIGHT - 20, (place.top + place.bottom) / 2) == (0xDD, 0xEE, 0xFF)


def test_a_line_break_begins_a_line_and_a_page_break_a_page():
    document = page()
    run = document.add_paragraph().add_run("satu")
    run.add_break()
    run.add_text("dua")
    run.add_break(WD_BREAK.PAGE)
    run.add_text("tiga")
    document.add_paragraph("empat").paragraph_format.page_break_before = True
    pages = rendered(document)
    assert pages.place("dua").top > pages.place("satu").bottom
    assert [pages.place(words).page for words in ("satu", "dua", "tiga", "empat")] == [0, 0, 1, 2]


def test_a_page_break_alone_leaves_no_empty_line_on_the_next_page():
    document = page()
    document.add_paragraph("satu")
    document.add_page_break()
    document.add_paragraph("dua")
    pages = rendered(document)
    assert pages.place("dua").page == 1
    assert pages.place("dua").top == pytest.approx(pages.place("satu").top, abs=4)


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    def place_of_heading(*, kept):
        document = page()
        for _ in range(45):
            line(document, "baris")
        heading = line(document, "Judul")
        heading.paragraph_format.keep_with_next = kept
        block = line(document, FILLER * 2)
        block.paragraph_format.keep_together = True
        for _ in range(3):
            line(document, "baris")
        return rendered(document).place("Judul").page

    assert (place_of_heading(kept=False), place_of_heading(kept=True)) == (0, 1)
