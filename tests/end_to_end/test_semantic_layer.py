"""MetricFlow's answer is the table's, for every metric that is in both: each cell, by period and function."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hirehouse.answers.semantic_layer import semantic_manifest_path
from hirehouse.base.settings import Settings, environment
from tests.end_to_end.conftest import DAYS, History
from tests.end_to_end.metricflow_answers import Answers

PERIODS = ("week", "month", "quarter")
RATES = ("rate", "index", "agreement", "coverage", "consistency")


@dataclass(frozen=True)
class Pair:
    """Metrics and the columns of ``table`` (its rows ``where``) that say the same.

    ``dimensions`` are its grain columns and their names in the semantic layer, ``function`` that of its function (none:
    the table has none, or only ``all`` can be asked). ``period`` is the column of its only period, if it has one, and
    ``grain`` that period.
    """

    table: str
    metrics: dict[str, str]
    function: str | None = None
    dimensions: dict[str, str] = field(default_factory=dict)
    where: str = "true"
    period: str | None = None
    grain: str = "quarter"
    has_function: bool = True


def _speed(measure: str, function: str) -> Pair:
    metrics = {f"{measure}_{value}_days": f"{value}_days" for value in ("median", "p90", "mean")}
    return Pair("hiring_speed", metrics, function, where=f"measure = '{measure}'")


def _attrition(days: int) -> Pair:
    metrics = {
        "starts_external_recorded": "started",
        f"left_within_{days}_days": '"left"',
        f"early_attrition_{days}d": "rate",
    }
    channel = {"channel": "hire__channel_of_record"}
    where, period = f"horizon_days = {days}", "cohort_quarter_start_date"
    return Pair("early_attrition", metrics, "hire__function", channel, where, period)


def _same(*names: str, prefix: str = "", suffix: str = "") -> dict[str, str]:
    return {f"{prefix}{name}{suffix}": name for name in names}


HAPPENINGS = ("bounced", "delivered", "opened", "clicked", "replied", "interested")
PAIRS = [
    Pair("hiring_volume", _same("applications", "applicants"), "application__function"),
    Pair(
        "hiring_volume",
        _same(
            "hires_gross", "hires_internal", "hires_external", "internal_fill_rate", "reneges", "hires_net", "starts"
        ),
        "hire__function",
    ),
    Pair(
        "funnel_conversion",
        _same("entered", "advanced", prefix="stage_") | {"stage_conversion": "rate_resolved"},
        "stage_cohort__function",
        {"canonical_stage": "stage_cohort__canonical_stage"},
        "period_type = 'quarter'",
        "period_start_date",
    ),
    Pair(
        "stage_exits",
        _same("exits"),
        "application__function",
        {
            "exit_stage": "application__exit_stage",
            "exit_type": "application__exit_type",
            "exit_reason": "application__reason",
        },
    ),
    Pair(
        "win_rate",
        {"won_from_screen": "hired", "win_rate_from_screen": "rate"},
        "application__function",
        where="from_stage = 'screen'",
    ),
    _speed("time_to_hire", "application__function"),
    _speed("time_to_hire_sourced", "application__function"),
    _speed("time_to_fill_gross", "opening__function"),
    _speed("time_to_fill_net", "opening__function"),
    _speed("offer_turnaround", "application__function"),
    Pair(
        "offer_outcomes",
        _same("accepted", "declined", "rescinded", "expired", prefix="offers_")
        | {"offers_answered": "offers", "offer_accept_rate": "accept_rate", "offer_accept_rate_all": "accept_rate_all"},
        "application__function",
        where="basis = 'answered'",
    ),
    Pair("offer_outcomes", {"offers_sent": "offers"}, "application__function", where="basis = 'sent'"),
    Pair(
        "source_performance",
        {"hires_external": "hires", "quality_of_hire": "quality_index"},
        "hire__function",
        {"channel": "hire__channel_of_record"},
        "attribution_model = 'record'",
    ),
    _attrition(90),
    _attrition(180),
    _attrition(365),
    Pair(
        "cost_per_hire",
        {"hires_external": "hires"}
        | _same("external_cost_amount", "internal_cost_amount", "cost_per_hire_amount")
        | _same("external_amounts_missing", "internal_amounts_missing"),
        where="function = 'all'",
        period="quarter_start_date",
        has_function=False,
    ),
    Pair(
        "sequence_performance",
        {"enrollments_sent": "enrolled"}
        | _same(*HAPPENINGS, prefix="enrollments_")
        | _same("open_rate", "click_rate", "reply_rate", "interested_rate", prefix="sequence_"),
        dimensions={"system": "enrollment__system", "sequence_id": "enrollment__sequence_id"},
        has_function=False,
    ),
    Pair(
        "sourcer_productivity",
        {
            "persons_enrolled": "enrolled",
            "enrollments_with_reply": "replies",
            "enrollments_with_interest": "interested",
        },
        dimensions={"sourcer_key": "enrollment__sourcer_key"},
        where="sourcer_key is not null",
        period="week_start_date",
        grain="week",
        has_function=False,
    ),
    Pair(
        "hiring_forecast",
        {"forecast_hires": "mean", "forecast_target_hires": "target_hires"}
        | {
            f"forecast_hires_from_{part}": f"expected_{part}"
            for part in ("pipeline", "new_applicants", "new_requisitions")
        },
        "forecast__function",
        where="is_champion and as_of_date = (select as_of_date from core.publication)",
        period="quarter_start_date",
    ),
    Pair(
        "pipeline_coverage",
        _same("seats_to_fill"),
        "coverage__function",
        period="quarter_start_date",
    ),
    Pair(
        "system_consistency",
        {"crm_origin_active_applications": "crm_origin_active"}
        | _same("matched", "agreeing", prefix="crm_")
        | _same("match_coverage", "agreement", "consistency", prefix="crm_"),
        dimensions={"crm_system": "system_pair__crm_system", "ats_system": "system_pair__ats_system"},
        period="as_of_date",
        grain="day",
        has_function=False,
    ),
]
# The month's company has no active application of CRM origin on its last day: see T-75.
EMPTY_HERE = {"system_consistency"}
# Parts of the ratios above that no table has as a column of its own.
PARTS = {"decided_from_screen", "offers_decided", "stage_decided", "recruiting_cost_amount"}
PARTS |= {"external_known_amount", "internal_known_amount"}


@pytest.fixture(scope="module")
def answers(history: History, parsed: Settings) -> Iterator[Answers]:
    """The semantic layer over the last version of the company's month."""
    made = Answers(semantic_manifest_path(parsed), history.versions[DAYS[-1]])
    yield made
    made.file.close()


