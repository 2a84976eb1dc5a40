"""A stage renamed at the source between two runs: it goes on as what it was, and is named with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import company, differences, published
from tests.end_to_end.funnel_files import drop_funnel

SEED, SCALE = 11, 150
RENAMED, NAME = "interview", "Fachgespräch, 1. Runde"


@dataclass(frozen=True)
class Renamed:
    """What one home published before and after the renaming."""

    before: Path
    after: Path

    def rows(self, query: str) -> list[tuple]:
        """Rows of the version published after the renaming."""
        with duckdb.connect(str(self.after), read_only=True) as connection:
            return connection.execute(query).fetchall()


def rewrite(stays: Path, columns: str) -> None:
    """Write the file of stays anew with other columns."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"create table stays as select {columns} from '{stays}'")
        connection.execute(f"copy stays to '{stays}' (format parquet)")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renamed]:
    """Two runs an hour apart over files that give stages an id."""
    folder = tmp_path_factory.mktemp("renamed")
    with company(folder / "company", seed=SEED, scale=SCALE) as served:
        files = drop_funnel(served, DEMO_NOW)
        rewrite(files / "stage_intervals.parquet", "*, stage_name as stage_id")
        alone = {"SOURCES__FILEDROP__PATH": str(files), "HIREHOUSE_CONNECTORS": "filedrop"}
        by_files = replace(served, settings=alone)
        by_files.publish(folder / "home", DEMO_NOW)
        before = published(folder / "home")
        name = f"case stage_id when '{RENAMED}' then '{NAME}' else stage_name end as stage_name"
        rewrite(files / "stage_intervals.parquet", f"* replace ({name})")
        by_files.publish(folder / "home", DEMO_NOW + timedelta(hours=1))
        yield Renamed(before, published(folder / "home"))


def test_a_renamed_stage_is_named_with_the_line_for_the_seed(renamed: Renamed) -> None:
    found = renamed.rows("select entity_id, detail from hygiene.finding where rule_id = 'STG-01' and state = 'open'")
    assert found == [
        (
            RENAMED,
            f'Stage "{NAME}" is not in dbt_project/seeds/stage_map.csv; it was called "interview" and goes on as '
            'interview; line to add: filedrop,"fachgespräch, 1. runde",interview',
        )
    ]
    status = "select status, failed from hygiene.rule_result where rule_id = 'STG-01' and scope_type = 'company'"
    assert renamed.rows(f"{status} order by run_at desc limit 1") == [("warned", 1)]
    stage = f"select stage_name, canonical_stage from core.dim_stage where stage_id = '{RENAMED}'"
    assert renamed.rows(stage) == [(NAME, "interview")]


def test_every_number_is_that_of_before(renamed: Renamed) -> None:
    """Its stays are counted as they were: nothing of the funnel moves."""
    assert renamed.rows("select count(*) > 0 from core.fct_stage_interval where canonical_stage = 'interview'")[0][0]
    assert renamed.before != renamed.after
    funnel = {"core.fct_application", "metrics.funnel_conversion", "metrics.stage_exits", "metrics.win_rate"}
    assert [each for each in differences(renamed.before, renamed.after) if each.table in funnel] == []
