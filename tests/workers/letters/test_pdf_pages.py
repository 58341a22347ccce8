"""Pages: their size, margins, headers and footers; lists; pictures."""

from __future__ import annotations

import io
import itertools

import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from PIL import Image

from tests.workers.letters.pages import CM, rendered
from workers.letters.word import line, page

LEFT, TOP = 3 * CM, 2 * CM


def near(value, by=2.5):
    return pytest.approx(value, abs=by)


def field(paragraph, instruction):
    """A field as Word writes it, with the result it had when it was saved."""
    run = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>77</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    for element in parse_xml(f"<w:p {nsdecls('w')}>{run}</w:p>"):
        paragraph._p.append(element)  # noqa: SLF001 python-docx knows no fields


def picture(kind="PNG", size=(40, 20), mode="RGB", color="red"):
    written = io.BytesIO()
    Image.new(mode, size, color).save(written, kind)
    written.seek(0)
    return written


def test_page_size_and_margins_are_those_of_the_section():
    document = page()
    document.sections[0].left_margin, document.sections[0].top_margin = Cm(5), Cm(4)
    line(document, "Isi")
    pages = rendered(document)
    assert pages.sizes == [(595, 842)]
    assert pages.place("Isi").left == near(5 * CM)
    assert pages.place("Isi").top == near(4 * CM, 6)


def test_a_landscape_section_follows_an_upright_one():
    document = page()
    line(document, "tegak")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = section.page_height, section.page_width
    line(document, "mendatar")
    pages = rendered(document)
    assert pages.sizes == [(595, 842), (842, 595)]
    assert [pages.place(words).page for words in ("tegak", "mendatar")] == [0, 1]


def test_a_continuous_section_goes_on_on_the_same_page():
    document = page()
    line(document, "satu")
    document.add_section(WD_SECTION.CONTINUOUS)
    line(document, "dua")
    assert len(rendered(document).sizes) == 1


def test_headers_and_footers_stand_in_the_margins_of_each_page():
    document = page()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kepala naskah"
    section.footer.paragraphs[0].text = "Kaki naskah"
    for _ in range(100):
        line(document, "baris")
    pages = rendered(document)
    assert len(pages.texts) > 1
    for number, text in enumerate(pages.texts):
        assert "Kepala naskah" in text
        assert "Kaki naskah" in text
        assert pages.place("Kepala naskah", nth=number).bottom < TOP + 1
        assert pages.place("Kaki naskah", nth=number).top > 842 - 2 * CM - 1


def test_a_tall_header_moves_the_text_down():
    document = page()
    header = document.sections[0].header
    for number in range(8):
        line(header, f"Kop {number}", size=14)
    line(document, "Isi")
    pages = rendered(document)
    assert pages.place("Isi").top > pages.place("Kop 7").bottom


def test_the_first_page_may_have_a_header_of_its_own_however_tall():
    document = page()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for number in range(8):
        line(section.first_page_header, f"Kop {number}", size=14)
    section.header.paragraphs[0].text = "Lanjutan"
    for number in range(100):
        line(document, f"baris {number}.")
    first, second = (rendered(document).texts)[:2]
    assert ("Kop 7" in first, "Lanjutan" in first) == (True, False)
    assert ("Kop 7" in second, "Lanjutan" in second) == (False, True)
    pages = rendered(document)
    assert pages.place("baris 0.").top > pages.place("Kop 7").bottom
    tops = [pages.place(f"Kop {number}").top for number in range(8)]
    assert all(below - above > 14 for above, below in itertools.pairwise(tops))
    assert pages.place("Lanjutan").page == 1
    row = second.split("baris ")[1].split(".")[0]
    assert pages.place(f"baris {row}.").top < TOP + 20


def test_page_numbers_count_the_pages_of_the_pdf():
    document = page()
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("Halaman ")
    field(footer, "PAGE")
    footer.add_run(" dari ")
    field(footer, "NUMPAGES")
    for _ in range(100):
        line(document, "baris")
    texts = rendered(document).texts
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert f"Halaman {number} dari {len(texts)}" in text
        assert "77" not in text


def test_another_field_shows_what_it_last_gave():
    document = page()
    field(line(document, "Tanggal "), "DATE")
    assert "Tanggal 77" in rendered(document).text


def numbered(document, numbering, *items):
    """Paragraphs of a list of the test's own: ``numbering`` are its levels in XML."""
    part = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{numbering}</w:abstractNum>'
    )
    part.insert(0, abstract)
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    for depth, words in items:
        properties = document.add_paragraph(words)._p.get_or_add_pPr()  # noqa: SLF001
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
            )
        )


def level(depth, form, text):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{720 * (depth + 1)}" w:hanging="360"/>'
        "</w:pPr></w:lvl>"
    )


def test_lists_are_numbered_as_word_numbers_them():
    document = page()
    numbered(
        document,
        level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)")
        + level(2, "upperRoman", "%1.%3"),
        (0, "pertama"), (1, "anak"), (1, "adik"), (2, "cucu"), (0, "kedua"), (1, "lain"),
    )  # fmt: skip
    pages = rendered(document)
    assert pages.squeezed == "1.pertamaa)anakb)adik1.Icucu2.keduaa)lain"
    assert pages.place("pertama").left == near(LEFT + 36)
    assert pages.place("1.").left == near(LEFT + 18)
    assert pages.place("anak").left == near(LEFT + 72)


def test_bullets_of_words_symbol_font_are_bullets():
    document = page()
    bullet = level(0, "bullet", "\uf0b7").replace(
        "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr></w:lvl>'
    )
    numbered(document, bullet, (0, "butir"))
    pages = rendered(document)
    assert pages.squeezed == "•butir"
    assert pages.left_out == ()


