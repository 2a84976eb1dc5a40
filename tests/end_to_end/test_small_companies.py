"""Nothing to count, one thing to count, and input that is wrong: honest tables or a clear message, never half of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.manifest import manifest_path, read_manifest
from hirehouse.base.manifest import public_tables as listed_tables
from hirehouse.base.settings import load_settings
from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import Company, company, public_tables, published
from tests.end_to_end.truth import PUBLISHED, compare, open_side_by_side

ALWAYS_FILLED = {"core.publication", "core.dim_date", "hygiene.rule", "hygiene.rule_result"}
"""Tables that have rows without any application: what the file is, the calendar, the rules and what they looked at."""


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Company]]:
    """A company without any application and one with a single one, published in ``<folder>/home``."""
    with ExitStack() as stack, ThreadPoolExecutor(max_workers=2) as pool:
        folders = {scale: tmp_path_factory.mktemp(f"scale{scale}") for scale in (0, 1)}
        served = {scale: stack.enter_context(company(folder, seed=7, scale=scale)) for scale, folder in folders.items()}
        list(pool.map(lambda one: one.publish(one.folder / "home", DEMO_NOW), served.values()))
        yield served


def row_counts(file: Path) -> dict[str, int]:
    """Rows of every public table."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = public_tables(file)
        return {table: connection.execute(f"select count(*) from {table}").fetchall()[0][0] for table in tables}


@pytest.mark.parametrize("scale", [0, 1])
def test_every_public_table_is_there(companies: dict[int, Company], scale: int) -> None:
    home = companies[scale].folder / "home"
    tables = row_counts(published(home))
    assert set(tables) == {
        table.full_name for table in listed_tables(read_manifest(manifest_path(load_settings(home=home))))
    }
    assert {table for table in ALWAYS_FILLED if not tables[table]} == set()


def test_an_empty_company_has_honest_empty_tables(companies: dict[int, Company]) -> None:
    """No applicant, no application and no number made of nothing."""
    file = published(companies[0].folder / "home")
    made_of_applications = ("core.fct_", "core.bridge_hire", "core.dim_requisition", "metrics.", "hygiene.finding")
    counts = row_counts(file)
    assert {table: rows for table, rows in counts.items() if rows and table.startswith(made_of_applications)} == {}
    with duckdb.connect(str(file), read_only=True) as connection:
        others = "select count(*) from core.bridge_person_record where record_type <> 'employee'"
        assert connection.execute(others).fetchall() == [(0,)], "only the staff the HRIS file lists are known"


@pytest.mark.parametrize("scale", [0, 1])
def test_core_is_what_happened(companies: dict[int, Company], scale: int) -> None:
    one = companies[scale]
    with open_side_by_side(published(one.folder / "home"), one.truth(DEMO_NOW)) as connection:
        found = [compare(connection, table) for table in PUBLISHED]
    assert [each for each in found if not each.is_equal] == []
    assert found[0].left_rows == scale


def test_one_application_gives_counts_and_no_rates(companies: dict[int, Company]) -> None:
    """A rate of one is not a rate: below five it is null, its numerator and denominator stay."""
    with duckdb.connect(str(published(companies[1].folder / "home")), read_only=True) as connection:
        volume = "select sum(applications) from metrics.hiring_volume where function = 'all' and period_type = 'month'"
        assert connection.execute(volume).fetchall() == [(1,)]
        rates = "select count(*), count(rate_resolved), sum(entered) from metrics.funnel_conversion"
        rows, said, entered = connection.execute(rates).fetchall()[0]
        assert rows > 0 and said == 0 and entered > 0


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("holidays.csv", "office,holliday_date\nBerlin,2026-01-01\n", ("holliday_date", "holidays.csv")),
        ("requisitions.csv", "job_id,status,timezone\n1,open,Mars/Olympus\n", ("Mars/Olympus", "requisitions.csv")),
    ],
)
def test_a_wrong_file_stops_the_run_before_anything_is_published(
    companies: dict[int, Company], file: str, text: str, said: tuple[str, ...]
) -> None:
    """What, where and what to do; the version of before stays and nothing of the run is left in ``published``."""
    one = companies[1]
    home, path = one.folder / "home", one.folder / "filedrop" / file
    before, kept = sorted((home / "published").rglob("*")), path.read_text() if path.exists() else None
    path.write_text(text)
    done = one.run(home, DEMO_NOW.replace(day=30, hour=20), "--only", "filedrop")
    path.unlink() if kept is None else path.write_text(kept)
    assert done.returncode == 1
    # A slow step says so before the run ends; what went wrong is told next and nothing before it is an error.
    told = [line for line in done.stderr.splitlines() if not re.fullmatch(r"  .* [0-9.]+ s", line)]
    assert told[0].startswith("error: ") and told[1].startswith("  where:") and told[2].startswith("  remedy:")
    assert all(word in done.stderr for word in said), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert sorted((home / "published").rglob("*")) == before


def test_an_unknown_company_time_zone_is_told_before_any_work(
    companies: dict[int, Company], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = companies[1]
    environment = {**one.environment(tmp_path), "HIREHOUSE_COMPANY_TIMEZONE": "Mars/Olympus"}
    monkeypatch.setattr(one, "environment", lambda home: environment)
    done = one.run(tmp_path, DEMO_NOW)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and "Mars/Olympus" in done.stderr and "Europe/London" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []
