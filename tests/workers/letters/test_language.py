"""What a template may say, and that what it may not is found where it stands."""

from __future__ import annotations

import pytest

from workers.letters.filling import BLANK
from workers.letters.language import MOST_NODES, environment, slips

FIELDS = {"number", "letterhead", "particulars", "copies"}


def found(*paragraphs):
    source = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    return [(each.kind, each.what) for each in slips(source, FIELDS, "isi")]


@pytest.mark.parametrize(
    "words",
    [
        "{{ number }}",
        "{{ number|upper|default('-') }}",
        "{% if copies %}Tembusan{% elif number %}-{% endif %}",
        "{% for item in particulars %}{{ item[0] }}: {{ item[1] }} {{ loop.index }}{% endfor %}",
        "{% for label, value in particulars %}{{ label ~ ': ' ~ value }}{% endfor %}",
        "{% for item in particulars %}{% for each in item %}{{ each }}{% endfor %}{% endfor %}",
        "{% for copy in copies if copy != 'x' %}{{ copy }}{% else %}-{% endfor %}",
        "{{ number if number is defined and not copies else '-' }}",
    ],
)
def test_what_a_letter_needs_may_be_said(words):
    assert found(words) == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("{% for x in range(10**9) %}{% endfor %}", "for"),
        ("{% for x in number * 1000000000 %}{% endfor %}", "for"),
        ("{% for x in copies %}{% for y in copies %}{% endfor %}{% endfor %}", "for"),
        ("{% for x in copies recursive %}{{ loop(copies) }}{% endfor %}", "for"),
        ("{{ number * 1000000000 }}", "mul"),
        ("{{ 9 ** 9 ** 9 }}", "pow"),
        ("{{ '%1000000000d' % 1 }}", "mod"),
        ("{{ number|center(1000000000) }}", "|center"),
        ("{{ number|safe }}", "|safe"),
        ("{{ number.__class__ }}", ".__class__"),
        ("{{ number.upper }}", ".upper"),
        ("{{ number|attr('format') }}", "|attr"),
        ("{{ number.format(1) }}", "call"),
        ("{{ lipsum(9999) }}", "call"),
        ("{% set number = 1 %}", "assign"),
        ("{% include 'x' %}", "include"),
        ("{% import 'x' as y %}", "import"),
        ("{% extends 'x' %}", "extends"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "macro"),
        ("{% filter upper %}x{% endfilter %}", "filterblock"),
        ("{% autoescape false %}x{% endautoescape %}", "scope"),
        ("{% block a %}{% endblock %}", "block"),
        ("{% with a = 1 %}{% endwith %}", "with"),
    ],
)
def test_what_a_program_would_say_may_not_be(words, what):
    assert ("forbidden", what) in found(words)


def test_no_function_is_there_to_be_called():
    assert not environment().globals


def test_an_unknown_placeholder_is_named_with_the_words_around_it():
    (slip,) = slips(
        "<w:p><w:t>Nomor {{ number }}</w:t></w:p><w:p><w:t>Yth. {{ recipent }} di</w:t></w:p>",
        FIELDS,
        "isi",
    )
    assert (slip.kind, slip.what) == ("unknown-field", "recipent")
    assert slip.near == "Yth. {{ recipent }} di"


def test_what_a_loop_calls_its_item_is_known_inside_it_only():
    assert found("{% for item in copies %}{{ item }}{% endfor %}{{ item }}") == [
        ("unknown-field", "item")
    ]
    assert found("{{ loop.index }}") == [("unknown-field", "loop")]


@pytest.mark.parametrize("words", ["{{ number", "{% if copies %}", "{% endfor %}", "{{ number } }"])
def test_a_torn_placeholder_is_told_with_its_paragraph(words):
    (slip,) = slips(f"<w:p><w:t>Awal</w:t></w:p><w:p><w:t>Nomor {words}</w:t></w:p>", FIELDS, "isi")
    assert slip.kind == "syntax"
    assert "Nomor" in slip.near


def test_a_template_without_end_is_refused_before_it_is_run():
    assert ("forbidden", "terlalu banyak") in found("{{ number }}" * (MOST_NODES + 1))


def test_brackets_without_end_are_refused_not_followed():
    assert found("{{ " + "(" * 5000 + "number" + ")" * 5000 + " }}") == [
        ("forbidden", "terlalu dalam")
    ]


def test_what_is_not_known_becomes_dots_also_in_capitals():
    shown = environment().from_string("{{ number|upper }}, {{ nobody|title }}")
    assert shown.render(number=None) == f"{BLANK}, {BLANK}"
