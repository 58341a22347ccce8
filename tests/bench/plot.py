"""The figures as a picture: a panel per measure, a bar per client, a dot per round."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from matplotlib.figure import Figure as Picture

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from tests.bench.report import Report

COLUMNS = 3
PANEL_INCHES = (4.2, 2.3)
# Of Okabe and Ito: told apart by those, too, who see fewer colours.
COLOURS = {
    "tertib": "#0072B2",
    "java": "#D55E00",
    "camunda-java": "#E69F00",
    "node": "#009E73",
}


def draw(report: Report, folder: Path) -> None:
    """Write results.svg and results.png."""
    panels = list(dict.fromkeys((f.scenario, f.measure) for f in report.figures))
    rows = -(-len(panels) // COLUMNS)
    width, height = PANEL_INCHES
    picture = Picture(figsize=(width * COLUMNS, height * rows), layout="constrained")
    grid = picture.subplots(rows, COLUMNS, squeeze=False).ravel()
    for axes, (scenario, measure) in zip(grid, panels, strict=False):
        _panel(axes, report, scenario, measure)
    for axes in grid[len(panels) :]:
        axes.set_axis_off()
    picture.savefig(folder / "results.svg")
    picture.savefig(folder / "results.png", dpi=120)


def _panel(axes: Axes, report: Report, scenario: str, measure: str) -> None:
    clients = [each for each in COLOURS if report.values(scenario, each, measure)]
    for place, client in enumerate(clients):
        values = list(report.values(scenario, client, measure).values())
        middle = statistics.median(values)
        axes.barh(place, middle, color=COLOURS[client], height=0.7)
        axes.plot(values, [place] * len(values), "o", color="black", markersize=3)
        axes.annotate(f" {middle:.4g}", (max(values), place), va="center", fontsize=8)
    axes.set_yticks(range(len(clients)), clients)
    axes.invert_yaxis()
    axes.margins(x=0.2)
    axes.set_xlim(left=0)
    axes.set_title(f"{scenario}: {measure}", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
