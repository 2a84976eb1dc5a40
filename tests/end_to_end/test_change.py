"""The company moves on by 1, 7 and 30 days: adding to what is there equals rebuilding, and old numbers come back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.settings import load_settings
from hirehouse.build.run_record import records
from hirehouse.build.warehouse import open_warehouse
from hirehouse.publish.publication import Publication
from tests.end_to_end.company import differences, public_tables, published
from tests.end_to_end.conftest import DAYS, History, day
from tests.end_to_end.truth import PUBLISHED, compare, open_side_by_side

LAST = DAYS[-1]
# The other day in between is rebuilt in a home of its own: test_replay.py.
REBUILT = (LAST, DAYS[1])


@pytest.fixture(scope="module")
def rebuilt(history: History) -> dict[int, Path]:
    """Files published by rebuilds from the raw log in a copy of the home: of the last day, and of one before.

    A run before the newest load is a full refresh over the loads up to its instant. The published folder is not copied,
    so nothing of the first runs can pass for a result.
    """
    copy = history.home.with_name("copy")
    shutil.copytree(history.home, copy, ignore=shutil.ignore_patterns("published", "dagster"), symlinks=True)
    versions = {}
    for number in REBUILT:
        history.company.publish(copy, day(number), "--no-ingest", *(["--full-refresh"] if number == LAST else []))
        versions[number] = published(copy)
    return versions


def test_the_company_really_changed(history: History) -> None:
    first, last = history.versions[0], history.versions[LAST]
    with duckdb.connect() as both, history.company.world.connect() as truth:
        both.execute(f"attach '{first}' as one (read_only)")
        both.execute(f"attach '{last}' as two (read_only)")

        def applications(of: str) -> set[int]:
            return {
                int(row[0]) for row in both.execute(f"select application_id from {of}.core.fct_application").fetchall()
            }

        def records(of: str) -> set[int]:
            found = f"select record_id from {of}.core.bridge_person_record where record_type = 'candidate'"
            return {int(row[0]) for row in both.execute(found).fetchall()}

        def happened(table: str, column: str) -> set[int]:
            found = f"select {table}_id from {table} where {column} > ? and {column} <= ?"
            return {row[0] for row in truth.execute(found, [day(0), day(LAST)]).fetchall()}

        assert applications("one") & happened("application", "deleted_at")
        assert not applications("two") & happened("application", "deleted_at")
        assert records("one") & happened("candidate", "merged_at")
        assert not records("two") & happened("candidate", "merged_at")
        late = "select application_id from application where visible_at > created_at + interval 1 day"
        assert {row[0] for row in truth.execute(late).fetchall()} & (applications("two") - applications("one"))
        moved = both.execute(
            "select count(*) from one.core.fct_application as before join two.core.fct_application as after "
            "using (application_key) where before.status <> after.status"
        ).fetchall()
        assert moved[0][0] >= 5


def test_after_a_month_of_loads_core_is_what_happened(month: History) -> None:
    """What was seen growing equals the truth as what is loaded in one go does, and nothing is quarantined."""
    with open_side_by_side(month.versions[LAST], month.company.truth(day(LAST))) as connection:
        found = [compare(connection, table) for table in PUBLISHED]
        quarantined = connection.execute(
            "from warehouse.quarantine.quarantined_row_counts where row_count > 0"
        ).fetchall()
    assert [each for each in found if not each.is_equal] == []
    assert sum(each.left_rows for each in found) > 0
    assert quarantined == []


def test_a_day_rebuilds_a_part_of_the_applications(history: History) -> None:
    """The strategy `by_application` kept rows of earlier days: most of a company's history is over."""
    with open_warehouse(history.home / "warehouse.duckdb", read_only=True) as connection:
        query = "select rebuild_at, count(*) from intermediate.int_applications__changed group by 1"
        found = dict(connection.execute(query).fetchall())
    assert 0 < found[day(LAST)] < sum(found.values()) / 2
    assert found[None] > 0


@pytest.mark.parametrize("number", DAYS)
def test_a_day_without_a_forecast_is_told_by_the_run_that_ends_it(history: History, number: int) -> None:
    """FCT-01: nothing of the first run, nothing after a day, and of every function after more."""
    with duckdb.connect(str(history.versions[number]), read_only=True) as connection:
        found = connection.execute(
            "select entity_id, detail from hygiene.finding where rule_id = 'FCT-01' and state = 'open'"
        ).fetchall()
        functions = {name for (name,) in connection.execute("select function from core.dim_requisition").fetchall()}
    days = number - DAYS[max(DAYS.index(number) - 1, 0)]
    assert {detail for _, detail in found} == (
        {f"Before this run the newest forecast of the quarter was {days} days old"} if days > 1 else set()
    )
    assert {function for function, _ in found} <= functions
    assert bool(found) == (days > 1)


@pytest.mark.parametrize("number", REBUILT)
def test_adding_equals_rebuilding(history: History, rebuilt: dict[int, Path], number: int) -> None:
    assert len(public_tables(history.versions[number])) >= 40
    assert differences(history.versions[number], rebuilt[number]) == []


@pytest.mark.parametrize("number", REBUILT[1:])
def test_a_replay_elsewhere_gives_the_old_bytes(history: History, rebuilt: dict[int, Path], number: int) -> None:
    before, after = publication(history.versions[number]), publication(rebuilt[number])
    assert after.run_id == before.run_id
    assert parquet(rebuilt[number]) == parquet(history.versions[number])
    assert after == before


def test_a_replay_at_home_gives_the_old_bytes(history: History) -> None:
    before, bytes_before = publication(history.versions[0]), parquet(history.versions[0])
    history.company.publish(history.home, day(0))
    again = published(history.home)
    assert records(load_settings(home=history.home))[-1].is_replay
    # Equal bytes keep their version; a difference would have been published under a new name.
    assert again == history.versions[0]
    assert publication(again) == before
    assert parquet(again) == bytes_before


def publication(database: Path) -> Publication:
    """What was said of a published file."""
    version = database.stem.removeprefix("hirehouse-")
    return Publication(**json.loads((database.parent / ".versions" / version / "publication.json").read_text()))


def parquet(database: Path) -> dict[str, bytes]:
    """The bytes of every Parquet file published with ``database``."""
    folder = database.parent / publication(database).parquet
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}