def test_every_metric_is_compared(answers: Answers) -> None:
    compared = {metric for pair in PAIRS for metric in pair.metrics}
    assert set(answers.metrics) == compared | PARTS
    assert not compared & PARTS


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.table}-{next(iter(pair.metrics))}")
def test_metricflow_agrees_with_the_table(answers: Answers, pair: Pair) -> None:
    compared, wrong = 0, []
    for grain in [pair.grain] if pair.period else PERIODS:
        for function in [False, True] if pair.function else [False]:
            expected = _table(answers, pair, grain, function)
            told = answers.ask(list(pair.metrics), [f"metric_time__{grain}", *_dimensions(pair, function)])
            for cell in expected.keys() | (told.keys() if _is_whole(pair) else set()):
                for metric, column in pair.metrics.items():
                    row = expected.get(cell)
                    mine, theirs = row and row[column], told.get(cell, {}).get(metric)
                    compared += theirs is not None and mine is not None
                    if not _agree(column, mine, theirs, row is not None) and None not in cell:
                        wrong.append((grain, cell, metric, theirs, mine))
    assert not wrong, (len(wrong), compared, wrong[:10])
    assert compared or pair.table in EMPTY_HERE


def test_agreement_of_systems_is_that_of_the_worked_example(parsed: Settings, tmp_path: Path) -> None:
    """T-75: 500 of CRM origin, 480 matched, 456 agree: 96.0 %, 95.0 %, 91.2 %."""
    columns = "date '2026-06-30' as as_of_date, 'crm' as crm_system, 'ats' as ats_system, "
    columns += "500::bigint as crm_origin_active, 480::bigint as matched, 456::bigint as agreeing, "
    columns += "0.96e0 as match_coverage, 0.95e0 as agreement, 0.912e0 as consistency"
    path = tmp_path / "published.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create schema metrics; create table metrics.system_consistency as select {columns}")
    example = Answers(semantic_manifest_path(parsed), path)
    pair = next(pair for pair in PAIRS if pair.table in EMPTY_HERE)
    test_metricflow_agrees_with_the_table(example, pair)
    told = example.ask(["crm_match_coverage", "crm_agreement", "crm_consistency"], [])[()]
    assert [round(float(value), 4) for value in told.values()] == [0.96, 0.95, 0.912]
    example.file.close()


