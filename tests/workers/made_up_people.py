"""People who are nobody, the same ones every time, and their names as others write them.

``people(1_000_000)`` has names as Indonesia and its visitors have them: some are very common, most
are rare. A corruption takes a name and a random generator and gives another writing of the name.
"""

from __future__ import annotations

import csv
import random
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workers.watchlist.entries import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMON = Path(__file__).with_name("name_parts.txt").read_text(encoding="utf-8").split()
# In a thousand Indonesians, about; the rest begins with any part.
FIRST = {
    "Muhammad": 70, "Ahmad": 30, "Siti": 35, "Nur": 25, "Abdul": 20, "Sri": 20, "Dewi": 15,
    "Agus": 10, "Eko": 8, "Rina": 8, "Andi": 8, "Putri": 8, "Budi": 6, "Rizky": 6,
}  # fmt: skip
ONSETS = (
    *"bcdghjklmnprstwy", *"bdhklmnprst", *"kmnrst", "br", "dr", "kr", "pr", "tr", "dj", "kh", "sy",
)  # fmt: skip
NUCLEI = (*"aaaaaiiiuuueeo", "ai", "au")
CODAS = (*(10 * ("",)), *"nnrrstmkl", "ng", "h")
VOCABULARY = 20_000
FOREIGN = {
    "RRT": (
        "Li Wang Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin Gao Luo Zheng",
        "Wei Fang Xiuying Jing Yong Jie Qiang Juan Jun Xiaoming Guoqiang Meiling Haoran Zihan",
    ),
    "Yaman": (
        "Hussein Salem Qasim Mansour Haddad Shawqi Zubayr Farouk Tamimi Bakri Shamsan Qahtani",
        "Mohammed Ali Khalid Yousef Omar Saleh Abdullah Ibrahim Hamid Tariq Fatima Aisha Maryam",
    ),
    "India": (
        "Singh Kumar Sharma Patel Gupta Reddy Krishnan Chatterjee Mukherjee Iyer Nair Banerjee",
        "Rajesh Sunita Anil Priya Vijay Lakshmi Arjun Deepak Kavita Suresh Meenakshi Harish",
    ),
    "Belanda": (
        "Jansen Visser Bakker Dijkstra Hendriks Vermeulen Kuipers Willems Schouten Hoekstra",
        "Pieter Johannes Willem Cornelis Hendrik Margriet Anneke Sander Maarten Liesbeth",
    ),
    "Vietnam": (
        "Nguyen Tran Le Pham Hoang Phan Vu Dang Bui Do Ngo Duong",
        "Van Thi Minh Duc Huong Lan Quang Thanh Tuan Linh Phuong Hien Trung Khanh",
    ),
}


class Somebody(NamedTuple):
    """A made-up person on a made-up list."""

    number: str
    name: str
    birth_date: str
    nationality: str
    document: str


def people(count: int, seed: int = 5) -> Iterator[Somebody]:
    """Give as many people as asked for."""
    rng = random.Random(seed)
    parts = _vocabulary()
    weights = list(accumulate((rank + 8) ** -0.9 for rank in range(len(parts))))
    firsts = [*FIRST, ""]
    often = list(accumulate((*FIRST.values(), 1000 - sum(FIRST.values()))))
    for number in range(1, count + 1):
        if rng.random() < 0.75:
            nationality = "Indonesia"
            first = rng.choices(firsts, cum_weights=often)[0]
            more = (1, 1, 1, 2, 2, 2, 2, 3) if first else (1, 2, 2, 2, 2, 2, 2, 3, 3, 3)
            rest = rng.choices(parts, cum_weights=weights, k=rng.choice(more))
            name = " ".join(filter(None, (first, *rest)))
        else:
            nationality, name = _visitor(rng)
        yield Somebody(f"C-{number}", name, _birth_date(rng), nationality, f"X{number:08}")


def write_list(file: Path, listed: Iterable[Somebody]) -> None:
    """Write them as the list that an office is given."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(COLUMNS)
        rows.writerows((n, name, "", born, of, paper, "") for n, name, born, of, paper in listed)


def _vocabulary() -> list[str]:
    """Parts of names, the common ones first; those put together by chance are nobody's."""
    rng = random.Random(1)
    found = dict.fromkeys(rng.sample(COMMON, len(COMMON)))
    while len(found) < VOCABULARY:
        count = rng.choice((2, 2, 3))
        syllables = (rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(9))
        part = "".join(next(syllables) for _ in range(count)).title()
        if len(part) > 3:
            found.setdefault(part)
    return list(found)


