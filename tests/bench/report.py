"""What was measured, as a table: medians of the rounds, and each round's ratio to Java's."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

T = TypeVar("T")
BASELINE = "java"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number of one client in one round."""

    scenario: str
    client: str
    round: int
    measure: str  # with its unit
    value: float


@dataclass
class Report:
    """All figures of a run."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, scenario: str, client: str, round_: int, **measures: float) -> None:
        """Note a round's figures; underscores in names of measures are spaces."""
        for name, value in measures.items():
            measure = name.replace("_per_", "/").replace("_", " ")
            figure = Figure(
                scenario=scenario, client=client, round=round_, measure=measure, value=value
            )
            self.figures.append(figure)
        said = ", ".join(f"{name} {value:.4g}" for name, value in measures.items())
        print(f"  {scenario} round {round_} {client}: {said}", flush=True)

    def values(self, scenario: str, client: str, measure: str) -> dict[int, float]:
        """A client's value in each round."""
        wanted = (scenario, client, measure)
        return {
            f.round: f.value for f in self.figures if (f.scenario, f.client, f.measure) == wanted
        }

    def ratio(self, scenario: str, client: str, measure: str) -> float | None:
        """Median over the rounds of a client's value to Java's of the same round."""
        own = self.values(scenario, client, measure)
        java = self.values(scenario, BASELINE, measure)
        ratios = [own[each] / java[each] for each in own.keys() & java.keys() if java[each]]
        return statistics.median(ratios) if ratios else None

    def table(self) -> str:
        """The figures in Markdown: a row per scenario and measure, a column per client."""
        clients = _distinct(figure.client for figure in self.figures)
        rows = [["scenario", "measure", *clients], ["---"] * (2 + len(clients))]
        for scenario, measure in _distinct((f.scenario, f.measure) for f in self.figures):
            cells = [self._cell(scenario, client, measure) for client in clients]
            rows.append([scenario, measure, *cells])
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)

    def _cell(self, scenario: str, client: str, measure: str) -> str:
        values = self.values(scenario, client, measure)
        if not values:
            return ""
        text = f"{statistics.median(values.values()):.4g}"
        ratio = None if client == BASELINE else self.ratio(scenario, client, measure)
        return text if ratio is None else f"{text} ({ratio:.2f} ×)"

    def save(self, folder: Path) -> None:
        """Write results.json and results.md."""
        folder.mkdir(parents=True, exist_ok=True)
        encoded = msgspec.json.format(msgspec.json.encode(self.figures))
        (folder / "results.json").write_bytes(encoded)
        (folder / "results.md").write_text(self.table(), encoding="utf-8")


def _distinct(keys: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(keys))
