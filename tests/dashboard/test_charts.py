"""Charts are valid Vega-Lite, are the same for other rows, and are handed no rows that they do not draw."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from hirehouse.answers.figures import figure
from hirehouse.dashboard.components import charts, forecast_charts
from hirehouse.dashboard.components.charts import Drawing, bars, line, ranges, rates
from hirehouse.dashboard.components.forecast_charts import distribution, fan
from hirehouse.publish.published import Row

TOLD = {"stage": "stage", "n|count": "n", "share|share": "share"}
ROWS: list[Row] = [
    {"stage": "screen", "n": 4, "share": 0.25, "kind": "we", "said": "4", "low": 1, "high": 6, "day": date(2026, 4, 1)},
    {
        "stage": "offer",
        "n": 9,
        "share": 0.75,
        "kind": "they",
        "said": "9",
        "low": 8,
        "high": 9,
        "day": date(2026, 5, 1),
    },
]
AHEAD: list[Row] = [
    {"quarter": "2026-Q1", "hires": 9},
    {"quarter": "2026-Q2", "mean": 8.5, "p10": 6, "p50": 8, "p90": 11, "p_target": 0.4, "target_hires": 9},
]
ODDS: list[Row] = [
    {"hires": 3, "probability": 0.4, "target_hires": 3},
    {"hires": 2, "probability": 0.6, "target_hires": 3},
]
DRAWN: dict[str, tuple[Callable[[list[Row]], Drawing], list[Row]]] = {
    "ranges": (lambda rows: ranges(rows, "stage", ("low", "high"), "n", TOLD, "n", "said", "days"), ROWS),
    "bars": (lambda rows: bars(rows, "stage", "n", TOLD, label="said"), ROWS),
    "bars in parts": (lambda rows: bars(rows, "stage", "n", TOLD, parts="kind", kinds=("we", "they")), ROWS),
    "rates": (lambda rows: rates(rows, "stage", "share", TOLD, ("screen", "offer"), interval=True), ROWS),
    "line": (lambda rows: line(rows, "day", "share", TOLD, True, label="said", ends=("low", "high")), ROWS),
    "fan": (fan, AHEAD),
    "distribution": (distribution, ODDS),
}


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chart is built anew and checked against the grammar."""
    strict: Any = partial(charts.text_of, validate=True)
    for module in (charts, forecast_charts):
        monkeypatch.setattr(module, "text_of", strict)
        for name in ("_ranges", "_bars", "_rates", "_line", "_fan", "_distribution"):
            if hasattr(module, name):
                getattr(module, name).cache_clear()


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_valid_and_does_not_depend_on_its_rows(name: str) -> None:
    build, rows = DRAWN[name]
    drawing = build(rows)
    assert build(rows[::-1]).spec == drawing.spec
    drawn = {layer["data"]["name"] for layer in json.loads(drawing.spec)["layer"]}
    assert drawn == set(drawing.rows), "a browser that is sent rows of no layer complains"
    assert all(drawing.rows.values())
    assert '"format": "%"' not in drawing.spec, "it writes the tick of an empty chart as 0.000000%"


def test_labels_stand_free_and_out_of_the_lines_way() -> None:
    assert bars(ROWS, "stage", "n", TOLD, label="said").rows["room"] == [{"room": pytest.approx(9 * 1.3)}]
    assert ranges(ROWS, "stage", ("low", "high"), "n", TOLD).rows["last"] == [{"room": pytest.approx(9 * 1.15)}]
    rising, falling = (line(rows, "day", "share", TOLD, label="said").rows["last"][0] for rows in (ROWS, ROWS[::-1]))
    assert (rising["above"], rising["below"]) == ("9", "")
    assert (falling["above"], falling["below"]) == ("", "4")
    hidden = [{**row, "share": None} for row in ROWS]
    assert line(hidden, "day", "share", TOLD, label="said").rows["last"][0]["share"] is None, "a rate of too few"


@pytest.mark.parametrize("name", DRAWN)
def test_a_tooltip_says_numbers_as_the_page_does(name: str) -> None:
    build, rows = DRAWN[name]
    drawing = build(rows)
    layers = json.loads(drawing.spec)["layer"]
    tips = [layer["encoding"].get("tooltip", []) for layer in layers]
    fields = {tip["field"] for told in tips if isinstance(told, list) for tip in told if "|" in tip["field"]}
    assert fields, "every chart tells a number"
    told = [row for each in drawing.rows.values() for row in each]
    for field in fields:
        column, unit = field.split("|")
        shown = [(row[column], row[field]) for row in told if field in row]
        assert shown and all(text == figure(value, unit) for value, text in shown)  # type: ignore[arg-type]
