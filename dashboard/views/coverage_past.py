"""Part of the coverage page: whether past seats were filled, and how good earlier forecasts were."""

from __future__ import annotations

import streamlit as st

from hirehouse.dashboard.components.cards import heading
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.publish.published import Published

ACCURACY = """
    select method, horizon, n, crps, crps_vs_last_quarter, pinball_10, pinball_50, pinball_90, pit_share_80, bias, wape
    from metrics.forecast_accuracy where function = $function order by horizon, crps"""
ATTAINMENT = """
    select quarter_start_date, due, filled, cancelled, still_open, due - cancelled as kept, attainment, slippage
    from metrics.opening_attainment where function = $function order by 1 desc limit 8"""


def draw(published: Published, function: str) -> None:
    """Attainment of past quarters beside the scores of earlier forecasts."""
    first, second = st.columns(2)
    with first:
        heading(published, "Were the seats of past quarters filled?", "M-36")
        source = "metrics.opening_attainment."
        columns = [Field("quarter_start_date", "Quarter", "quarter")]
        columns += [
            Field(name, name.replace("_", " "), "count", source + name, "M-36")
            for name in ("due", "filled", "cancelled", "still_open")
        ]
        columns += [Field("attainment", "attainment", "share", f"{source}attainment", "M-36", n="kept", shade=1)]
        found = published.rows(ATTAINMENT, function=function)
        table(
            published,
            "Seats due at the start of each quarter",
            found,
            columns,
            "attainment",
            "No quarter has begun with seats due.",
        )
    with second:
        heading(published, "How good were earlier forecasts?", "M-49")
        source = "metrics.forecast_accuracy."
        columns = [Field("method", "Method"), Field("horizon", "Quarters ahead", "count", f"{source}horizon", "M-49")]
        columns += [
            Field("n", "n", "count", f"{source}n", "M-49"),
            Field("crps", "CRPS", "ratio", f"{source}crps", "M-49"),
        ]
        columns += [
            Field(name, label, "share", source + name, "M-49", n="n")
            for name, label in (("pit_share_80", "in 80 % range"), ("bias", "bias"), ("wape", "WAPE"))
        ]
        found = published.rows(ACCURACY, function=function)
        table(
            published,
            "Past forecasts against what came",
            found,
            columns,
            "forecast-accuracy",
            "No forecast has come of age yet: there is nothing to score.",
        )
