"""Which line a label belongs to: "Ya", "Tidak", "Belum lengkap"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converters.readers.flowchart import answers
from converters.readers.flowchart.inside import stands_in
from converters.readers.geometry import apart, beside
from converters.readers.page import Box, Point, ShapeKind, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.flowchart.chart import LineRef, Link
    from converters.readers.page import Page

_FAR = 22.0  # points from a label's side to its line; two rows of text
_ALONG = 0.04  # of a point for each point from the start of the line: a label stands at its start
_NOT_A_BRANCH = 10.0  # points; a label is rather for a decision's branch than for a plain arrow
_FORKED = 3.0  # points for each further line: a label is rather for the line than for its forks
_LONGEST = 30  # letters; what is longer is a sentence
_WORDS = 4
_STACKED = 4.0  # points between two lines of one label
_STEM = 6.0  # points between the beginnings of lines that leave a decision as one
_WHOLE = {"ya", "tidak", "y", "t", "tdk"}  # labels of one word; the next line is another label


def labels(pages: Sequence[Page], links: Sequence[Link]) -> list[str | None]:
    """The label of each link: each text goes to one link, and to those that share its stem."""
    texts = [(index, text) for index, page in enumerate(pages) for text in _texts(page)]
    pairs = sorted(
        (cost, place, which)
        for which, link in enumerate(links)
        for place, (index, text) in enumerate(texts)
        for cost in _cost(pages, link, index, text.box)
    )
    found: list[str | None] = [None] * len(links)
    used = set[int]()
    for cost, place, which in pairs:
        if cost <= _FAR and place not in used and found[which] is None:
            used.add(place)
            found[which] = texts[place][1].text
    return [label or _of_stem(pages, links, which, found) for which, label in enumerate(found)]


def _of_stem(
    pages: Sequence[Page], links: Sequence[Link], which: int, found: Sequence[str | None]
) -> str | None:
    """The label of the links that leave a decision together with one, where others leave apart.

    Without others the lines are the answers, and the label is for one of them.
    """
    link = links[which]
    if pages[link.start.page].shapes[link.start.shape].kind is not ShapeKind.DECISION:
        return None
    leaving = [at for at, other in enumerate(links) if other.start == link.start]
    together = {at for at in leaving if _one_stem(pages, link, links[at])}
    shared = {found[at] for at in together} - {None}
    others = {found[at] for at in leaving if at not in together} - {None}
    return shared.pop() if len(shared) == 1 and others and not shared & others else None


def _one_stem(pages: Sequence[Page], link: Link, other: Link) -> bool:
    """Whether two links leave their shape by one line, or by lines that begin at one place."""
    at = pages[link.start.page].shapes[link.start.shape].box.centre
    one, two = link.lines[0], other.lines[0]
    if one == two:
        return True
    begun, begins = _from(at, pages, one)[0], _from(at, pages, two)[0]
    return one.page == two.page and apart(begun, begins) <= _STEM


def _texts(page: Page) -> Iterator[Text]:
    """The texts that may be labels, those in several lines as one."""
    fit = [one for one in page.texts if _may_label(one.text) and not _in_a_shape(page, one.box)]
    joined: list[Text] = []
    for text in fit:
        above = next((one for one in reversed(joined) if _stacked(one, text)), None)
        if above is None:
            joined.append(text)
        else:
            joined[joined.index(above)] = _both(above, text)
    for text in joined:
        words = answers.whole(text.text)
        if len(words) <= _LONGEST and len(words.split()) <= _WORDS:
            yield Text(text=words, box=text.box)


def _may_label(text: str) -> bool:
    return len(text) <= _LONGEST and any(letter.isalpha() for letter in text)


def _in_a_shape(page: Page, box: Box) -> bool:
    return any(stands_in(box.centre, shape) for shape in page.shapes)


def _stacked(above: Text, below: Text) -> bool:
    if above.text.strip().casefold() in _WHOLE:
        return False
    close = -_STACKED <= below.box.top - above.box.bottom <= _STACKED
    return close and above.box.left < below.box.right and below.box.left < above.box.right


def _both(above: Text, below: Text) -> Text:
    one, other = above.box, below.box
    box = Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )
    return Text(text=f"{above.text} {below.text}", box=box)


def _cost(pages: Sequence[Page], link: Link, index: int, box: Box) -> Iterator[float]:
    """How little a text at a place suits a link; nothing if its lines are on other pages."""
    branch = pages[link.start.page].shapes[link.start.shape].kind is ShapeKind.DECISION
    gone = (0.0 if branch else _NOT_A_BRANCH) + _FORKED * (len(link.lines) - 1)
    costs: list[float] = []
    at = pages[link.start.page].shapes[link.start.shape].box.centre
    for line in link.lines:
        points = _from(at, pages, line)
        for start, end in pairwise(points):
            if line.page == index:
                costs += (cost + gone for cost in _beside(box, start, end))
            gone += _ALONG * apart(start, end)
        at = points[-1]
    if costs:
        yield min(costs)


def _from(at: Point, pages: Sequence[Page], line: LineRef) -> Sequence[Point]:
    """A line's points, beginning with the end that is nearer to a place."""
    points = pages[line.page].connectors[line.connector].points
    return points if apart(points[0], at) <= apart(points[-1], at) else points[::-1]


def _beside(box: Box, start: Point, end: Point) -> Iterator[float]:
    """From a stretch to a box: from its corners and from its middle."""
    xs, ys = (box.left, box.centre.x, box.right), (box.top, box.centre.y, box.bottom)
    for x in xs:
        for y in ys:
            away, along = beside(Point(x, y), start, end)
            yield away + _ALONG * along
