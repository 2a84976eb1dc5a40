"""Spark gives DuckDB's numbers: a company with planted faults, loaded twice, every public table compared."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.settings import load_settings
from hirehouse.parity.compare import TableDifference
from hirehouse.parity.run import SPARK_PYTHON, build_on_spark, compare_public_tables
from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import company, public_tables, published
from tests.reference.what_holds import (
    everyone_who_entered_a_stage_has_one_outcome,
    functions_add_up_to_all,
    weights_of_every_attribution_model_sum_to_the_hires_of_record,
)

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose DuckDB tables came about in two runs, the second adding to the first; Spark knows the log only."""
    folder = tmp_path_factory.mktemp("parity")
    before = DEMO_NOW - timedelta(days=7)
    with company(folder, seed=7, scale=800, dirt="standard", now=before) as served:
        served.publish(folder / "home", before)
        served.move_to(DEMO_NOW)
        served.publish(folder / "home", DEMO_NOW)
    return folder / "home"


@pytest.fixture(scope="module")
def compared(home: Path) -> dict[str, TableDifference]:
    """The outcome per public table."""
    settings = load_settings(as_of=DEMO_NOW.isoformat(), home=home)
    work = home.with_name("spark")
    build_on_spark(settings, work, SPARK_PYTHON)
    return {found.table: found for found in compare_public_tables(settings, work)}


def test_every_public_table_is_compared(home: Path, compared: dict[str, TableDifference]) -> None:
    assert sorted(compared) == public_tables(published(home))
    assert len(compared) >= 40


def test_no_public_table_is_empty(compared: dict[str, TableDifference]) -> None:
    assert [table for table, found in compared.items() if not found.left_rows or not found.right_rows] == []


def test_no_public_table_differs(compared: dict[str, TableDifference]) -> None:
    differing = {
        table: (*found.missing_columns, *found.examples) for table, found in compared.items() if not found.is_equal
    }
    assert differing == {}


def test_what_holds_for_every_company_holds_on_spark(home: Path, compared: dict[str, TableDifference]) -> None:
    assert compared, "Spark has built"
    with duckdb.connect(str(home.with_name("spark") / "spark.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        everyone_who_entered_a_stage_has_one_outcome(connection)
        weights_of_every_attribution_model_sum_to_the_hires_of_record(connection)
        functions_add_up_to_all(connection)
