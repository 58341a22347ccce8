"""The columns of a table of steps as ruled: what each holds and where it stands on its page."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from converters import durations
from converters.readers.geometry import hull
from converters.readers.page import Box, Cell
from converters.readers.sop import columns
from converters.readers.sop.columns import ACTIVITY, NUMBER, PERFORMER, Columns
from converters.readers.sop_pages import ruled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.sop_pages.ruled import Part, Ruled

DEEPEST = 4  # rows a header has at most, the one that counts the columns included
_INDEX = re.compile(r"\(?\d{1,2}\)?\.?")
# Short words that begin a line in their own right; other short ones are a broken word's end.
_WORDS = frozenset(("dan", "di", "ke", "atau", "yang", "per", "of", "the", "to"))
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_BROKEN = re.compile(r"(?<=[a-z])\n([a-z]{1,3})(?![a-z])")


class Column(msgspec.Struct):
    """One column: the grid's columns ``first`` to ``last``, all under one title."""

    kind: str  # "number", "activity", "role", or as in ``Columns.tail``
    name: str
    first: int
    last: int
    left: float
    right: float
    heading: Cell | None = None  # the cell of its title

    @property
    def width(self) -> int:
        """How many of the grid's columns it has."""
        return self.last - self.first + 1


class Layout(msgspec.Struct):
    """The columns of one part of the table, from left to right."""

    columns: list[Column]
    depth: int  # rows of the header; 0: this part has none
    at: dict[int, Column] = {}  # by the grid's columns

    def __post_init__(self) -> None:
        self.at = {
            place: column
            for column in self.columns
            for place in range(column.first, column.last + 1)
        }

    def of(self, cell: Cell) -> Column | None:
        """The column a cell stands in: of those it spans, the one that shares the most with it."""
        if cell.columns == 1:  # as nearly all
            return self.at.get(cell.column)
        last = cell.column + cell.columns - 1
        shared = [
            (min(last, column.last) - max(cell.column, column.first) + 1, -place)
            for place, column in enumerate(self.columns)
        ]
        best = max(shared, default=(0, 0))
        return self.columns[-best[1]] if best[0] > 0 else None

    @property
    def roles(self) -> list[Column]:
        """The performers' columns."""
        return [column for column in self.columns if column.kind == "role"]

    def summary(self) -> Columns:
        """It as the readers of lines know it."""
        left = ("number", "activity", "role")
        return Columns(
            roles=tuple(column.name for column in self.roles),
            tail=tuple(column.kind for column in self.columns if column.kind not in left),
            shifted=False,
        )


def headed(part: Part) -> Layout:
    """The columns that a part's header names."""
    lines = depth(part.rows)
    header = [cell for row in part.rows[:lines] for cell in row.cells if not _counts(row)]
    width = min(ruled.WIDEST, max(cell.column + cell.columns for cell in header))
    stacks = [_stack(header, place) for place in range(width)]
    found: list[Column] = []
    for _, places in groupby(range(width), lambda place: _leaf(stacks[place], place)):
        span = list(places)
        found.append(_column(stacks[span[0]], span))
    layout = Layout(_settled(found), lines)
    _tell_apart(layout.roles, stacks)
    _place(layout, part)
    return layout


def depth(rows: Sequence[Ruled]) -> int:
    """How many of the first rows are the header."""
    first = rows[0]
    named = [x for x in first.cells if NUMBER.fullmatch(_plain(x)) or ACTIVITY.fullmatch(_plain(x))]
    bottom = max(cell.row + cell.rows for cell in named or first.cells)
    left = max((cell.column for cell in named), default=0)
    count = 1
    for row in rows[1:DEEPEST]:
        begun = [cell for cell in row.cells if cell.column <= left and cell.text.strip()]
        if not (row.row < bottom or _counts(row) or (not begun and any(map(_title, row.cells)))):
            break
        count += 1
    return count


def _title(cell: Cell) -> bool:
    return columns.tail_kind(_plain(cell)) is not None


def _counts(row: Ruled) -> bool:
    """Whether a row only counts the columns: (1) (2) (3)."""
    filled = [text for cell in row.cells if (text := _plain(cell))]
    return len(filled) > 3 and all(map(_INDEX.fullmatch, filled))  # noqa: PLR2004


def counts_columns(row: Ruled) -> bool:
    """Whether a row below the header only counts the columns."""
    filled = [text for cell in row.cells if (text := _plain(cell).strip("(). "))]
    return len(filled) > 3 and filled == [str(x + 1) for x in range(len(filled))]  # noqa: PLR2004


def _stack(header: Iterable[Cell], place: int) -> list[Cell]:
    """The header's cells over one of the grid's columns, from top to bottom."""
    return [cell for cell in header if cell.column <= place < cell.column + cell.columns]


def _leaf(stack: Sequence[Cell], place: int) -> tuple[int, int]:
    """The lowest title over a column; nothing but blanks is a title of its own."""
    titles = [cell for cell in stack if cell.text.strip()]
    if titles and (len(stack) == 1 or titles[-1] is stack[-1] or not _is_group(titles[-1])):
        return titles[-1].row, titles[-1].column
    return (stack[-1].row, stack[-1].column) if stack else (-1, place)


