"""What a page is made of, whatever it is shown on. Texts are plain: the page and the paper escape them themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hirehouse.answers.figures import figure

Tone = Literal["plain", "good", "warn", "bad"]


@dataclass(frozen=True)
class Link:
    """A text that leads to a record in the system that can mend it."""

    text: str
    url: str


Cell = str | Link | tuple[Link, ...]


@dataclass(frozen=True)
class Notice:
    """Something to know before believing the numbers below it."""

    text: str
    tone: Tone = "warn"


@dataclass(frozen=True)
class Words:
    """A sentence or two."""

    text: str


@dataclass(frozen=True)
class Tile:
    """One number in large: what it is, the number, what it is of."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Tiles:
    """Numbers beside each other."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing; ``alt`` says in words what it shows, ``caption`` how to read it."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Heading:
    """A table's column; numbers stand to the right. ``share`` of the width, where the text is long."""

    title: str
    is_number: bool = False
    share: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells. ``empty`` is said instead of a table without rows, ``note`` under one with rows."""

    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    note: str = ""


def table_of_first(columns: tuple[Heading, ...], rows: Sequence[tuple[Cell, ...]], limit: int, empty: str) -> Table:
    """A table of the first rows, which says how many more there are."""
    more = len(rows) - limit
    return Table(columns, tuple(rows[:limit]), empty, f"and {figure(more, 'count')} more" if more > 0 else "")


@dataclass(frozen=True)
class Decision:
    """Something to decide in the meeting: what, and the number that asks for it."""

    ask: str
    number: str
    tone: Tone = "warn"


@dataclass(frozen=True)
class Decisions:
    """What to decide, most consequential first; ``empty`` is said when nothing is."""

    decisions: tuple[Decision, ...]
    empty: str


Block = Notice | Words | Tiles | Chart | Table | Decisions


@dataclass(frozen=True)
class Section:
    """A part of the page; ``source`` names the tables and the dictionary's ids its numbers come from."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    source: str = ""


@dataclass(frozen=True)
class Page:
    """One page: of the company or of a function. ``file`` is its name without ending, ``pages`` those of the pack."""

    file: str
    title: str
    subtitle: str
    notices: tuple[Notice, ...]
    sections: tuple[Section, ...]
    pages: tuple[Link, ...]
    footer: tuple[str, ...]