def _visitor(rng: random.Random) -> tuple[str, str]:
    nationality = rng.choice(list(FOREIGN))
    families, given = (words.split() for words in FOREIGN[nationality])
    name = [_blended(given, rng) for _ in range(rng.choice((1, 2)))]
    return nationality, " ".join(dict.fromkeys((*name, _blended(families, rng))))


def _blended(words: list[str], rng: random.Random) -> str:
    """One of these or, as there are more, two halves of them."""
    one, other = rng.sample(words, 2)
    return one if rng.random() < 0.4 else one[: len(one) // 2 + 1] + other[len(other) // 2 :]


def _birth_date(rng: random.Random) -> str:
    year, chance = round(rng.triangular(1940, 2007, 1985)), rng.random()
    if chance < 0.02:
        return ""
    if chance < 0.06:
        return f"{year}-01-01" if chance < 0.04 else str(year)
    return f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


OLD_SPELLING = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("sy", "sj"), ("kh", "ch"))
MISHEARD = (("f", "p"), ("z", "s"), ("dh", "d"), ("h", ""), ("ai", "ei"), ("i", "y"), ("q", "k"))
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def respelled(name: str, rng: random.Random) -> str:
    """Another spelling of one sound, wherever it is; of one that the name has."""
    ways = [way for way in OLD_SPELLING + MISHEARD if way[0] in name.lower()]
    old, new = rng.choice(ways) if ways else ("", "")
    return name.lower().replace(old, new).title() if old else name


def mistyped(name: str, rng: random.Random) -> str:
    """A letter left out, added, exchanged, or two changed about: in a part of four and more.

    In a shorter one nothing tells a slip from another name.
    """
    parts = name.split()
    long = [n for n, part in enumerate(parts) if len(part) > 3]
    if long:
        n = rng.choice(long)
        part, at = parts[n], rng.randrange(1, len(parts[n]) - 1)
        letter, here, next_ = rng.choice(ALPHABET), part[at], part[at + 1]
        middle = rng.choice((next_, letter + next_, here + letter + next_, next_ + here))
        parts[n] = part[:at] + middle + part[at + 2 :]
    return " ".join(parts)


def reordered(name: str, rng: random.Random) -> str:
    """The last part first, or all the other way round."""
    parts = name.split()
    if len(parts) < 2:
        return name
    return f"{parts[-1]}, {' '.join(parts[:-1])}" if rng.random() < 0.5 else " ".join(parts[::-1])


def shortened(name: str, rng: random.Random) -> str:
    """Of three parts and more, one left out, or its first letter alone."""
    parts = name.split()
    if len(parts) < 3:
        return name
    at = rng.randrange(len(parts))
    parts[at : at + 1] = [] if rng.random() < 0.5 else [f"{parts[at][0]}."]
    return " ".join(parts)


def decorated(name: str, rng: random.Random) -> str:
    """A title, degrees, or a name more."""
    if " " not in name:
        return f"H. {name}, S.H."
    return rng.choice(("H. {}", "{}, S.H., M.H.", "Muhammad {}", "{} bin Fulan")).format(name)


def run_together(name: str, _rng: random.Random) -> str:
    """Two parts written as one."""
    first, *rest = name.split()
    return " ".join([first + rest[0].lower(), *rest[1:]]) if rest else name


CORRUPTIONS = (respelled, mistyped, reordered, shortened, decorated, run_together)


def corrupted_twice(name: str, rng: random.Random) -> str:
    """Two of these at once."""
    for corrupt in rng.sample(CORRUPTIONS, 2):
        name = corrupt(name, rng)
    return name


def misdated(birth_date: str, rng: random.Random) -> str:
    """A whole date with a slip: changed about, one part wrong, or its year alone."""
    if len(birth_date) < 10:
        return birth_date
    year, month, day = birth_date.split("-")
    wrong = f"{rng.randint(1, 12):02}"
    ways = (f"{year}-{day}-{month}", f"{year}-{wrong}-{day}", f"{year}-{month}-{wrong}", year)
    return rng.choice(ways if int(day) <= 12 else ways[1:])
