"""Charts: one accent, direct labels, tooltips with n and range. Colours hold on light and on dark ground alike.

Every chart is handed rows of a query and draws columns of them; none computes a number. What a chart looks like depends
on the names of columns only, never on the rows: so it is built once, and a browser that already shows it is sent new
rows and nothing else. Behind each stands a table with the same rows, for those who read rather than look.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

import altair as alt
import pyarrow
import streamlit as st

from hirehouse.answers.figures import Unit, figure
from hirehouse.publish.published import Row

ACCENT = "#2f80d3"
QUIET = "#8a96a3"
SHADES = (ACCENT, QUIET, "#a9cbee", "#55616e", "#c9d0d8", "#173f6b")
BAND = 24
PADDING = {"left": 0, "right": 0, "top": 6, "bottom": 6}
LABEL = 12
# How much longer than its longest mark an axis is, so that labels stand free; an invisible mark holds the place.
RANGE_ROOM, BAR_ROOM = 1.15, 1.3
PERCENT = "~%"  # plain "%" writes the only tick of a chart without values as 0.000000%
ROWS, LAST = alt.NamedData("rows"), alt.NamedData("last")
Tips = Mapping[str, str]
"""Column of the rows to its words in the tooltip; ``p_target|share`` is the column, written as a share."""
Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawing:
    """A chart in Vega-Lite as JSON text, and its rows by the names its layers call them."""

    spec: str
    rows: Mapping[str, Sequence[Row]]


def draw(drawing: Drawing, words: str) -> None:
    """Show a chart; ``words`` say in a sentence what it shows, for those who cannot see it.

    The words belong to the chart and not to its rows (of whom and when says the heading): other words, another chart.
    """
    spec = json.loads(drawing.spec)
    spec["datasets"] = {
        name: pyarrow.Table.from_pylist([{key: _plain(value) for key, value in row.items()} for row in rows])
        for name, rows in drawing.rows.items()
    }
    st.vega_lite_chart(spec=spec, alt=words)


def text_of(layers: Sequence[alt.Chart], height: int | alt.Step, validate: bool = False) -> str:
    """Layers as Vega-Lite; ``validate`` checks them against its grammar, which takes long and is for tests."""
    spec = alt.layer(*layers).properties(height=height).to_dict(validate=validate)
    shared = spec.pop("data", None)
    for layer in spec["layer"]:
        layer.setdefault("data", shared)
    return json.dumps(spec | {"padding": PADDING, "usermeta": {"embedOptions": {"actions": False}}})


def ink() -> str:
    """The colour of labels on the ground the reader has chosen."""
    return "#dbe2ea" if st.context.theme.type == "dark" else "#2a333d"


def tips(told: Told) -> list[alt.Tooltip]:
    """Tooltips in the order given."""
    return [alt.Tooltip(field=name, type="nominal", title=words) for name, words in told]


def written(rows: Sequence[Row], told: Iterable[str]) -> list[Row]:
    """Rows with what their tooltips say, written as everywhere, beside the numbers that are drawn."""
    places = [(name, *name.split("|")) for name in told if "|" in name]
    return [
        {**row, **{name: figure(row.get(column), cast(Unit, unit)) for name, column, unit in places}} for row in rows
    ]


def ranges(
    rows: Sequence[Row],
    by: str,
    ends: tuple[str, str],
    middle: str,
    told: Tips,
    goal: str = "",
    label: str = "",
    title: str = "",
) -> Drawing:
    """A line from ``ends`` to ``ends`` per row with a point at ``middle``, a bar at ``goal`` and words at the right."""
    spec = _ranges(by, ends, middle, tuple(told.items()), goal, label, title, ink())
    names = (*ends, *([goal] if goal else []))
    return Drawing(spec, {"rows": written(rows, told), "last": _room(rows, names, RANGE_ROOM)})


@cache
def _ranges(
    by: str, ends: tuple[str, str], middle: str, told: Told, goal: str, label: str, title: str, colour: str
) -> str:
    axis = alt.Axis(title=title or None, format="~s", tickCount=5, grid=True)
    x = alt.X(f"{ends[0]}:Q", axis=axis, scale=alt.Scale(zero=True, nice=False))
    base = alt.Chart(ROWS).encode(y=_bands(by, 150), tooltip=tips(told))
    layers = [
        alt.Chart(LAST).mark_point(opacity=0).encode(x="room:Q"),
        base.mark_rule(strokeWidth=7, opacity=0.35, color=ACCENT, strokeCap="round").encode(x=x, x2=f"{ends[1]}:Q"),
        base.mark_point(filled=True, size=70, color=ACCENT, opacity=1).encode(x=f"{middle}:Q"),
    ]
    if goal:
        layers.append(base.mark_tick(thickness=2, size=18, color=colour, opacity=1).encode(x=f"{goal}:Q"))
    if label:
        words = base.mark_text(align="right", fontSize=LABEL, color=colour)
        layers.append(words.encode(x=alt.value("width"), text=f"{label}:N", tooltip=alt.value(None)))
    return text_of(layers, alt.Step(BAND))


def bars(
    rows: Sequence[Row],
    by: str,
    value: str,
    told: Tips,
    label: str = "",
    parts: str = "",
    kinds: Sequence[str] = (),
    order: Sequence[str] = (),
    title: str = "",
    total: str = "",
) -> Drawing:
    """Horizontal bars in the order the rows come, or in ``order``; ``parts`` splits them into ``kinds``, the first of
    which has the accent.

    ``label`` stands at the end of the whole bar, which is as long as ``total`` says where it has parts.
    """
    end = total or value
    spec = _bars(by, value, tuple(told.items()), label, parts, tuple(kinds), tuple(order), title, end, ink())
    once = [
        {by: row[by], end: row[end], "label": row.get(label, "")} for row in {row[by]: row for row in rows}.values()
    ]
    held = {"rows": written(rows, told), "room": _room(once, (end,), BAR_ROOM if label else 1)}
    return Drawing(spec, held | ({"last": once} if label else {}))


@cache
def _bars(
    by: str,
    value: str,
    told: Told,
    label: str,
    parts: str,
    kinds: tuple[str, ...],
    order: tuple[str, ...],
    title: str,
    end: str,
    colour: str,
) -> str:
    axis = None if label else alt.Axis(title=title or None, format="~s", tickCount=5)  # labels say it better
    y = _bands(by, 170, order)
    x = alt.X(f"{value}:Q", axis=axis, scale=alt.Scale(nice=False), stack="zero" if parts else None)
    base = alt.Chart(ROWS).encode(y=y, x=x, tooltip=tips(told))
    if parts:
        scale = alt.Scale(domain=list(kinds), range=list(SHADES[: len(kinds)]))
        legend = alt.Legend(title=None, orient="top", symbolType="square", labelLimit=200)
        base = base.encode(color=alt.Color(f"{parts}:N", scale=scale, legend=legend), order="part_order:Q")
        base = base.transform_calculate(part_order=f"indexof({list(kinds)!r}, datum['{parts}'])")
    layers = [
        base.mark_bar(height={"band": 0.62}) if parts else base.mark_bar(height={"band": 0.62}, color=ACCENT),
        alt.Chart(alt.NamedData("room")).mark_point(opacity=0).encode(x="room:Q"),
    ]
    if label:
        words = alt.Chart(LAST).mark_text(align="left", dx=6, fontSize=LABEL, color=colour)
        layers.append(words.encode(y=y, x=alt.X(f"{end}:Q", stack=None), text="label:N"))
    return text_of(layers, alt.Step(BAND))


def rates(
    rows: Sequence[Row], by: str, value: str, told: Tips, order: Sequence[str], interval: bool = False
) -> Drawing:
    """Bars of a share with their ``label``, and with ``interval`` the line from ``ci_low`` to ``ci_high``."""
    whole = [{"room": 1.0}]  # an axis ends at 100 %, or where a pulse that exceeds it ends
    return Drawing(
        _rates(by, value, tuple(told.items()), tuple(order), interval, ink()),
        {"rows": written(rows, told), "last": whole},
    )


@cache
def _rates(by: str, value: str, told: Told, order: tuple[str, ...], interval: bool, colour: str) -> str:
    axis = alt.Axis(format=PERCENT, tickCount=4, title=None)
    base = alt.Chart(ROWS).encode(y=_bands(by, 150, order), tooltip=tips(told))
    bar = base.mark_bar(height={"band": 0.55}, color=ACCENT, opacity=0.55 if interval else 0.85)
    layers = [
        bar.encode(x=alt.X(f"{value}:Q", axis=axis, scale=alt.Scale(nice=False))),
        alt.Chart(LAST).mark_point(opacity=0).encode(x="room:Q"),
    ]
    if interval:
        layers.append(base.mark_rule(color=colour, strokeWidth=1.5).encode(x="ci_low:Q", x2="ci_high:Q"))
    text = base.mark_text(align="right", fontSize=LABEL, color=colour).encode(x=alt.value("width"), text="label:N")
    return text_of([*layers, text], alt.Step(BAND + 4))


def line(
    rows: Sequence[Row],
    when: str,
    value: str,
    told: Tips,
    percent: bool = False,
    title: str = "",
    label: str = "",
    height: int = 170,
    zero: bool = True,
    ends: tuple[str, str] | None = None,
) -> Drawing:
    """A line over time whose newest point says its value; ``ends`` draws its range behind it."""
    spec = _line(when, value, tuple(told.items()), percent, title, height, zero, ends, ink())
    last, before = (row.get(value) for row in (rows[-1], rows[max(len(rows) - 2, 0)]))
    falls = last is not None and before is not None and last < before
    said = {"above": "" if falls else rows[-1].get(label, ""), "below": rows[-1].get(label, "") if falls else ""}
    return Drawing(
        spec, {"rows": written(rows, told), "last": [{when: rows[-1][when], value: rows[-1][value], **said}]}
    )


@cache
def _line(
    when: str,
    value: str,
    told: Told,
    percent: bool,
    title: str,
    height: int,
    zero: bool,
    ends: tuple[str, str] | None,
    colour: str,
) -> str:
    axis = alt.Axis(title=title or None, format=PERCENT if percent else "~s", tickCount=4)
    x = alt.X(f"{when}:T", title=None, axis=alt.Axis(format="%b %y", tickCount=6, grid=False, labelOverlap=True))
    y = alt.Y(f"{value}:Q", axis=axis, scale=alt.Scale(zero=zero))
    base, last = alt.Chart(ROWS).encode(x=x), alt.Chart(LAST).encode(x=x, y=y)
    layers = []
    if ends:
        area = base.mark_area(opacity=0.2, color=ACCENT)
        layers.append(area.encode(y=alt.Y(f"{ends[0]}:Q", axis=axis), y2=f"{ends[1]}:Q"))
    layers.append(base.mark_line(color=ACCENT, strokeWidth=2).encode(y=y))
    layers.append(base.mark_point(filled=True, size=34, color=ACCENT, opacity=1).encode(y=y, tooltip=tips(told)))
    for place, shift in (("above", -12), ("below", 16)):
        words = last.mark_text(align="right", dy=shift, fontSize=LABEL + 1, fontWeight=600, color=colour)
        layers.append(words.encode(text=f"{place}:N"))
    return text_of(layers, height)


def _bands(by: str, limit: int, order: Sequence[str] = ()) -> alt.Y:
    """One band per value, in ``order`` or as the rows come."""
    axis = alt.Axis(labelLimit=limit, labelFlush=False, ticks=False, domain=False)
    return alt.Y(f"{by}:N", sort=list(order) or None, title=None, axis=axis, scale=alt.Scale(type="band"))


def _room(rows: Sequence[Row], names: Sequence[str], factor: float) -> list[Row]:
    return [{"room": factor * max(float(row[name] or 0) for row in rows for name in names)}]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value
