"""How the report says things to the owner, in Indonesian."""

from __future__ import annotations

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
# Confidence from which on -> (what it means to the owner, class of its colour).
_SURENESS = (
    (0.9, "hampir pasti", "sure"),
    (0.75, "kemungkinan besar benar", "likely"),
    (0.5, "mungkin benar, periksa", "maybe"),
    (0.0, "belum pasti, mohon diputuskan", "open"),
)


def sureness(confidence: float) -> tuple[str, str]:
    """A confidence in words, and the class of its colour."""
    return next((words, kind) for least, words, kind in _SURENESS if confidence >= least)


def percent(confidence: float) -> str:
    """A confidence as a number."""
    return f"{confidence:.0%}".replace("%", " %")


def date(iso: str | None) -> str | None:
    """1 Januari 2025, or Januari 2025 where no day is known."""
    if iso is None:
        return None
    year, month, *day = iso.split("-")
    return " ".join((*(str(int(x)) for x in day), MONTHS[int(month) - 1], year))


def place(file: str, page: int | None, where: str | None) -> str:
    """Where something was read."""
    parts = [file, f"halaman {page}" if page else None, where]
    return ", ".join(part for part in parts if part)