def test_the_list_styles_of_word_work():
    document = page()
    for words in ("satu", "dua"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("butir", style="List Bullet")
    assert rendered(document).squeezed == "1.satu2.dua•butir"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB"), ("BMP", "RGB"), ("TIFF", "RGB")],
)
def test_a_picture_stands_in_its_line_in_its_size(kind, mode):
    document = page()
    document.add_paragraph().add_run().add_picture(
        picture(kind, mode=mode, color=None), width=Cm(4)
    )
    line(document, "bawah")
    pages = rendered(document)
    assert len(pages.reader.pages[0].images) >= 1
    assert pages.place("bawah").top == near(TOP + 2 * CM, 8)
    assert pages.left_out == ()


def test_a_picture_is_shown_in_its_colours():
    document = page()
    document.add_paragraph().add_run().add_picture(picture(), width=Cm(4))
    red, green, blue = rendered(document).color(LEFT + 2 * CM, TOP + CM)
    assert red > 240
    assert max(green, blue) < 20


def test_a_garuda_in_the_header_is_found_among_the_headers_own_pictures():
    document = page()
    header = document.sections[0].header.paragraphs[0]
    header.add_run().add_picture(picture(), width=Cm(2))
    line(document, "Isi")
    pages = rendered(document)
    assert len(pages.reader.pages[0].images) == 1
    assert pages.place("Isi").top > TOP


def floating(document, relative="paragraph"):
    """Let a picture of 4 by 2 cm float, 10 cm from the margin, 1 cm below its paragraph's top."""
    run = document.add_paragraph("Kop").add_run()
    inline = run.add_picture(picture(), width=Cm(4))._inline  # noqa: SLF001
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a", "r")} behindDoc="1">'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{Cm(10)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{Cm(1)}</wp:posOffset>'
        "</wp:positionV></wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
    inline.getparent().replace(inline, anchor)
    line(document, "bawah")


def test_a_floating_picture_stands_where_it_floats_and_moves_no_text():
    document = page()
    floating(document)
    pages = rendered(document)
    assert pages.color(LEFT + 12 * CM, TOP + 2 * CM)[1] < 20
    assert pages.place("bawah").top < TOP + 40
    assert pages.left_out == ()


def test_a_picture_that_floats_from_elsewhere_is_set_into_the_line_and_told():
    document = page()
    floating(document, "page")
    assert rendered(document).left_out == ("where a floating picture stands (set into the line)",)


def test_a_picture_that_cannot_be_read_is_told_and_the_letter_is_made_without_it():
    document = page()
    document.add_paragraph("Isi").add_run().add_picture(picture(), width=Cm(4))
    part = next(p for p in document.part.related_parts.values() if p.partname.endswith(".png"))
    part._blob = part.blob[:40]  # noqa: SLF001
    pages = rendered(document)
    assert pages.text.strip() == "Isi"
    assert pages.left_out == (
        "a picture in a format that cannot be shown (save it as PNG or JPEG)",
    )


W14 = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OMATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
HIDDEN = "<w:p><w:r><w:t>Rahasia</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (f"<w:r {nsdecls('w')}><w:pict>{HIDDEN}</w:pict></w:r>", "a drawn shape or text box"),
        (f"<w:r {nsdecls('w')} {W14}><mc:AlternateContent>{HIDDEN}</mc:AlternateContent></w:r>",
         "a drawn shape or text box"),
        (f"<m:oMath {OMATH}><m:r><m:t>x</m:t></m:r></m:oMath>", "an equation"),
        (f"<w:r {nsdecls('w')}><w:object/></w:r>", "an embedded object"),
        (f"<w:r {nsdecls('w')}><w:footnoteReference w:id='2'/></w:r>", "a footnote"),
        (f"<w:del {nsdecls('w')}><w:r><w:delText>Rahasia</w:delText></w:r></w:del>",
         "tracked changes (shown as accepted)"),
        (f"<w:r {nsdecls('w', 'wp')}><w:drawing><wp:inline/></w:drawing></w:r>",
         "a drawn shape, chart or text box"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_told_by_its_name_and_never_by_what_it_says(xml, told):
    document = page()
    paragraph = document.add_paragraph("Isi")
    paragraph._p.append(parse_xml(xml))  # noqa: SLF001
    pages = rendered(document)
    assert pages.left_out == (told,)
    assert pages.text.strip() == "Isi"


@pytest.mark.parametrize(
    "xml",
    [
        "<w:sdt {w}><w:sdtContent><w:r><w:t>Isian</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:hyperlink {w}><w:r><w:t>Isian</w:t></w:r></w:hyperlink>",
        "<w:ins {w}><w:r><w:t>Isian</w:t></w:r></w:ins>",
        "<w:fldSimple {w} w:instr='DATE'><w:r><w:t>Isian</w:t></w:r></w:fldSimple>",
    ],
)
def test_words_in_controls_links_and_accepted_changes_are_words(xml):
    document = page()
    paragraph = document.add_paragraph("Isi ")
    paragraph._p.append(parse_xml(xml.format(w=nsdecls("w"))))  # noqa: SLF001
    assert "Isi Isian" in rendered(document).text


def test_a_ticked_box_of_wingdings_is_a_ticked_box():
    document = page()
    paragraph = document.add_paragraph()
    paragraph._p.append(  # noqa: SLF001
        parse_xml(
            f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> ya</w:t></w:r>'
        )
    )
    assert "☑" in rendered(document).text


def test_columns_of_text_are_told():
    document = page()
    line(document, "Isi")
    document.sections[0]._sectPr.append(  # noqa: SLF001
        parse_xml(f'<w:cols {nsdecls("w")} w:num="2"/>')
    )
    assert "columns of text" in rendered(document).left_out
