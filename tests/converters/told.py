"""What an inferred flow tells, to compare with."""

from __future__ import annotations


def ways(sop):
    """Per row and part: who, and where it leads; "end" where the process ends."""
    return {
        step.number: [
            [(branch.answer, branch.to or "end", branch.part) for branch in part.branches]
            for part in step.parts
        ]
        for step in sop.steps
        if step.parts
    }


def codes(sop):
    return [(doubt.code, doubt.row) for doubt in sop.doubts]
