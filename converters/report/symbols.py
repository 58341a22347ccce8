"""The signs of BPMN as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import tag

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.report.diagram import Bounds

ICON = 7  # from a task's corner to its icon
INNER = 3  # between the two lines of an event in the middle or of its timer
FOLD = 10  # the folded corner of a document
# By the name of an event's definition, from the middle of its circle: a clock's hands, an envelope,
# a lightning, a dot.
EVENTS = {
    "Timer": "m0 -9 v9 l6 4",
    "Message": "m-8 -5 h16 v11 h-16 z l8 6 l8 -6",
    "Error": "m-8 7 l4 -12 l7 7 l5 -9 l-4 13 l-7 -7 z",
    "Terminate": "m-2 0 a2 2 0 1 0 4 0 a2 2 0 1 0 -4 0 m-3 0 a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0",
}


def define(svg: _Element) -> None:
    """What the signs refer to: the arrowhead."""
    marker = tag(
        tag(svg, "defs"),
        "marker",
        id="panah",
        viewBox="0 0 10 10",
        refX=10,
        refY=5,
        markerWidth=8,
        markerHeight=8,
        orient="auto",
    )
    tag(marker, "path", d="M0 1 L10 5 L0 9 z")


def event(place: _Element, kind: str, at: Bounds) -> None:
    """A circle: thin at the start, thick at the end, double between; in it what it is."""
    x, y, radius = at.x + at.width / 2, at.y + at.height / 2, at.width / 2
    circle = "end" if kind.startswith("end") else "start"
    tag(place, "circle", cx=x, cy=y, r=radius, class_=circle)
    if kind.startswith(("intermediate", "boundary")) or "Timer" in kind:
        tag(place, "circle", cx=x, cy=y, r=radius - INNER, class_="sign")
    sign = next((path for event, path in EVENTS.items() if event in kind), "")
    if sign:
        style = "sign bold" if "Terminate" in kind else "sign"
        tag(place, "path", d=f"M{x:g} {y:g} {sign}", class_=style)


def gateway(place: _Element, kind: str, at: Bounds) -> None:
    """A diamond with a cross; upright where all its flows are taken."""
    x, y, half = at.x + at.width / 2, at.y + at.height / 2, at.width / 2
    corners = f"{x:g},{at.y:g} {at.right:g},{y:g} {x:g},{at.bottom:g} {at.x:g},{y:g}"
    tag(place, "polygon", points=corners, class_="diamond")
    arm = half * 0.36
    if kind == "inclusiveGateway":
        tag(place, "circle", cx=x, cy=y, r=arm * 1.2, class_="sign bold")
    elif kind == "parallelGateway":
        arm *= 1.3
        path = f"M{x - arm:g} {y:g} H{x + arm:g} M{x:g} {y - arm:g} V{y + arm:g}"
        tag(place, "path", d=path, class_="sign bold")
    else:
        left, right, top, bottom = x - arm, x + arm, y - arm, y + arm
        path = f"M{left:g} {top:g} L{right:g} {bottom:g} M{right:g} {top:g} L{left:g} {bottom:g}"
        tag(place, "path", d=path, class_="sign bold")


def document(place: _Element, at: Bounds) -> None:
    """A sheet with a folded corner."""
    fold = at.right - FOLD
    path = f"M{at.x:g} {at.y:g} H{fold:g} L{at.right:g} {at.y + FOLD:g} V{at.bottom:g} H{at.x:g} z"
    tag(place, "path", d=path, class_="sheet")
    tag(place, "path", d=f"M{fold:g} {at.y:g} V{at.y + FOLD:g} H{at.right:g}", class_="sign")


def task(place: _Element, kind: str, at: Bounds) -> None:
    """A rounded box; its corner says whether a person or a program does it."""
    tag(place, "rect", x=at.x, y=at.y, width=at.width, height=at.height, rx=10, class_="box")
    x, y = at.x + ICON, at.y + ICON
    if kind == "userTask":
        tag(place, "circle", cx=x + 6, cy=y + 4, r=3.5, class_="sign")
        path = f"M{x:g} {y + 14:g} C{x:g} {y + 6:g} {x + 12:g} {y + 6:g} {x + 12:g} {y + 14:g} z"
        tag(place, "path", d=path, class_="sign")
    elif kind == "serviceTask":
        centre = {"cx": x + 7, "cy": y + 7}
        tag(place, "circle", r=5.2, class_="sign cog", **centre)
        tag(place, "circle", r=2.2, class_="sign", **centre)