def test_a_missing_amount_makes_a_cost_unknown_and_is_counted(parsed: Settings, tmp_path: Path) -> None:
    """MON-01, as in the table: null, never too small; a quarter with every amount has its sum."""
    path = tmp_path / "published.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """
            create schema core;
            create table core.fct_source_spend as
            select * from (values
                ('external', 900.5, date '2026-01-01'), ('external', null, date '2026-02-01'),
                ('internal', 70, date '2026-02-01'), ('external', 400, date '2026-05-01'),
                ('external', 1, date '2026-06-01')
            ) as rows (cost_side, spend_company_amount, month_start_date)
            """
        )
    example = Answers(semantic_manifest_path(parsed), path)
    names = ["external_cost_amount", "external_amounts_missing", "internal_cost_amount", "internal_amounts_missing"]
    names += ["recruiting_cost_amount"]
    told = example.ask(names, ["metric_time__quarter"])
    found = {
        str(cell[0])[:10]: [None if row[name] is None else float(row[name]) for name in names]
        for cell, row in told.items()
    }
    assert found == {"2026-01-01": [None, 1, 70, 0, None], "2026-04-01": [401, 0, None, None, None]}
    example.file.close()


def test_saved_queries_answer(answers: Answers) -> None:
    rows = {name: answers.ask_saved(name) for name in answers.saved_queries}
    assert len(rows) >= 10 and {name for name, count in rows.items() if not count} <= {"agreement_of_systems"}, rows


def test_dimensions_reach_office_manager_recruiter_and_channel(answers: Answers) -> None:
    total = answers.ask(["hires_gross"], [])[()]["hires_gross"]
    for dimension in (
        "application__requisition__office",
        "application__requisition__hiring_manager_key",
        "application__recruiter_key",
        "application__channel_of_record",
        "application__function",
        "application__entry_stage",
    ):
        found = answers.ask(["hires_gross"], [dimension])
        assert sum(row["hires_gross"] for row in found.values()) == total > 0


def test_mf_answers_at_the_command_line_without_network(history: History) -> None:
    """Every proxy and the package index are a closed port: whatever asks the network would wait or fail."""
    asked = ["mf", "query", "--metrics", "hires_gross", "--group-by", "metric_time__quarter", "--quiet"]
    closed = dict.fromkeys(
        ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9"
    )
    done = subprocess.run(
        [sys.executable, "-m", "hirehouse.cli", *asked, "--csv", str(history.home / "hires.csv")],
        env=environment(HIREHOUSE_HOME=str(history.home), **closed),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (history.home / "hires.csv").read_text().splitlines()
    assert lines[0] == "metric_time__quarter,hires_gross" and len(lines) > 4


def _is_whole(pair: Pair) -> bool:
    """Whether the table has a row wherever the metric is not nothing: cohorts that are too young have none."""
    return pair.table not in ("early_attrition", "cost_per_hire")


def _dimensions(pair: Pair, function: bool) -> list[str]:
    return [*pair.dimensions.values(), *([pair.function] if function and pair.function else [])]


def _table(answers: Answers, pair: Pair, grain: str, function: bool) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The table's rows by period, dimensions and, where asked, function."""
    where = [pair.where] if pair.period else [pair.where, f"period_type = '{grain}'"]
    keys = [pair.period or "period_start_date", *pair.dimensions]
    if pair.has_function:
        where.append(f"function {'<>' if function else '='} 'all'")
        keys += ["function"] if function else []
    columns = list(pair.metrics.values())
    sql = f"select {', '.join(keys + columns)} from metrics.{pair.table} where {' and '.join(where)}"
    rows = answers.file.rows(sql)
    return {row[: len(keys)]: dict(zip(columns, row[len(keys) :], strict=True)) for row in rows}


def _agree(column: str, table: Any, told: Any, has_row: bool) -> bool:
    if table is None:
        # a rate below a denominator of five is null in the table; what is not there is nothing
        return not told or (has_row and any(word in column for word in RATES))
    if told is None:
        return float(table) == 0
    tolerance = 1e-4 if column.endswith("_amount") else 1e-9
    return math.isclose(float(table), float(told), rel_tol=1e-9, abs_tol=tolerance)
