"""Charts: one accent, direct labels, tooltips with n and range. Colours hold on light and on dark ground alike.

Every chart is handed rows of a query and draws columns of them; none computes a number. Behind each stands a table with
the same rows, for those who read rather than look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import altair as alt
import streamlit as st

from dashboard.data import Row

ACCENT = "#2f80d3"
QUIET = "#8a96a3"
SHADES = (ACCENT, QUIET, "#a9cbee", "#55616e", "#c9d0d8", "#173f6b")
BAND = 26
LABEL = 12
LABEL_ROOM = 1.3
ROWS, LAST = alt.NamedData("rows"), alt.NamedData("last")
Tips = Mapping[str, str]
"""Column of the rows to its words in the tooltip."""


@dataclass(frozen=True)
class Drawing:
    """Layers of a chart, its height (of the whole, or a step of the bands), and the rows by the names layers use."""

    layers: Sequence[alt.Chart]
    height: int | alt.Step
    rows: Mapping[str, Sequence[Row]]

    def spec(self, validate: bool = False) -> dict[str, Any]:
        """The chart in Vega-Lite. Altair's check against the grammar takes longer than all else: it is for tests."""
        return alt.layer(*self.layers).properties(height=self.height).to_dict(validate=validate)


def draw(drawing: Drawing, words: str) -> None:
    """Show a chart; ``words`` say in a sentence what it shows, for those who cannot see it."""
    spec = drawing.spec()
    shared = spec.pop("data", {}).get("name", "")
    values = {
        name: [{key: _plain(value) for key, value in row.items()} for row in rows]
        for name, rows in drawing.rows.items()
    }
    for layer in spec["layer"]:
        layer["data"] = {"values": values[layer.get("data", {}).get("name", shared)]}
    spec["usermeta"] = {"embedOptions": {"actions": False}}
    st.vega_lite_chart(spec=spec, alt=words)


def ink() -> str:
    """The colour of labels on the ground the reader has chosen."""
    return "#dbe2ea" if st.context.theme.type == "dark" else "#2a333d"


def tips(told: Tips) -> list[alt.Tooltip]:
    """Tooltips in the order given; a column ending in a unit sign is formatted by it."""
    return [_tip(name, words) for name, words in told.items()]


def ranges(
    rows: Sequence[Row],
    by: str,
    ends: tuple[str, str],
    middle: str,
    told: Tips,
    goal: str = "",
    label: str = "",
    title: str = "",
    room: float = 1.15,
) -> Drawing:
    """A line from ``ends`` to ``ends`` per row with a point at ``middle``, a bar at ``goal`` and words at the right.

    ``room`` is how much longer than the longest line the axis is, so that the words stand free.
    """
    order = [row[by] for row in rows]
    axis = alt.Axis(title=title or None, format="~s", tickCount=5, grid=True)
    longest = max(float(row[name] or 0) for row in rows for name in (*ends, *([goal] if goal else [])))
    y = alt.Y(
        f"{by}:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelLimit=150, labelFlush=False, ticks=False, domain=False),
        scale=alt.Scale(type="band"),
    )
    base = alt.Chart(ROWS).encode(y=y, tooltip=tips(told))
    layers = [
        base.mark_rule(strokeWidth=7, opacity=0.35, color=ACCENT, strokeCap="round").encode(
            x=alt.X(f"{ends[0]}:Q", axis=axis, scale=alt.Scale(domain=[0, longest * room])), x2=f"{ends[1]}:Q"
        ),
        base.mark_point(filled=True, size=70, color=ACCENT, opacity=1).encode(x=f"{middle}:Q"),
    ]
    if goal:
        layers.append(base.mark_tick(thickness=2, size=18, color=ink(), opacity=1).encode(x=f"{goal}:Q"))
    if label:
        layers.append(
            base.mark_text(align="right", fontSize=LABEL, color=ink()).encode(
                x=alt.value("width"), text=f"{label}:N", tooltip=alt.value(None)
            )
        )
    return Drawing(layers, alt.Step(BAND), {"rows": rows})


