"""The one reader of a published file: whole, in UTC, shut off from everything else, and its faults explained."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import PROJECT_ROOT, Settings
from hirehouse.build.run_identity import Run
from hirehouse.publish.publication import current, publish
from hirehouse.publish.published import (
    CURRENT_FORECAST,
    EarlierVersionError,
    Published,
    PublishedColumn,
    open_published,
    open_version,
)
from tests.companies.asked import AS_OF, publish_answers

READERS = ("answers", "review", "journal", "forecast", "papers", "cli")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with a small publication."""
    made, _ = publish_answers(tmp_path / "home")
    return made


@pytest.fixture
def published(settings: Settings) -> Iterator[Published]:
    """The version, open."""
    with open_published(settings) as opened:
        yield opened


def test_the_version_knows_its_run_its_day_and_its_currency(settings: Settings, published: Published) -> None:
    assert (published.run_id, published.as_of_at, published.as_of_date) == ("run-1", AS_OF, date(2026, 8, 15))
    assert (published.timezone, published.currency, published.path) == ("UTC", "EUR", current(settings))
    assert published.as_of_at.utcoffset() == timedelta(0)
    assert f"hirehouse-{published.version}.duckdb" == published.path.name


def test_rows_carry_floats_and_arrow_the_files_own_types(published: Published) -> None:
    amounts = "select net_cost_amount from metrics.vacancy_cost where function = $function limit 1"
    assert published.rows(amounts, function="Sales") == [{"net_cost_amount": 15722.74}]
    assert isinstance(published.row(amounts, function="Sales")["net_cost_amount"], float)
    assert published.arrow(amounts, function="Sales").to_pydict() == {"net_cost_amount": [Decimal("15722.7400")]}
    assert published.rows(amounts, function="Legal") == [] and published.row(amounts, function="Legal") == {}
    assert published.column("select week_start_date from metrics.review_cadence order by 1") == [
        date(2026, 4, 20), date(2026, 8, 3), date(2026, 8, 10)
    ]  # fmt: skip


def test_the_file_says_what_its_tables_and_columns_are(published: Published) -> None:
    table = published.tables["metrics.off_process_hires"]
    assert table.words == "One row of off_process_hires is one row."
    assert table.columns[1:3] == (
        PublishedColumn("function", "VARCHAR", "off_process_hires.function in words"),
        PublishedColumn("hires", "INTEGER", "off_process_hires.hires in words"),
    )
    assert published.words("metrics.off_process_hires") == table.words
    assert published.words("metrics.off_process_hires.hires") == "off_process_hires.hires in words"
    assert [published.words(name) for name in ("metrics.no_such", "metrics.off_process_hires.no_such", "")] == [""] * 3


def test_the_current_forecast_is_the_champions_of_the_published_day(settings: Settings) -> None:
    def means(run_id: str, change: str) -> list[float]:
        with duckdb.connect(str(settings.warehouse_path)) as warehouse:
            warehouse.execute(change)
        publish(settings, Run(run_id, AS_OF, ("greenhouse",), (), False, "code"))
        with open_published(settings) as published:
            return [row["mean"] for row in published.rows(f"from {CURRENT_FORECAST}")]

    earlier = "select * replace (as_of_date - 1 as as_of_date, 7.0 as mean) from metrics.hiring_forecast"
    assert means("run-2", f"insert into metrics.hiring_forecast {earlier}") == [9.4]
    today = "delete from metrics.hiring_forecast where as_of_date = date '2026-08-15'"
    assert means("run-3", today) == [], "yesterday's forecast is not today's"


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_days_are_utc_wherever_the_machine_stands(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with open_published(settings) as published:
            late = published.row("select timestamptz '2026-03-01 23:30:00+00' as moment, moment::date as day")
            assert late == {"moment": datetime(2026, 3, 1, 23, 30, tzinfo=UTC), "day": date(2026, 3, 1)}
            assert published.row("select current_setting('TimeZone') as zone") == {"zone": "UTC"}
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "sql",
    ["from read_text('{file}')", "copy (select 1) to '{file}.csv'", "attach '{file}'", "install httpfs", "load httpfs"],
)
def test_a_query_reaches_nothing_but_the_version(published: Published, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("secret")
    with pytest.raises(duckdb.Error, match=r"disabled|[Pp]ermission|not allowed|not found|read-only"):
        published.rows(sql.format(file=file))
    assert [path.name for path in tmp_path.glob("secret*")] == ["secret.txt"]


@pytest.mark.parametrize("sql", ["from metrics.no_such_table", "select no_such_column from metrics.review_cadence"])
def test_what_an_earlier_version_lacks_is_named_with_a_remedy(published: Published, sql: str) -> None:
    with pytest.raises(EarlierVersionError, match="no_such_") as caught:
        published.rows(sql)
    assert caught.value.where == str(published.path) and "hirehouse run" in caught.value.remedy
    with pytest.raises(EarlierVersionError), published.explained():
        published.connection.execute(sql)
    assert published.rows("select 1 as one") == [{"one": 1}], "one wrong question closes nothing"


def test_nothing_published_and_a_version_swept_while_it_is_opened(tmp_path: Path, settings: Settings) -> None:
    with (
        pytest.raises(HirehouseError, match="nothing has been published yet") as caught,
        open_published(replace(settings, home=tmp_path / "empty")),
    ):
        pass
    assert "hirehouse run" in caught.value.remedy
    tried: list[Path] = []

    def slow(path: Path) -> Published:
        tried.append(path)
        if len(tried) == 1:
            publish(replace(settings, keep_versions=1), Run("run-2", AS_OF, ("greenhouse",), (), False, "code"))
        return Published(path)

    with closing(open_version(settings, slow)) as published:
        assert published.path == tried[1] != tried[0] and not tried[0].exists()


def test_threads_share_a_version(published: Published) -> None:
    def ask(number: int) -> int:
        rows = published.rows("select sum(i * $number)::bigint as total from range(1000) as t (i)", number=number)
        return int(rows[0]["total"]) if published.tables else -1

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(64))) == [499_500 * number for number in range(64)]


def test_no_reader_opens_the_published_file_by_itself() -> None:
    """Rooms that read what is published ask the one reader: none connects to DuckDB itself."""
    paths = [path for room in READERS for path in (PROJECT_ROOT / "hirehouse" / room).rglob("*.py")]
    paths += (PROJECT_ROOT / "dashboard").rglob("*.py")
    found = [
        f"{path.relative_to(PROJECT_ROOT)}:{node.lineno}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("duckdb.connect", "opened", "connect")
    ]
    assert len(paths) > 80 and found == []
