"""Tables as plain HTML, so that screen readers, tests and eyes read the same; and the rows as a file to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

import streamlit as st

from hirehouse.answers.figures import (
    HIDDEN,
    HIDDEN_WHY,
    NOTHING,
    RATE_INTERVAL,
    Measured,
    Unit,
    figure,
    interval,
    missing,
)
from hirehouse.dashboard.components.cards import as_of, definition
from hirehouse.publish.published import Published, Row

SHOWN = 60
LEFT: tuple[Unit, ...] = ("text", "name", "key", "link", "date", "quarter")


@dataclass(frozen=True)
class Field:
    """One column. ``source`` is the ``schema.table.column`` that defines it, ``metric`` its id in the dictionary.

    ``n`` names the rows' column with the number a rate is of: it says why a rate is missing. ``low`` and ``high`` are
    the ends of its range and ``kind`` what that is, ``shade`` the value that fills the cell, ``missing`` what stands
    where there is none.
    """

    name: str
    label: str
    unit: Unit = "text"
    source: str = ""
    metric: str = ""
    n: str = ""
    low: str = ""
    high: str = ""
    kind: str = RATE_INTERVAL
    shade: float = 0
    missing: str = ""


def table(
    published: Published,
    caption: str,
    rows: Sequence[Row],
    columns: Sequence[Field],
    file: str = "",
    empty: str = "Nothing of the kind was in the sources.",
    shown: int = SHOWN,
    style: str = "",
) -> None:
    """Show rows; ``file`` names the CSV that holds all of them with every column of the query.

    ``style`` is ``hh-wrap`` for long words, ``hh-tight`` for little room (the heading then says what columns mean).
    """
    if not rows:
        st.html(f'<p class="hh-nothing" role="note">{escape(caption)}: {escape(empty)}</p>')
        return
    head = "".join(_head(published, column) for column in columns)
    body = "".join(
        f"<tr>{''.join(_cell(published, row, column, first=not number) for number, column in enumerate(columns))}</tr>"
        for row in rows[:shown]
    )
    more = f" First {shown} of {figure(len(rows), 'count')}; the download has all." if len(rows) > shown else ""
    region = f'role="region" tabindex="0" aria-label="{escape(caption, quote=True)}"'
    st.html(
        f'<div class="hh-scroll" {region}><table class="{style}">'
        f"<caption>{escape(caption)}, {escape(as_of(published))}.{more}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + ("" if style == "hh-tight" else _meanings(published, columns))
    )
    if file:
        download(published, file, rows)


def download(published: Published, file: str, rows: Sequence[Row]) -> None:
    """A button that saves rows as CSV, named by what they are and as of when."""
    name = f"hirehouse-{file}-{published.as_of_date:%Y-%m-%d}.csv"
    label, icon = f"Download {file.replace('-', ' ')} (CSV)", ":material/download:"
    st.download_button(label, _csv(rows), name, "text/csv", type="tertiary", on_click="ignore", icon=icon)


def _head(published: Published, column: Field) -> str:
    side = "" if column.unit in LEFT else ' class="hh-number"'
    words = published.words(column.source)
    title = f' title="{escape(f"{column.metric} {words}".strip(), quote=True)}"' if words else ""
    return f'<th scope="col"{side}{title}>{escape(column.label)}</th>'


def _cell(published: Published, row: Mapping[str, Any], column: Field, first: bool) -> str:
    value, n = row.get(column.name), row.get(column.n) if column.n else None
    text, told = figure(value, column.unit, published.currency), _told(published, row, column)
    if value is None:
        text = missing(n) if missing(n) == HIDDEN else column.missing or NOTHING
        told = f"{HIDDEN_WHY}; n {n}" if text == HIDDEN else told
    shown = escape(text)
    if column.unit == "link":
        shown = (
            f'<a href="{escape(str(value), quote=True)}" target="_blank" rel="noopener">open</a>' if value else NOTHING
        )
    style = ""
    if column.shade and value is not None:
        style = f' style="--hh-fill:{min(1.0, max(0.0, float(value) / column.shade)):.3f}"'
    classes = ["hh-words"] if column.unit == "text" else [] if column.unit in LEFT else ["hh-number"]
    classes += ["hh-fill"] if style else []
    classes += ["hh-hidden"] if text == HIDDEN else []
    kind = f' class="{" ".join(classes)}"' if classes else ""
    title = f' title="{escape(told, quote=True)}"' if told else ""
    return f'<th scope="row"{kind}>{shown}</th>' if first else f"<td{kind}{style}{title}>{shown}</td>"


def _told(published: Published, row: Mapping[str, Any], column: Field) -> str:
    if column.unit == "key":
        return str(row.get(column.name) or "")
    n = f"n {figure(row.get(column.n), 'count')}" if column.n else ""
    reach = interval(row.get(column.low), row.get(column.high), cast(Measured, column.unit), column.kind)
    parts = [part for part in (n, reach) if part]
    return ", ".join([*parts, as_of(published)]) if parts else ""


def _meanings(published: Published, columns: Sequence[Field]) -> str:
    """The definitions of a table's columns, folded; for those who cannot hover."""
    lines = "".join(
        f"<dt>{escape(column.label)}</dt><dd>{definition(published, column.metric, column.source)}</dd>"
        for column in columns
        if column.source
    )
    return f'<details class="hh-meanings"><summary>What the columns mean</summary><dl>{lines}</dl></details>' * bool(
        lines
    )


def _csv(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