def bars(
    rows: Sequence[Row],
    by: str,
    value: str,
    told: Tips,
    label: str = "",
    parts: str = "",
    order: Sequence[str] = (),
    title: str = "",
    percent: bool = False,
    first: str = "",
    total: str = "",
) -> Drawing:
    """Horizontal bars in the order the rows come; ``parts`` splits them, ``first`` names the accented part.

    ``label`` stands at the end of the whole bar, which is as long as ``total`` says where it has parts.
    """
    sort = list(order) or list(dict.fromkeys(row[by] for row in rows))
    y = alt.Y(f"{by}:N", sort=sort, title=None, axis=alt.Axis(labelLimit=170, ticks=False, domain=False))
    axis = alt.Axis(title=title or None, format="%" if percent else "~s", tickCount=5)
    end = total or value
    room = alt.Scale(domainMax=LABEL_ROOM * max(float(row[end] or 0) for row in rows)) if label else alt.Scale()
    x = alt.X(f"{value}:Q", axis=axis, scale=room, stack="zero" if parts else None)
    base = alt.Chart(ROWS).encode(y=y, x=x, tooltip=tips(told))
    if parts:
        names = list(dict.fromkeys(row[parts] for row in rows))
        names.sort(key=lambda name: name != first)
        shades = [SHADES[number % len(SHADES)] for number in range(len(names))]
        colour = alt.Color(f"{parts}:N", scale=alt.Scale(domain=names, range=shades), legend=_legend())
        base = base.encode(color=colour, order=alt.Order("part_order:Q"))
        base = base.transform_calculate(part_order=f"indexof({names!r}, datum['{parts}'])")
        layers = [base.mark_bar(height={"band": 0.62})]
    else:
        layers = [base.mark_bar(height={"band": 0.62}, color=ACCENT)]
    if label:
        words = alt.Chart(LAST).encode(y=y, x=alt.X(f"{end}:Q", stack=None), text=f"{label}:N")
        layers.append(words.mark_text(align="left", dx=6, fontSize=LABEL, color=ink()))
    once = list({row[by]: row for row in rows}.values())
    return Drawing(layers, alt.Step(BAND), {"rows": rows, "last": once})


def rates(
    rows: Sequence[Row], by: str, value: str, told: Tips, order: Sequence[str], interval: bool = False
) -> Drawing:
    """Bars of a share with its value at the right, and with ``interval`` the line from ``ci_low`` to ``ci_high``."""
    y = alt.Y(f"{by}:N", sort=list(order), title=None, axis=alt.Axis(ticks=False, domain=False))
    axis = alt.Axis(format="%", tickCount=4, title=None)
    base = alt.Chart(ROWS).encode(y=y, tooltip=tips(told))
    bar = base.mark_bar(height={"band": 0.55}, color=ACCENT, opacity=0.55 if interval else 0.85)
    scale = alt.Scale(domain=[0, max([1.0, *(row[value] for row in rows)])], nice=False)  # a pulse may exceed 1
    layers = [bar.encode(x=alt.X(f"{value}:Q", axis=axis, scale=scale))]
    if interval:
        layers.append(base.mark_rule(color=ink(), strokeWidth=1.5).encode(x="ci_low:Q", x2="ci_high:Q"))
    text = base.mark_text(align="right", fontSize=LABEL, color=ink()).encode(x=alt.value("width"), text="label:N")
    return Drawing([*layers, text], alt.Step(BAND + 4), {"rows": rows})


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
    axis = alt.Axis(title=title or None, format="%" if percent else "~s", tickCount=4)
    x = alt.X(f"{when}:T", title=None, axis=alt.Axis(format="%b %y", tickCount=6, grid=False, labelOverlap=True))
    base = alt.Chart(ROWS).encode(x=x)
    y = alt.Y(f"{value}:Q", axis=axis, scale=alt.Scale(zero=zero))
    layers = []
    if ends:
        area = base.mark_area(opacity=0.2, color=ACCENT)
        layers.append(area.encode(y=alt.Y(f"{ends[0]}:Q", axis=axis), y2=f"{ends[1]}:Q"))
    layers.append(base.mark_line(color=ACCENT, strokeWidth=2).encode(y=y))
    layers.append(base.mark_point(filled=True, size=34, color=ACCENT, opacity=1).encode(y=y, tooltip=tips(told)))
    if label and rows:
        last = alt.Chart(LAST).encode(x=x, y=y, text=f"{label}:N")
        falls = len(rows) > 1 and rows[-1][value] < rows[-2][value]
        layers.append(
            last.mark_text(align="right", dy=16 if falls else -12, fontSize=LABEL + 1, fontWeight=600, color=ink())
        )
    return Drawing(layers, height, {"rows": rows, "last": rows[-1:]})


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", symbolType="square", labelLimit=200)


def _tip(name: str, words: str) -> alt.Tooltip:
    field, _, unit = name.partition("|")
    style = {"%": ".0%", "1": ".1f", "0": ",.0f"}.get(unit)
    if style:
        return alt.Tooltip(field=field, type="quantitative", format=style, title=words)
    return alt.Tooltip(field=field, type="nominal", title=words)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value
