"""Tiles and headings: a number, what it is of, its range, and on hover or focus the dictionary's one definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import streamlit as st

from hirehouse.answers.figures import NOTHING, figure, moment
from hirehouse.papers.dictionary import Definition, read_page
from hirehouse.publish.published import Published, Row


@dataclass(frozen=True)
class Card:
    """One number. ``metric`` is the dictionary's id, ``column`` the ``schema.table.column`` it is read from.

    ``about`` says n and range in words; ``missing`` why there is no number, shown where there is none.
    """

    label: str
    value: str
    metric: str
    column: str
    about: Sequence[str] = ()
    missing: str = ""


@cache
def dictionary() -> dict[str, Definition]:
    """The metric dictionary; it changes only with the code."""
    return read_page()


def definition(published: Published, metric: str, *columns: str) -> str:
    """The words of a metric and of the columns it is read from, as HTML."""
    entry = dictionary().get(metric)
    parts = [f"<b>{entry.id} {escape(entry.title)}</b><span>{escape(entry.words)}</span>"] if entry else []
    parts += [f"<span><code>{escape(name)}</code> {escape(published.words(name))}</span>" for name in columns if name]
    return "".join(parts)


def asked(label: str, told: str) -> str:
    """The small ``i`` beside a label and what it tells; reached with the keyboard like any button."""
    number = f"hh-tip-{re.sub('[^a-z0-9]+', '-', label.lower())}"
    return (
        f'<button type="button" class="hh-i" aria-label="Definition of {escape(label, quote=True)}" '
        f'aria-describedby="{number}">i</button><span role="tooltip" class="hh-tip" id="{number}">{told}</span>'
    )


def as_of(published: Published) -> str:
    """``as of 30 Jun 2026, 14:00 America/New_York``."""
    return f"as of {moment(published.as_of_at, published.zone)} {published.timezone}"


def tiles(published: Published, found: Iterable[Card], style: str = "") -> None:
    """A row of tiles, with ``hh-plain`` without frames, with ``hh-four`` at most four; narrow screens stack them."""
    cells = "".join(_tile(published, tile) for tile in found)
    st.html(f'<div class="hh-tiles {style}">{cells}</div>')


def _tile(published: Published, tile: Card) -> str:
    about = [escape(line) for line in tile.about if line]
    told = definition(published, tile.metric, tile.column)
    told += f'<span class="hh-of">{" · ".join([*about, escape(as_of(published))])}</span>'
    is_missing = tile.missing and tile.value in ("", NOTHING)
    value = f'<span class="hh-missing">{escape(tile.missing)}</span>' if is_missing else escape(tile.value)
    lines = "".join(f'<span class="hh-about">{line}</span>' for line in about)
    return (
        f'<section class="hh-tile" aria-label="{escape(tile.label, quote=True)}"><h3>{escape(tile.label)}'
        f'{asked(tile.label, told)}</h3><p class="hh-value">{value}</p>{lines}</section>'
    )


def heading(
    published: Published,
    title: str,
    metric: str = "",
    columns: Sequence[str] = (),
    note: str = "",
    framed: bool = False,
) -> None:
    """A section's title with its definition, and a remark under it; ``framed`` inside a card of its own."""
    told = definition(published, metric, *columns) + f'<span class="hh-of">{escape(as_of(published))}</span>'
    tip = asked(title, told) if metric else ""
    under = f'<p class="hh-note">{escape(note)}</p>' if note else ""
    kind = "hh-head" if framed else "hh-head hh-section"
    st.html(f'<div class="{kind}"><h2>{escape(title)}{tip}</h2>{under}</div>')


def page_title(title: str, question: str) -> None:
    """The page's own title and the question it answers."""
    st.html(f'<header class="hh-page"><h1>{escape(title)}</h1><p>{escape(question)}</p></header>')


def count_in(row: Row, name: str) -> str:
    """The number of things in a column of a row, a dash for none."""
    return figure(row.get(name), "count")


def nothing(why: str) -> None:
    """What stands where there is nothing to show."""
    st.html(f'<p class="hh-nothing" role="note">{escape(why)}</p>')
