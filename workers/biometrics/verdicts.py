"""What a comparison says: a likeness, the limit that it is held against, and a decision."""

from __future__ import annotations

from typing import Literal

import msgspec

from workers.biometrics.fingerprints import threshold_of

# Between the rate asked for and this many times it, a person decides.
DOUBT = 100

Decision = Literal["match", "no-match", "inconclusive"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison's result."""

    score: float
    threshold: float  # the score from which it is a match
    decision: Decision


def judge(score: float, rate: float) -> Verdict:
    """Hold a fingerprint's likeness against a false match rate.

    Args:
        score: SourceAFIS's.
        rate: how often two different fingers may be taken for one.
    """
    threshold = threshold_of(rate)
    doubtful = threshold_of(min(rate * DOUBT, 0.5))
    decision: Decision = "no-match"
    if score >= threshold:
        decision = "match"
    elif score >= doubtful:
        decision = "inconclusive"
    return Verdict(score=round(score, 1), threshold=round(threshold, 1), decision=decision)
