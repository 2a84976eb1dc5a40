"""A company that drops files of days only, in offices on both sides of the date line: every day is published as it was
written."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES
from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import Company, published, world
from tests.end_to_end.funnel_files import drop_funnel

SEED, SCALE = 8, 250
ZONE = "case job_id::int % 3 when 0 then 'Pacific/Auckland' when 1 then 'Pacific/Honolulu' else 'America/New_York' end"
"""A third of the requisitions is in Auckland, a third in Honolulu; of the others the files say nothing."""
FILES = ("requisitions", "openings", "applications", "stage_intervals", "offers")
DAYS = {
    "requisitions": (
        "job_id, opened_at::date, closed_at::date from requisitions",
        "job_id, opened_date, closed_date from published.core.dim_requisition",
    ),
    "openings": (
        "opening_id, job_id, opened_at::date from openings",
        "opening_id, job_id, opened_date from published.core.fct_opening left join jobs using (requisition_key)",
    ),
    "applications": (
        "application_id, job_id, applied_at::date, hired_at::date from applications",
        "application_id, job_id, applied_date, hired_date "
        "from published.core.fct_application left join jobs using (requisition_key)",
    ),
    "first entry of each stage": (
        "application_id, job_id, stage_name, min(entered_at)::date from stage_intervals group by all",
        "application_id, job_id, canonical_stage, min(entered_date) from published.core.fct_stage_interval "
        "left join applied using (application_key) left join jobs using (requisition_key) "
        "group by all",
    ),
    "offers": (
        "offer_id, sent_at::date, answered_at::date from offers",
        "offer_id, sent_date, answered_date from published.core.fct_offer where not is_derived",
    ),
    "hires by month": (
        "date_trunc('month', hired_at::date), count(*) from applications where hired_at is not null group by all",
        "date_trunc('month', accepted_date), count(*) from published.core.fct_hire group by all",
    ),
    "applications by month": (
        "date_trunc('month', applied_at::date), count(*) from applications group by all",
        "date_trunc('month', applied_date), count(*) from published.core.fct_application group by all",
    ),
}
"""What is asked of the files, and what has to come out the same of the published tables."""


def drop_days(folder: Path) -> None:
    """Rewrite the funnel's files as CSV in which each time is its day where the requisition is."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for entity in FILES:
            path = folder / f"{entity}.parquet"
            kinds = ENTITIES[entity].columns
            columns = [name for name, *_ in connection.execute(f"describe from '{path}'").fetchall()]
            said = [f"timezone({ZONE}, {name})::date as {name}" for name in columns if kinds[name] == "timestamp"]
            if entity == "requisitions":
                said += [f"nullif({ZONE}, 'America/New_York') as timezone", "null as office", "null as country"]
            rows = f"select * replace ({', '.join(said)}) from '{path}'"
            connection.execute(f"copy ({rows}) to '{folder / entity}.csv' (header)")
            path.unlink()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The published file, and a view of each dropped file."""
    folder = tmp_path_factory.mktemp("days")
    company = Company(world(SEED, SCALE), folder, "", {"HIREHOUSE_CONNECTORS": "filedrop"})
    dropped = drop_funnel(company, DEMO_NOW)
    drop_days(dropped)
    company.settings["SOURCES__FILEDROP__PATH"] = str(dropped)
    company.publish(folder / "home", DEMO_NOW)
    return side_by_side(folder / "home", dropped)


def side_by_side(home: Path, dropped: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach '{published(home)}' as published (read_only); set timezone = 'UTC'")
    for entity in FILES:
        connection.execute(f"create view {entity} as from read_csv('{dropped / entity}.csv', all_varchar = true)")
    applied = "select application_key, application_id, requisition_key from published.core.fct_application"
    connection.execute(f"create view applied as {applied}")
    connection.execute("create view jobs as select requisition_key, job_id from published.core.dim_requisition")
    return connection


@pytest.mark.parametrize("what", DAYS)
def test_every_day_is_published_as_it_was_written(loaded: duckdb.DuckDBPyConnection, what: str) -> None:
    written, shown = (loaded.execute(f"select {query} order by all").fetchall() for query in DAYS[what])
    assert len(written) > 5
    assert shown == written


def test_offices_lie_on_both_sides_of_the_date_line(loaded: duckdb.DuckDBPyConnection) -> None:
    zones = loaded.execute("select distinct timezone from published.core.dim_requisition").fetchall()
    assert {zone for (zone,) in zones} == {"Pacific/Auckland", "Pacific/Honolulu", "America/New_York"}


def test_nothing_is_quarantined(loaded: duckdb.DuckDBPyConnection) -> None:
    assert loaded.execute("from published.quarantine.quarantined_row_counts where row_count > 0").fetchall() == []