def _is_group(cell: Cell) -> bool:
    return columns.is_group(_plain(cell))


def _column(stack: Sequence[Cell], span: Sequence[int]) -> Column:
    """``kind`` is blank where the titles alone do not tell it."""
    titles = [cell for cell in stack if cell.text.strip()]
    leaf = titles[-1] if titles else None
    under = any(PERFORMER.fullmatch(_plain(cell)) for cell in titles[:-1])
    blank = leaf is not None and stack[-1] is not leaf and _is_group(leaf)
    name = "" if leaf is None or blank else title(leaf.text)
    above = _plain(titles[-2]) if len(titles) > 1 else ""
    if columns.tail_kind(above) == "time" and durations.titled_unit(name):
        name = f"{above} {name}"  # "Waktu", and below it "(menit)"
    heading = leaf or (stack[-1] if stack else None)
    return Column(_kind(name, under=under or blank), name, span[0], span[-1], 0.0, 0.0, heading)


def _kind(name: str, *, under: bool) -> str:
    if under:
        return "role"
    if NUMBER.fullmatch(name):
        return "number"
    if ACTIVITY.fullmatch(name):
        return "activity"
    return columns.tail_kind(name) or columns.tail_kind(name.replace(" ", "")) or "?"


def _settled(found: list[Column]) -> list[Column]:
    """Unknown columns between the activity and the first known one right of it are performers'."""
    _guess_activity(found)
    kinds = [column.kind for column in found]
    start = kinds.index("activity") if "activity" in kinds else -1
    known = (place for place, kind in enumerate(kinds) if columns.tail_kind(found[place].name))
    end = next((place for place in known if place > start), len(found))
    for place, column in enumerate(found):
        if column.kind == "?" and start < place < end and column.name:
            column.kind = "role"
        elif column.kind == "?":
            column.kind = f"?{column.name}"
    return [column for column in found if column.kind != "?"]


def _guess_activity(found: Sequence[Column]) -> None:
    """Where no title names the activity: the column right of the number, if none knows it."""
    kinds = [column.kind for column in found]
    if "number" in kinds[:-1] and "activity" not in kinds:
        beside = found[kinds.index("number") + 1]
        if beside.kind == "?" and beside.name:
            beside.kind = "activity"


def _tell_apart(roles: Sequence[Column], stacks: Sequence[Sequence[Cell]]) -> None:
    """Give performers of the same name that of the group above them, too: "Staf", "Kabupaten"."""
    names = [role.name for role in roles]
    for role in roles:
        above = [text for cell in stacks[role.first] if (text := _plain(cell))][:-1]
        if names.count(role.name) > 1 and above and not columns.is_group(above[-1]):
            role.name = f"{role.name} {above[-1]}"


def _place(layout: Layout, part: Part) -> None:
    """Where the columns stand on the page, from the cells that stand in one of them alone."""
    for column in layout.columns:
        boxes = [
            cell.box
            for row in part.rows
            for cell in row.cells
            if column.first <= cell.column and cell.column + cell.columns - 1 <= column.last
        ]
        around = hull(boxes) if boxes else Box(0, 0, 0, 0)
        column.left, column.right = around.left, around.right


def continued(part: Part, above: Layout) -> Layout:
    """The columns of a part without a header: those of the part above it, in the same order."""
    width = max(cell.column + cell.columns for row in part.rows for cell in row.cells)
    spans = _spans(part, min(width, ruled.WIDEST))
    known = [(column.left, column.right) for column in above.columns]
    same = width == 1 + max(column.last for column in above.columns)
    if same:
        firsts = [(column.first, column.last) for column in above.columns]
    elif width == len(above.columns):
        firsts = [(place, place) for place in range(width)]
    else:
        firsts = _by_place(spans, known)
    found = [
        Column(column.kind, column.name, first, last, 0.0, 0.0)
        for column, (first, last) in zip(above.columns, firsts, strict=True)
    ]
    layout = Layout(found, 0)
    _place(layout, part)
    return layout


def _spans(part: Part, width: int) -> list[tuple[float, float]]:
    """From where to where each of the grid's columns goes."""
    lefts = [0.0] * width
    rights = [0.0] * width
    for row in part.rows:
        for cell in row.cells:
            if cell.column + cell.columns <= width:
                lefts[cell.column] = cell.box.left
                rights[cell.column + cell.columns - 1] = cell.box.right
    return list(zip(lefts, rights, strict=True))


def _by_place(
    spans: Sequence[tuple[float, float]], known: Sequence[tuple[float, float]]
) -> list[tuple[int, int]]:
    """The grid's columns whose middle lies between a known column's edges."""
    found = []
    for left, right in known:
        inside = [x for x, span in enumerate(spans) if left <= sum(span) / 2 <= right]
        found.append((inside[0], inside[-1]) if inside else (-1, -1))
    return found


def title(text: str) -> str:
    """A column's title on one line, a word put together that was broken for want of room."""
    text = _HYPHEN.sub("", text)
    joined = _BROKEN.sub(lambda m: m[0] if m[1] in _WORDS else m[1], text)
    return " ".join(joined.split())


def _plain(cell: Cell) -> str:
    return title(cell.text)
