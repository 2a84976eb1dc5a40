"""Published ``core`` of clean companies equals what truly happened, row by row, and ``metrics`` the dictionary."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from hirehouse.sandbox.findings import expected_findings
from hirehouse.sandbox.world import DEMO_NOW, World
from tests.companies.core_file import read_core
from tests.end_to_end.company import company, published
from tests.end_to_end.persons import Persons, read_persons
from tests.end_to_end.truth import CANNOT_SAY, PARTLY, PUBLISHED, compare, open_side_by_side
from tests.reference.tables import GRAIN, disagreements

NULL_WHERE_UNSAYABLE = {"fct_enrollment": ("ended_at", "is_opened", "is_clicked")}


@dataclass(frozen=True)
class Loaded:
    """A company that was loaded and published: its published file and its truth."""

    world: World
    published: Path
    truth: Path

    def count(self, query: str) -> int:
        """The single number ``query`` gives over both sides."""
        with open_side_by_side(self.published, self.truth) as connection:
            return connection.execute(query).fetchall()[0][0]

    @cached_property
    def core(self) -> dict[str, pd.DataFrame]:
        """What the recomputation of the metrics reads, as published."""
        return read_core(self.published, self.published.parents[1] / "warehouse.duckdb")

    @property
    def persons(self) -> Persons:
        """The records of both sides, grouped."""
        return read_persons(self.world, DEMO_NOW, self.published, self.truth)


def loaded(folder: Path, seed: int) -> Loaded:
    """Serve the company of a seed and run the whole pipeline on it."""
    with company(folder, seed=seed) as served:
        served.publish(folder / "home", DEMO_NOW)
        return Loaded(served.world, published(folder / "home"), served.truth(DEMO_NOW))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory, true_seed: int) -> Loaded:
    """The company of a seed, published."""
    return loaded(tmp_path_factory.mktemp(f"seed{true_seed}"), true_seed)


def test_the_rules_find_what_people_forget_and_no_fault_of_data(one: Loaded) -> None:
    """A clean company gives none of what would be wrong in a number."""
    with duckdb.connect(str(one.published), read_only=True) as connection:
        query = "select rule_id, entity_type, entity_id from hygiene.finding where state = 'open'"
        found = set(connection.execute(query).fetchall())
    expected = expected_findings(one.world, DEMO_NOW).select(["rule_id", "entity_type", "entity_id"]).to_pylist()
    assert found == {tuple(row.values()) for row in expected}
    assert {rule for rule, _, _ in found} <= {"APP-01", "APP-02", "APP-03", "APP-04", "REV-01", "SCO-01"}


def test_core_is_what_happened(one: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    """0 differences in every fact, and no fact without rows."""
    with open_side_by_side(one.published, one.truth) as connection:
        found = [compare(connection, table) for table in PUBLISHED]
    with capsys.disabled():
        sys.stdout.write(f"\n{one.world.row_counts['application']} applications\n")
        for each in found:
            apart = f"{each.left_only} and {each.right_only} without an equal"
            sys.stdout.write(f"  {each.table:22} {each.left_rows:6} rows, {apart}\n")
    assert [each for each in found if not each.is_equal] == []
    assert all(each.left_rows > 0 for each in found)


def test_what_cannot_be_said_is_a_column_of_the_truth(one: Loaded) -> None:
    """Nobody is excused for a column that is not there, and what is not known is published as null, not as false."""
    with duckdb.connect() as connection:
        for listed in (CANNOT_SAY, PARTLY):
            for table, columns in listed.items():
                there = connection.execute(f"describe from '{one.truth}/{table}.parquet'").fetchall()
                assert set(columns) <= {row[0] for row in there}, table
    for table, columns in NULL_WHERE_UNSAYABLE.items():
        said = " or ".join(f"{column} is not null" for column in columns)
        assert one.count(f"select count(*) from warehouse.core.{table} where {said}") == 0


def test_offers_are_sent_within_a_day(one: Loaded) -> None:
    """Greenhouse's UTC day of sending is the office's day or its neighbour."""
    joined = "from warehouse.core.fct_offer as ours join truth.fct_offer as theirs using (system, offer_id)"
    assert one.count(f"select count(*) {joined}") > 0
    assert one.count(f"select count(*) {joined} where abs(ours.sent_date - theirs.sent_date) > 1") == 0
    assert one.count(f"select count(*) {joined} where (ours.sent_date is null) <> (theirs.sent_date is null)") == 0


def test_people_are_told_apart(one: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    """Every record is in the group its identifiers put it in: nobody is joined with a stranger, nobody is split whose
    records share anything. Who is split in spite of that is listed, and shares nothing."""
    persons = one.persons
    assert persons.published == persons.sayable
    assert all(any(group <= person for person in persons.true) for group in persons.published)
    split = {frozenset().union(*groups) for groups in persons.unsayable}
    assert split == persons.true - persons.published
    with capsys.disabled():
        sys.stdout.write(f"\n{len(persons.true)} humans, {len(split)} split for want of a common identifier\n")
        for groups in persons.unsayable:
            names = [", ".join("/".join(record) for record in sorted(group)) for group in groups]
            sys.stdout.write(f"  {' | '.join(names)}\n")
    assert len(split) <= 0.02 * len(persons.true)


def test_facts_hang_on_the_right_person(one: Loaded) -> None:
    """The person of an application, hire, enrolment or touch holds the record the vendor hangs it on."""
    applications = """join applications on applications.application_key = fact.application_key
        join truth.fct_application as own on own.application_id = applications.application_id
            and own.job_id = applications.job_id"""
    enrollments = "join truth.fct_enrollment as own using (sequence_id, first_sent_at)"
    touches = "join truth.fct_touch as own using (touch_type, occurred_at)"
    for table, key, truth, record_type in (
        ("fct_application", "application_key", applications, "candidate"),
        ("fct_hire", "hire_key", applications, "candidate"),
        ("fct_enrollment", "enrollment_key", enrollments, "prospect"),
        ("fct_touch", "touch_key", touches, "prospect"),
    ):
        rightly = f"""select count(distinct fact.{key}) from warehouse.core.{table} as fact {truth}
            join warehouse.core.bridge_person_record as record on record.person_key = fact.person_key
                and record.record_type = '{record_type}' and record.record_id = own.{record_type}_id"""
        assert one.count(rightly) == one.count(f"select count(*) from warehouse.core.{table}") > 0, table


@pytest.mark.parametrize("table", GRAIN)
def test_metrics_are_what_the_dictionary_says(one: Loaded, table: str) -> None:
    """The plain recomputation agrees with every table to 1e-9, and no table is empty."""
    with duckdb.connect(str(one.published), read_only=True) as connection:
        assert disagreements(one.core, connection, table) == []
        assert connection.execute(f"select count(*) from metrics.{table}").fetchall() != [(0,)]
