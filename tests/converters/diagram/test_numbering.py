"""Where a letter gets its number: once, before the job that passes it on to be signed."""

from __future__ import annotations

import pytest

from converters.model import Branch, Part

NUMBERS = "//bpmn:serviceTask[contains(@id, 'letter-number')]/@id"
DRAFTS = {"jobs": ("letter-draft",)}
SIGNS = {"jobs": ("signature-request",)}
TO_END = (Branch(to="4", answer=None),)


def mapped(drawing, job, direction):
    found = drawing.find(f"//*[@id='{job}']//zeebe:{direction}")
    return [(each.get("source"), each.get("target")) for each in found]


def test_a_drafted_letter_is_numbered_right_before_its_signature_is_asked_for(draw, step):
    drawing = draw(step(1, **DRAFTS), step(2), step(3, "Menandatangani surat", **SIGNS))
    assert drawing.find(NUMBERS) == ["Job_3_letter-number"]
    at = drawing.path().index("Job_3_letter-number")
    assert drawing.path()[at + 1] == "Job_3_signature-request"
    assert ("=letter", "document") in mapped(drawing, "Job_3_letter-number", "input")


def test_a_row_that_drafts_and_signs_numbers_in_between(draw, step):
    jobs = ("signature-request", "letter-draft")
    drawing = draw(step(1, "Membuat telaahan dan menandatangani berita acara", jobs=jobs))
    assert drawing.path()[2:5] == [
        *("Job_1_letter-draft", "Job_1_letter-number", "Job_1_signature-request")
    ]


def test_a_letter_that_is_forwarded_to_be_signed_elsewhere_is_numbered_after_the_ya(draw, step):
    jobs = ("letter-draft", "sisumaker-forward")
    drawing = draw(step(1, decision=("1", None), jobs=jobs))
    assert drawing.path()[-4:-1] == [
        *("Job_1_letter-number", "Job_1_sisumaker-forward", "Row_1_sisumaker-forward")
    ]
    assert "number_summary" not in str(drawing.forms["uji-1.form"])  # it is not drawn yet


@pytest.mark.parametrize(
    "activity",
    [
        "Menandatangani perjanjian kinerja",
        "Perjanjian kerja sama ditandatangani kedua pihak",
        "Memeriksa, dan menandatangani draft SP/MP",
    ],
)
def test_another_document_that_is_signed_gets_no_number(draw, step, activity):
    assert draw(step(1, **DRAFTS), step(2, activity, **SIGNS)).find(NUMBERS) == []


@pytest.mark.parametrize(
    "activity",
    [
        "Memeriksa dan menandatangani",
        "Menandatangani konsep dan mengembalikannya",
        "Nota dinas yang telah ditandatangani diteruskan",
        "Menanda tangani undangan rapat",
        "Meminta paraf Kabid",
    ],
)
def test_a_letter_is_numbered_however_the_row_says_that_it_signs(draw, step, activity):
    drawing = draw(step(1, **DRAFTS), step(2, activity, **SIGNS))
    assert drawing.find(NUMBERS) == ["Job_2_letter-number"]


def test_what_was_never_drafted_gets_no_number(draw, step):
    assert draw(step(1), step(2, "Menandatangani surat", **SIGNS)).find(NUMBERS) == []
    later = draw(step(1, "Menandatangani surat", **SIGNS), step(2, **DRAFTS))
    assert later.find(NUMBERS) == []


def test_an_sop_that_says_itself_where_letters_are_numbered_gets_no_more(draw, step):
    own = {"jobs": ("letter-number",)}
    drawing = draw(step(1, **DRAFTS), step(2, **own), step(3, "Menandatangani surat", **SIGNS))
    assert drawing.find(NUMBERS) == ["Job_2_letter-number"]
    drawing = draw(step(1, **DRAFTS), step(2, "Menandatangani surat", **SIGNS), step(3, **own))
    assert drawing.find(NUMBERS) == ["Job_3_letter-number"]


def test_a_letter_that_two_officials_sign_is_numbered_once(draw, step):
    drawing = draw(step(1, **DRAFTS), *(step(n, "Menandatangani surat", **SIGNS) for n in (2, 3)))
    assert drawing.find(NUMBERS) == ["Job_2_letter-number"]


def test_of_two_ways_that_each_sign_both_number(draw, step):
    to = (Branch(to="2", answer="Ya"), Branch(to="3", answer="Tidak"))
    drawing = draw(
        step(1, **DRAFTS, parts=(Part(role="Kasi", question="Mendesak?", branches=to),)),
        step(2, "Menandatangani surat", **SIGNS, parts=(Part(role="Kasi", branches=TO_END),)),
        step(3, "Menandatangani surat", **SIGNS),
        step(4),
    )
    assert drawing.find(NUMBERS) == ["Job_2_letter-number", "Job_3_letter-number"]


def test_a_letter_that_two_branches_sign_at_the_same_time_is_numbered_before_they_part(draw, step):
    apart = (Branch(to="2", answer=None), Branch(to="3", answer=None))
    drawing = draw(
        step(1, **DRAFTS, parts=(Part(role="Kasi", branches=apart),)),
        step(2, "Menandatangani surat", **SIGNS, parts=(Part(role="Kasi", branches=TO_END),)),
        step(3, "Menandatangani surat", **SIGNS),
        step(4),
    )
    assert drawing.find(NUMBERS) == ["Job_1_letter-number"]
    onward = "//bpmn:sequenceFlow[@sourceRef='Job_1_letter-number']/@targetRef"
    assert drawing.find(onward) == ["Fork_1"]


def test_each_of_two_letters_keeps_its_own_number(draw, step):
    both = {"jobs": ("letter-draft", "signature-request")}
    drawing = draw(step(1, **both), step(2), step(3, **both))
    for row in ("1", "3"):
        own = (f"=letter_number_{row}", "letter_number")
        assert own in mapped(drawing, f"Job_{row}_letter-draft", "input")
        assert own in mapped(drawing, f"Job_{row}_letter-number", "input")
        assert mapped(drawing, f"Job_{row}_letter-number", "output")[:2] == [
            ("=letter_number", "letter_number"),
            ("=string(letter_number)", f"letter_number_{row}"),
        ]


def test_the_only_letter_of_a_process_is_drafted_again_with_its_number(draw, step):
    drawing = draw(step(1, **DRAFTS), step(2, "Menandatangani surat", **SIGNS))
    for job in ("Job_1_letter-draft", "Job_2_letter-number"):
        assert ("=letter_number", "letter_number") in mapped(drawing, job, "input")
