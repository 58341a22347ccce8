"""Numbers of lists in their forms, and when a list starts anew."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from workers.letters.pdf.numbering import Numbering, in_format


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (27, "lowerLetter", "aa"),
        (26, "upperLetter", "Z"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (3, "cardinalText", "3"),
    ],
)
def test_a_number_is_written_in_its_form(count, form, written):
    assert in_format(count, form) == written


def numbering():
    return Numbering(
        parse_xml(
            f"""<w:numbering {nsdecls("w")}>
            <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
            <w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">
            <w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"""
        )
    )


def test_lists_of_one_kind_count_on_unless_one_says_where_it_starts():
    lists = numbering()
    labels = [lists.label(name, 0).text for name in ("1", "1", "2", "3", "3", "1")]
    assert labels == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_list_zero_and_a_list_nobody_made_are_none():
    assert numbering().label("0", 0) is None
    assert Numbering(None).label("1", 0) is None
