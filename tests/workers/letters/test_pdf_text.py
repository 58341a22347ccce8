"""The PDF says what the Word document says: nothing lost, nothing added, nothing run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workers.letters.letters import LONG, SHORT, filled
from tests.workers.letters.pages import MOMENT, Pages, rendered, set_words, words_of
from workers.letters.designs import DESIGNS
from workers.letters.pdf.characters import SYMBOLS
from workers.letters.pdf.rendering import render, to_pdf
from workers.letters.pdf.typesetting import NotRenderedError
from workers.letters.word import line, page


@pytest.mark.parametrize("values", [LONG, SHORT], ids=["long", "short"])
@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_each_template_says_in_the_pdf_what_it_says_in_word(name, values):
    docx = filled(name, values)
    pages = Pages(render(docx, title=name, created=MOMENT).pdf)
    words = words_of(docx)
    assert [text for text in words if text not in pages.squeezed] == []
    numbers = [f"-{number}-" for number in range(2, len(pages.texts) + 1)]
    headed = [number for number in numbers if number in pages.squeezed]
    assert len(pages.squeezed) == len("".join(words + headed))


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        '"); #read("/etc/passwd")',
        '#eval("1+1") *tebal* _miring_ $x^2$ `kode`',
        "= Judul",
        "- butir + nomor / istilah",
        "<label> @rujukan ~ -- --- ...",
        "\\u{41} \\ \\n // bukan komentar /* juga bukan */",
        '#import "@preview/cetz:0.3.0"',
        "{{ ''.__class__ }} {% endif %}",
        "'tunggal' \"ganda\"",
    ],
)
def test_what_an_applicant_writes_is_never_markup(name):
    assert "".join(name.split()) in set_words(name).squeezed


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_at_all_makes_a_pdf(text):
    document = page()
    try:
        line(document, text)
    except ValueError:  # XML cannot hold it, so no document does
        return
    assert rendered(document).pdf.startswith(b"%PDF-")


def test_names_keep_their_accents():
    name = "Çelebi Ñuñez Øystein Łukasz Nguyễn Thị Hồng Žižek Siti Nurbaya’ D’Souza"
    pages = set_words(name)
    assert "".join(name.split()) in pages.squeezed
    assert pages.left_out == ()


def test_characters_that_no_font_has_are_shown_as_boxes_and_told():
    pages = set_words("Nama: 王小明.")
    assert "Nama:□□□." in pages.squeezed
    assert pages.left_out == ("characters that the fonts do not have",)


def test_look_alikes_of_letters_become_the_letters():
    assert "Budi" in set_words("𝐁𝐮𝐝𝐢").text


def test_a_name_cannot_turn_the_words_around_it_about():
    assert "Budi\N{SPACE}Santoso" in set_words("Budi\u202e\u200b \u2066Santoso").text


@pytest.mark.parametrize("bold", [True, False])
def test_each_sign_that_is_said_to_be_there_is_there(bold):
    signs = "".join(map(chr, sorted(SYMBOLS)))
    pages = set_words(signs, bold=bold)
    assert signs in pages.squeezed
    assert pages.left_out == ()


def test_a_reviewers_comment_is_not_in_the_pdf():
    document = page()
    words = document.add_paragraph().add_run("Isi surat")
    document.add_comment([words], text="Perbaiki tujuan", author="Pemeriksa", initials="P")
    pages = rendered(document)
    assert "Perbaiki" not in pages.text
    assert "/Annots" not in pages.reader.pages[0]


def test_the_same_document_and_date_give_the_same_bytes():
    docx = filled("surat-dinas", LONG)
    first = to_pdf(docx, title="Surat", created=MOMENT)
    assert to_pdf(docx, title="Surat", created=MOMENT) == first
    assert to_pdf(docx, title="Surat", created=MOMENT + timedelta(seconds=1)) != first


def test_title_and_date_are_in_the_pdfs_metadata():
    reader = Pages(to_pdf(filled("laporan", SHORT), title="Laporan uji", created=MOMENT)).reader
    assert reader.metadata.title == "Laporan uji"
    assert reader.metadata.creation_date == MOMENT


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"isi"])
def test_what_is_no_word_document_is_refused_without_a_word_of_it(content):
    with pytest.raises(NotRenderedError) as caught:
        render(content)
    assert "isi" not in str(caught.value)
