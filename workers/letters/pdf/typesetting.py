"""Setting a tree of plain data, by Typst."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import msgspec

from workers.errors import IncidentError
from workers.letters.pdf import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import typst

    from workers.letters.pdf.tree import Layout

# ISO 19005-2, level U: looks the same for ever, and all its text can be searched.
STANDARD: Literal["a-2u"] = "a-2u"
PROGRAM = Path(__file__).with_name("letter.typ")


class NotRenderedError(IncidentError):
    """A document cannot be set. Its text says which fault, and nothing of the content."""


def typeset(layout: Layout, files: Mapping[str, bytes], created: datetime) -> bytes:
    """Return the PDF/A. The same arguments give the same bytes.

    Args:
        layout: what is set.
        files: the pictures that it names.
        created: the document's date.

    Raises:
        NotRenderedError: Typst refuses it.
    """
    import typst

    tree = msgspec.json.encode(layout).decode()
    with _folder(files) as root:
        try:
            return typst.compile(
                str(Path(root) / PROGRAM.name),
                root=root,
                sys_inputs={"document": tree},
                format="pdf",
                font_paths=_fonts(),
                pdf_standards=STANDARD,
                timestamp=in_utc(created).replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise NotRenderedError(f"The PDF cannot be made ({type(error).__name__}).") from None


@contextmanager
def _folder(files: Mapping[str, bytes]) -> Iterator[str]:
    """Lay the program and the pictures where Typst can read them: it takes pictures from files."""
    with TemporaryDirectory(prefix="tertib-") as root:
        for name, content in {PROGRAM.name: _program(), **files}.items():
            (Path(root) / name).write_bytes(content)
        yield root


def in_utc(created: datetime) -> datetime:
    """The same moment as PDF has it; one without a zone is taken for UTC."""
    return created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)


def moment(created: datetime) -> tuple[int, int, int, int, int, int]:
    """A date as the tree has it."""
    utc = in_utc(created)
    return utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second


@cache
def _fonts() -> typst.Fonts:
    """Those of Tertib and Typst, none of the machine's: the same letter on every machine."""
    import typst

    folders = [str(folder) for folder in fonts.folders()]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


@cache
def _program() -> bytes:
    return PROGRAM.read_bytes()
