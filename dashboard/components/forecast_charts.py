"""Charts of the forecast: quarters past and to come, and the odds of each number of hires."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import altair as alt

from hirehouse.dashboard.components.charts import ACCENT, LABEL, LAST, QUIET, ROWS, Drawing, ink, text_of, tips, written
from hirehouse.publish.published import Row

PAST = (("quarter", "quarter"), ("hires", "hires"))
AHEAD = (
    ("quarter", "quarter"),
    ("mean|count", "expected"),
    ("p10", "low (10 %)"),
    ("p50", "middle"),
    ("p90", "high (90 %)"),
    ("target_hires", "plan"),
    ("p_target|share", "chance of the plan"),
)
ODDS = (("hires", "hires"), ("probability|share", "probability"), ("target_hires", "plan"))


def fan(rows: Sequence[Row]) -> Drawing:
    """Past ``hires`` by ``quarter``, then ``mean`` with the band ``p10`` to ``p90`` and the plan ``target_hires``."""
    known = [row for row in rows if row.get("hires") is not None]
    forecast = [row for row in rows if row.get("mean") is not None]
    return Drawing(_fan(ink()), {"rows": known, "last": written(forecast, dict(AHEAD))})


@cache
def _fan(colour: str) -> str:
    x = alt.X("quarter:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelOverlap=True))
    axis = alt.Axis(title="hires", tickCount=5)
    past, ahead, said = alt.Chart(ROWS).encode(x=x), alt.Chart(LAST).encode(x=x), tips(AHEAD)
    y, expected = alt.Y("hires:Q", axis=axis, scale=alt.Scale(zero=True)), alt.Y("mean:Q")
    layers = [
        past.mark_line(color=QUIET, strokeWidth=2).encode(y=y),
        past.mark_point(filled=True, size=50, color=QUIET, opacity=1).encode(y=y, tooltip=tips(PAST)),
        past.mark_text(dy=-13, fontSize=LABEL, color=colour).encode(y=y, text="hires:Q"),
        ahead.mark_area(opacity=0.22, color=ACCENT).encode(y=alt.Y("p10:Q"), y2="p90:Q", tooltip=said),
        ahead.mark_rule(strokeWidth=8, opacity=0.3, color=ACCENT).encode(y=alt.Y("p10:Q"), y2="p90:Q", tooltip=said),
        ahead.mark_line(color=ACCENT, strokeWidth=2).encode(y=expected),
        ahead.mark_point(filled=True, size=70, color=ACCENT, opacity=1).encode(y=expected, tooltip=said),
        ahead.mark_text(dx=20, align="left", fontSize=LABEL, fontWeight=600, color=colour).encode(
            y=expected, text=alt.Text(field="mean|count", type="nominal")
        ),
        ahead.mark_tick(orient="horizontal", thickness=2, size=34, color=colour, opacity=1).encode(
            y="target_hires:Q", tooltip=said
        ),
    ]
    return text_of(layers, 270)


def distribution(rows: Sequence[Row]) -> Drawing:
    """The ``probability`` of each number of ``hires``; those that meet ``target_hires`` in the accent."""
    return Drawing(_distribution(), {"rows": written(rows, dict(ODDS))})


@cache
def _distribution() -> str:
    base = alt.Chart(ROWS).encode(
        x=alt.X("hires:O", title="hires", axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("probability:Q", axis=alt.Axis(format="~%", tickCount=4, title=None)),
        color=alt.condition("datum.hires >= datum.target_hires", alt.value(ACCENT), alt.value(QUIET)),
        tooltip=tips(ODDS),
    )
    return text_of([base.mark_bar()], 210)
