"""What official documents have in common: letterhead, titles, chapters, signatures, copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Cm

from workers.letters.word import (
    CENTRE,
    LEFT,
    PAGE_NUMBER,
    control,
    each_row,
    line,
    numbered,
    on_later_pages,
    page,
    rule,
    table,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as DocumentObject

LABELS = (1.25, 4.25, 0.5, 10)  # a margin, a label, a colon, a value
SIGNATURE_INDENT = 8.5
SIGNATURE_ROOM = 71  # points above the name: a signature's block (66), white around it
POINT = 0.75  # how far a numbered point hangs


def naskah(*, landscape: bool = False) -> DocumentObject:
    """Begin a document: its page, the letterhead, page numbers from the second page on."""
    document = page(landscape=landscape)
    letterhead(document)
    if not landscape:
        on_later_pages(document, f"- {PAGE_NUMBER} -")
    return document


def letterhead(document: DocumentObject) -> None:
    """Add the kop: from the ministry down, then where the office is; a line under it."""
    control(document, "for words in letterhead")
    line(document, "{{ words }}", align=CENTRE, bold=True, size=13)
    control(document, "endfor")
    for name in ("office_address", "office_contact"):
        control(document, f"if {name}")
        line(document, f"{{{{ {name} }}}}", align=CENTRE, size=9)
        control(document, "endif")
    rule(line(document, size=2, after=8), eighths=18)


def head(document: DocumentObject) -> None:
    """Add a letter's head: number, nature, enclosures and subject, the date beside the first."""
    rows = [
        ("Nomor", ":", "{{ number }}", "{{ date }}"),
        ("Sifat", ":", "{{ nature }}", ""),
        ("Lampiran", ":", "{{ enclosures }}", ""),
        ("Hal", ":", "{{ subject }}", ""),
    ]
    added = table(document, rows, (2.2, 0.4, 8.9, 4.5))
    added.cell(0, 3).paragraphs[0].alignment = 2
    line(document, "Yth. {{ recipient }}", before=16)
    line(document, "di tempat", after=10)


def title(document: DocumentObject, words: str) -> None:
    """Add a document's title and number."""
    line(document, words, align=CENTRE, bold=True, size=12)
    _number(document)


def _number(document: DocumentObject) -> None:
    line(document, "NOMOR {{ number }}", align=CENTRE, after=8)


def about(document: DocumentObject, words: str) -> None:
    """Add the title and number of a document that says what it is about."""
    line(document, words, align=CENTRE, bold=True, size=12)
    line(document, "TENTANG", align=CENTRE, bold=True, before=4)
    line(document, "{{ subject|upper }}", align=CENTRE, bold=True, before=4, after=4)
    _number(document)


def chapter(document: DocumentObject, letter: str, heading: str) -> None:
    """Add a chapter's heading, which never stands alone at the end of a page."""
    paragraph = line(document, f"{letter}. {heading}", bold=True, before=10)
    paragraph.paragraph_format.keep_with_next = True


def points(document: DocumentObject, texts: Sequence[str], *, left: float = 0) -> None:
    """Add points numbered 1., 2., ...; how far they stand in, in centimetres."""
    for number, words in enumerate(texts, start=1):
        numbered(document, f"{number}.", words, left=left, hanging=POINT)


def signatory(document: DocumentObject) -> None:
    """Add who declares something: name, number and office."""
    rows = [("", label, ":", value) for label, value in (
        ("Nama", "{{ signatory_name }}"),
        ("NIP", "{{ signatory_id }}"),
        ("Jabatan", "{{ signatory }}"),
    )]  # fmt: skip
    table(document, rows, LABELS)


def particulars(document: DocumentObject) -> None:
    """Add what is known of the person that the document is about."""
    each_row(document, "item in particulars", ("", "{{ item[0] }}", ":", "{{ item[1] }}"), LABELS)


def particulars_if_known(document: DocumentObject, opening: str) -> None:
    """Add the person with a sentence before, unless the document is about nobody."""
    control(document, "if particulars")
    text(document, opening, indent=False)
    particulars(document)
    control(document, "endif")


def signature(
    document: DocumentObject,
    *,
    dated: str = "",
    by: str = "signatory",
    indent: float = SIGNATURE_INDENT,
) -> None:
    """Add the signatory's block, which never stands alone on a new page.

    Args:
        document: gets it at its end.
        dated: how place and date are said above it; empty: the letter's head says the date.
        by: the placeholder of who signs.
        indent: from the left margin, in centimetres.
    """
    lines = [each for each in dated.split("\n") if each]
    lines.append(f"{{{{ {by} }}}},")
    for number, words in enumerate(lines):
        _signed_line(document, words, indent, before=14 if number == 0 else 0, kept=True)
    _signed_line(document, f"{{{{ {by}_name }}}}", indent, before=SIGNATURE_ROOM, kept=True)
    control(document, f"if {by}_id")
    _signed_line(document, f"NIP {{{{ {by}_id }}}}", indent, before=0, kept=False)
    control(document, "endif")


def _signed_line(
    document: DocumentObject, words: str, indent: float, *, before: float, kept: bool
) -> None:
    paragraph = line(document, words, align=LEFT, before=before)
    paragraph.paragraph_format.left_indent = Cm(indent)
    paragraph.paragraph_format.keep_with_next = kept


def copies(document: DocumentObject) -> None:
    """Add the tembusan, if there are any."""
    control(document, "if copies")
    line(document, "Tembusan:", before=12, size=10).paragraph_format.keep_with_next = True
    control(document, "for copy in copies")
    copy = numbered(document, "{{ loop.index }}.", "{{ copy }}", hanging=POINT, size=10)
    copy.paragraph_format.keep_with_next = True  # the last one of a list on a page tells nobody
    control(document, "endfor")
    control(document, "endif")
