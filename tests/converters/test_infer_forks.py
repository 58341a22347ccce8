"""Forks as drawn: branches that meet, that never do, and that pass rows by."""

from __future__ import annotations

from tests.converters.told import codes, ways


def test_a_fork_whose_branches_meet_is_waited_for(drawn):
    sop = drawn(
        """
        | no | kegiatan | A | B | C |
        | 1 | Mulai | (a) | | |
        | 2 | Menyusun | [b] | | |
        | 3 | Memeriksa | | [c] | |
        | 4 | Menghitung | | | [d] |
        | 5 | Menggabung | [e] | | |
        | 6 | Selesai | (f) | | |
        """,
        "a > b",
        "b > c",
        "b > d",
        "c > e",
        "d > e",
        "e > f",
    )
    assert ways(sop)["2"] == [[(None, "3", 1), (None, "4", 1)]]
    waiting = {s.number for s in sop.steps for p in s.parts for b in p.branches if b.waits}
    assert waiting == {"3", "4"}
    assert codes(sop) == []


def test_an_arrow_past_rows_that_come_to_the_same_place_is_named_in_a_doubt(drawn):
    sop = drawn(
        """
        | no | kegiatan | A | B |
        | 1 | Mulai | (a) | [b] |
        | 2 | Menyusun | [c] | |
        | 3 | Menggabung | | (d) |
        """,
        "a > b",
        "a > c",
        "b > d",
        "c > d",
    )
    assert not ways(sop)
    assert codes(sop) == [("fork-unclear", "1")]
    assert "panah ke baris 3 tidak diikuti" in sop.doubts[0].message


def test_a_fork_that_never_meets_again_is_followed_along_one_arrow(drawn):
    sop = drawn(
        """
        | no | kegiatan | A | B |
        | 1 | Mulai | (a) | |
        | 2 | Menyusun | [b] | |
        | 3 | Mengarsip | | (c) |
        | 4 | Mengirim | (d) | |
        """,
        "a > b",
        "b > c",
        "b > d",
    )
    assert ("fork-unclear", "2") in codes(sop)
    assert ("row-unreached", "4") in codes(sop)


def test_in_a_very_long_table_forks_are_followed_along_one_arrow(drawn):
    rows = "\n".join(f"| {at} | Menyusun | [a{at}] |" for at in range(1, 106))
    sop = drawn(f"| no | kegiatan | Staf |\n{rows}", "a1 > a2", "a1 > a3", "a2 > a4", "a3 > a4")
    assert ("fork-unclear", "1") in codes(sop)
    assert not any(branch.waits for s in sop.steps for part in s.parts for branch in part.branches)
