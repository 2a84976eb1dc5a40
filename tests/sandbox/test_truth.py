"""The ground truth: it partitions, adds up, moves only forward, and labels every fault."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hirehouse.sandbox.company import build_company
from hirehouse.sandbox.findings import expected_findings
from hirehouse.sandbox.truth import export_filedrop, export_truth, truth_tables
from hirehouse.sandbox.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return build_company(seed=5, scale=4_000)


@pytest.fixture(scope="module")
def truth(world: World) -> dict[str, pa.Table]:
    return truth_tables(world, world.now)


def ask(truth: dict[str, pa.Table], sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(":memory:") as connection:
        for name, table in truth.items():
            connection.register(name, table)
        return connection.execute(sql).fetchall()


def test_every_application_has_exactly_one_end(truth: dict[str, pa.Table]) -> None:
    wrong = ask(
        truth,
        """select status, exit_type, count(*) from fct_application where (status, exit_type) not in (
        ('active', 'active'), ('rejected', 'rejected'), ('withdrawn', 'withdrew'), ('hired', 'advanced'), ('closed',
            'req_closed'),
        ('transferred', 'transferred_out')) or (exit_type = 'active') <> (exited_at is null) or exited_at < applied_at
            group by 1, 2""",
    )
    assert wrong == []
    assert len(set(truth["fct_application"]["status"].to_pylist())) == 6


def test_one_row_per_application_and_requisition_and_one_last_stay_each(truth: dict[str, pa.Table]) -> None:
    assert ask(truth, "select count(*) - count(distinct (application_id, job_id)) from fct_application") == [(0,)]
    ends = ask(
        truth,
        """select count(*) from fct_application join (
        select application_id, job_id, count(*) filter (where exit_type not in ('moved_within', 'moved_back') and
            exited_at is null) as still,
            max(exited_at) as ended_at from fct_stage_interval where entered_at is not null group by 1, 2) using
                (application_id, job_id)
        where (exit_type = 'active' and still <> 1) or (exit_type <> 'active' and (still <> 0 or ended_at <>
            exited_at))""",
    )
    assert ends == [(0,)]


def test_stays_do_not_overlap_and_time_adds_up(truth: dict[str, pa.Table]) -> None:
    assert ask(
        truth,
        """select count(*) from (select entered_at, lag(exited_at) over (
        partition by application_id, job_id order by entered_at) as left_at from fct_stage_interval where entered_at is
            not null)
        where left_at > entered_at""",
    ) == [(0,)]
    assert ask(truth, "select count(*) from fct_stage_interval where active_days < -1e-9 or inactive_days < 0") == [
        (0,)
    ]
    # a stay that is quarantined leaves its time to nobody
    ask_total = """select count(*) filter (where left_out > 1e-6), min(left_out) from (
        select epoch(exited_at - applied_at) / 86400 - days as left_out from fct_application join (
            select application_id, job_id, sum(active_days + inactive_days) as days from fct_stage_interval where
                entered_at is not null group by 1, 2
        ) using (application_id, job_id) where exit_type <> 'active')"""
    held = ask(truth, "select count(*) from dirt where rule_id in ('STG-02', 'STG-04')")[0][0]
    apart, least = ask(truth, ask_total)[0]
    assert 0 < int(str(apart)) <= int(str(held))
    assert float(str(least)) > -1e-6


def test_accidental_moves_are_folded_away(world: World, truth: dict[str, pa.Table]) -> None:
    with world.connect() as connection:
        slips = connection.execute("select count(*) from stay where is_accidental").fetchall()[0][0]
    assert slips > 0
    assert ask(
        truth, "select count(*) from fct_stage_interval where epoch(exited_at - entered_at) < 60 and not is_backfilled"
    ) == [(0,)]


def test_seats_are_never_exceeded_but_for_the_planted_ones(truth: dict[str, pa.Table]) -> None:
    planted = {(row["entity_id"],) for row in truth["dirt"].to_pylist() if row["rule_id"] == "OPN-03"}
    double = ask(
        truth,
        """select distinct opening_id from fct_hire where left_date is null and opening_id is not null
        group by 1 having count(*) > 1""",
    )
    assert set(double) == planted and planted
    assert ask(
        truth, "select count(*) from fct_opening where net_open_days > gross_open_days or net_open_days < 0"
    ) == [(0,)]


def test_a_seat_is_in_one_status_at_a_time(truth: dict[str, pa.Table]) -> None:
    assert ask(
        truth,
        """select count(*) from (select started_at, lag(coalesce(ended_at, '2099-01-01')) over (
        partition by opening_id order by started_at) as ended_before from fct_opening_interval) where ended_before <>
            started_at""",
    ) == [(0,)]


def test_transfers_keep_the_first_date_and_the_hire(truth: dict[str, pa.Table]) -> None:
    rows = ask(
        truth,
        """select count(*), count(*) filter (where later.original_applied_at = earlier.applied_at
            and later.applied_at = earlier.exited_at and earlier.status = 'transferred')
        from fct_application as later join fct_application as earlier
            on later.application_id = earlier.application_id and later.transferred_from_job_id = earlier.job_id""",
    )
    assert rows[0][0] == rows[0][1] and int(str(rows[0][0])) > 0


def test_every_hire_is_an_acceptance_and_every_acceptance_a_hire(truth: dict[str, pa.Table]) -> None:
    counts = ask(
        truth,
        """select (select count(*) from fct_hire), (select count(*) from fct_offer where status = 'accepted'),
        (select count(*) from fct_application where status = 'hired')""",
    )[0]
    assert counts[0] == counts[1] == counts[2]


def test_moving_the_clock_keeps_what_had_happened(world: World, truth: dict[str, pa.Table]) -> None:
    later = truth_tables(world, world.now + timedelta(days=30))
    both = {"before": truth["fct_application"], "after": later["fct_application"]}
    assert ask(
        both,
        """select count(*) from before join after using (application_id, job_id)
        where before.applied_at <> after.applied_at or (before.status = 'hired' and after.status <> 'hired')""",
    ) == [(0,)]
    assert later["fct_application"].num_rows > truth["fct_application"].num_rows


SHIPPED = {
    "APP-01",
    "APP-02",
    "APP-03",
    "APP-04",
    "APP-05",
    "APP-06",
    "OFF-01",
    "OFF-02",
    "OFF-03",
    "OFF-04",
    "OFF-07",
    "PER-02",
    "TIM-03",
    "TIM-04",
    "TIM-05",
    "OPN-01",
    "OPN-03",
    "REJ-01",
    "REV-01",
    "SCO-01",
    "SRC-01",
    "STG-02",
    "STG-05",
    "TIM-01",
    "MON-01",
    "ENU-01",
    "INP-01",
    "KEY-02",
    "STG-04",
    "REQ-03",
    "SRC-02",
    "SRC-05",
}


def test_the_default_company_breaks_every_shipped_rule_and_none_that_blocks() -> None:
    made = build_company(1, 25_000)
    assert set(expected_findings(made, made.now)["rule_id"].to_pylist()) == SHIPPED


def test_a_clean_company_breaks_only_what_people_forget() -> None:
    made = build_company(1, 2_000, dirt="none")
    assert made["planted"].num_rows == 0
    assert set(expected_findings(made, made.now)["rule_id"].to_pylist()) <= {
        *("APP-01", "APP-02", "APP-04", "REV-01", "SCO-01")
    }


def test_planted_faults_that_are_past_are_findings(world: World) -> None:
    found = {(row["rule_id"], row["entity_id"]) for row in expected_findings(world, world.now).to_pylist()}
    for rule in ("REJ-01", "STG-02", "TIM-01", "OPN-01", "APP-05", "APP-06", "OFF-07", "TIM-03", "TIM-04", "TIM-05"):
        labels = {str(row["entity_id"]) for row in world["planted"].to_pylist() if row["rule_id"] == rule}
        assert labels and {entity for name, entity in found if name == rule} <= labels, rule


def test_the_blocking_profile_has_an_unmapped_stage() -> None:
    made = build_company(1, 500, dirt="blocking")
    rules = Counter(expected_findings(made, made.now)["rule_id"].to_pylist())
    assert rules["STG-01"] >= 1


@pytest.mark.parametrize("scale", [0, 1])
def test_tiny_companies_export_typed_files(tmp_path: Path, scale: int) -> None:
    made = build_company(1, scale)
    rows = export_truth(made, made.now, tmp_path)
    assert rows["fct_application"] == scale
    assert pq.read_schema(tmp_path / "fct_application.parquet").field("applied_at").type == pa.timestamp("us", tz="UTC")
    assert sorted(path.name for path in (tmp_path / "filedrop").iterdir()) == [
        "cost_parameters.csv",
        "currency_rates.csv",
        "employees.parquet",
        "hiring_plan.csv",
        "holidays.csv",
        "reviews.jsonl",
        "source_spend.csv",
    ]


def test_the_file_drop_knows_nothing_of_the_future(world: World, tmp_path: Path) -> None:
    export_filedrop(world, world.now, tmp_path)
    with duckdb.connect(":memory:") as connection:
        for name, column in (("reviews.jsonl", "reviewed_at"), ("hiring_plan.csv", "planned_at")):
            newest = connection.execute(
                f"select max({column})::timestamptz <= timestamptz '2026-06-30 18:00:00+00' from '{tmp_path / name}'"
            ).fetchone()
            assert newest == (True,), name
        assert connection.execute(
            f"select count(*) from '{tmp_path / 'employees.parquet'}' where left_date > date '2026-06-30'"
        ).fetchone() == (0,)


def test_an_instant_without_a_zone_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="time zone"):
        truth_tables(world, world.now.replace(tzinfo=None))
