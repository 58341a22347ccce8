"""What the process owner is told of a drawn flow where the drawing left something open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.infer.net import reach
from converters.model import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.infer.forks import Dropped
    from converters.infer.mending import Mend
    from converters.infer.net import Net
    from converters.table import Row


class Teller:
    """Doubts about the nodes of one net."""

    def __init__(self, rows: tuple[Row, ...], net: Net, titles: Sequence[str]) -> None:
        self._rows, self._net, self._titles = rows, net, titles

    def _doubt(self, at: int, code: str, message: str, confidence: float) -> Doubt:
        row = self._rows[self._net[at].row]
        return Doubt(
            code=code,
            row=row.number,
            message=f"Baris {row.number}: {message}",
            confidence=confidence,
        )

    def _number(self, at: int | None) -> str:
        return "akhir alur" if at is None else f"baris {self._rows[self._net[at].row].number}"

    def _place(self, at: int, to: int | None) -> str:
        """A row, with whose part of it where a number says too little: it is the asking row's."""
        if to is None or self._net[to].row != self._net[at].row:
            return self._number(to)
        return f'{self._number(to)} (bagian "{self._titles[self._net[to].lane]}")'

    def silent(self, at: int) -> Doubt:
        """No arrow leaves a row."""
        onward = self._number(self._net[at].ways[0].to)
        message = f"tidak ada panah yang keluar dari langkah ini; dianggap berlanjut ke {onward}."
        return self._doubt(at, "next-inferred", message, 0.9)

    def one_way(self, at: int) -> Doubt:
        """One arrow leaves a diamond, or none."""
        onward = self._number(self._net[at].ways[0].to)
        message = (
            "belah ketupat ini tidak punya dua jalur keluar, jadi tidak dibaca sebagai keputusan; "
            f"alur berlanjut ke {onward}."
        )
        return self._doubt(at, "diamond-one-way", message, 0.6)

    def supposed(self, at: int) -> Doubt:
        """Only the way back of a decision is drawn."""
        yes = self._net[at].ways[0]
        message = (
            f"hanya jalur kembali yang tergambar dari belah ketupat ini; jawaban "
            f'"{yes.answer}" dianggap berlanjut ke {self._number(yes.to)}.'
        )
        return self._doubt(at, "branch-inferred", message, 0.85)

    def unsure(self, at: int) -> Doubt:
        """Not every arrow of a decision says what it is for."""
        ways = self._net[at].ways
        told = "; ".join(f'"{way.answer}" ke {self._place(at, way.to)}' for way in ways)
        message = (
            f"jawaban pada panah keputusan ini tidak semua tercetak atau tercetak sama; "
            f"dibaca {told}."
        )
        return self._doubt(at, "answer-inferred", message, 0.85)

    def without_diamond(self, at: int) -> Doubt:
        """A box has several arrows with answers."""
        message = (
            "dari kotak ini keluar beberapa panah dengan jawaban, jadi dibaca sebagai keputusan "
            "walaupun tidak ada belah ketupat."
        )
        return self._doubt(at, "decision-without-diamond", message, 0.8)

    def undrawn(self, at: int) -> Doubt:
        """The text tells of a return, the drawing does not."""
        message = (
            "uraiannya menyebut apa yang terjadi jika tidak sesuai, tetapi gambarnya tidak punya "
            "keputusan di sini. Gambar yang diikuti; tambahkan jalurnya jika memang ada."
        )
        return self._doubt(at, "decision-undrawn", message, 0.7)

    def mended(self, mends: Iterable[Mend]) -> Iterator[Doubt]:
        """Rows that no arrow leads to, and circles."""
        for mend in mends:
            if mend.after is not None:
                message = (
                    "tidak ada panah yang menuju langkah ini; menurut urutan baris dianggap "
                    f"dikerjakan sesudah {self._number(mend.after)}."
                )
                yield self._doubt(mend.node, "row-unreached", message, 0.6)
            else:
                message = (
                    "menurut panahnya alur berputar tanpa pernah selesai; dari sini dianggap "
                    f"berlanjut ke {self._number(mend.onward)}."
                )
                yield self._doubt(mend.node, "endless-loop", message, 0.6)

    def dropped(self, forks: Iterable[Dropped]) -> Iterator[Doubt]:
        """Forks that are followed along one arrow."""
        for fork in forks:
            others = ", ".join(dict.fromkeys(self._number(way.to) for way in fork.ways))
            kept = self._number(self._net[fork.node].ways[0].to)
            message = (
                f"beberapa panah keluar tanpa keterangan; alur mengikuti yang ke {kept}. Panah ke "
                f"{others} tidak dipakai, karena tidak jelas di mana keduanya bertemu lagi."
            )
            yield self._doubt(fork.node, "fork-unclear", message, 0.6)

    def passed_over(self, at: int, to: int) -> Doubt:
        """An arrow to another row that the flow does not follow."""
        ways = self._net[at].ways
        ends = any(way.to is None for way in ways)
        onward = [way.to for way in ways if way.to is not None]
        between = reach(self._net, onward, stop=to)
        ends = ends or any(way.to is None for node in between for way in self._net[node].ways)
        led = ", ".join(dict.fromkeys(self._number(way.to) for way in ways))
        message = f"panah ke {self._number(to)} tidak diikuti tersendiri; alur berlanjut ke {led}"
        if ends:
            return self._doubt(at, "fork-unclear", f"{message}.", 0.6)
        return self._doubt(at, "fork-unclear", f"{message} dan sampai ke sana juga.", 0.9)
