"""The simulated company: reproducible, exact in size, and free of the contradictions no real company has either."""

from __future__ import annotations

import time

import pytest

from hirehouse.sandbox.company import build_company
from hirehouse.sandbox.world import TABLES, World

SCALE = 3_000


@pytest.fixture(scope="module")
def world() -> World:
    return build_company(seed=5, scale=SCALE)


def count(world: World, sql: str) -> int:
    with world.connect() as connection:
        row = connection.execute(sql).fetchone()
        assert row is not None
        return int(row[0])


def test_same_seed_gives_the_same_tables_and_another_seed_does_not() -> None:
    first, again, other = build_company(7, 400), build_company(7, 400), build_company(8, 400)
    assert all(first[name].equals(again[name]) for name in TABLES)
    assert not first["application"].equals(other["application"])


@pytest.mark.parametrize("scale", [1, 2, 19, 20, 137, 3_000])
def test_scale_is_the_number_of_applications_in_thirty_months(scale: int) -> None:
    made = build_company(3, scale)
    assert (
        count(
            made,
            "select count(*) from application "
            "where created_at >= '2023-12-30 18:00:00' and created_at <= '2026-06-30 18:00:00'",
        )
        == scale
    )


def test_an_empty_company_has_people_but_no_recruiting() -> None:
    made = build_company(1, 0)
    for name in (
        "requisition",
        "opening",
        "application",
        "stay",
        "candidate",
        "interview",
        "offer",
        "prospect",
        "touch",
        "source_spend",
    ):
        assert made[name].num_rows == 0, name
    assert made["app_user"].num_rows > 0


def test_bad_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="scale must be 0 or more"):
        build_company(1, -1)
    with pytest.raises(ValueError, match="unknown dirt profile"):
        build_company(1, 10, "filthy")


ORPHANS = [
    ("application", "job_id", "requisition"),
    ("stay", "application_id", "application"),
    ("stay", "stage_id", "stage"),
    ("rejection", "application_id", "application"),
    ("interview", "application_id", "application"),
    ("interview", "job_interview_id", "interview_plan"),
    ("interviewer", "interview_id", "interview"),
    ("interviewer", "user_id", "app_user"),
    ("scorecard", "interview_id", "interview"),
    ("offer", "application_id", "application"),
    ("opening", "job_id", "requisition"),
    ("opening_life", "opening_id", "opening"),
    ("opening_target", "opening_id", "opening"),
    ("candidate", "person_id", "person"),
    ("application", "candidate_id", "candidate"),
    ("prospect", "person_id", "person"),
    ("enrollment", "prospect_id", "prospect"),
    ("enrollment", "sequence_id", "sequence"),
    ("touch", "enrollment_id", "enrollment"),
    ("project_membership", "project_id", "project"),
]


@pytest.mark.parametrize(("child", "key", "parent"), ORPHANS)
def test_every_reference_has_its_row(world: World, child: str, key: str, parent: str) -> None:
    assert count(world, f"select count(*) from {child} where {key} not in (select {key} from {parent})") == 0


KEYS = {
    "application": "application_id",
    "candidate": "candidate_id",
    "requisition": "job_id",
    "opening": "opening_id",
    "stage": "stage_id",
    "stay": "stay_id",
    "rejection": "rejection_id",
    "interview": "interview_id",
    "interviewer": "interviewer_id",
    "scorecard": "scorecard_id",
    "offer": "offer_id",
    "approval": "approval_flow_id",
    "prospect": "prospect_id",
    "enrollment": "enrollment_id",
    "touch": "touch_id",
    "employment": "employee_id",
    "person": "person_id",
    "app_user": "user_id",
    "review": "review_id",
}


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_unique_and_present(world: World, table: str) -> None:
    assert count(world, f"select count(*) - count(distinct {KEYS[table]}) from {table}") == 0


IMPOSSIBLE = {
    "stays of an application overlap or leave a hole": """
        select count(*) from (select application_id, entered_at, lag(coalesce(exited_at, '2099-01-01')) over (
            partition by application_id order by entered_at, stay_id) as left_at from stay where not is_backfilled)
        where left_at <> entered_at""",
    "a stay ends before it begins": "select count(*) from stay where exited_at <= entered_at and not is_backfilled",
    "the first stay is not the application": """
        select count(*) from application where created_at not in (
            select min(entered_at) from stay where stay.application_id = application.application_id)""",
    "someone moves after accepting or after the requisition's work ended": """
        select count(*) from stay join application using (application_id) join requisition on stay.job_id
            = requisition.job_id
        where entered_at > accepted_at or entered_at >= work_ended_at""",
    "two rejections at once": """
        select count(*) from rejection as one join rejection as two using (application_id)
        where one.rejection_id < two.rejection_id and two.rejected_at < coalesce(one.unrejected_at, '2099-01-01')""",
    "hired and rejected": """
        select count(*) from rejection join application using (application_id) where unrejected_at is null and
            accepted_at is not null""",
    "an application before its requisition opened": """
        select count(*) from application join requisition using (job_id) where application.created_at < opened_at""",
    "lives of a seat overlap": """
        select count(*) from (select opened_at, lag(coalesce(closed_at, '2099-01-01')) over (
            partition by opening_id order by life_number) as ended_at from opening_life) where ended_at > opened_at""",
    "a seat filled by someone who did not accept then": """
        select count(*) from opening_life join application on filled_application_id = application_id where accepted_at
            <> closed_at""",
    "one hire on two lives": """
        select count(*) from (select 1 from opening_life where filled_application_id is not null group by
            filled_application_id having count(*) > 1)""",
    "a scorecard of an interview that never took place": """
        select count(*) from scorecard join interview using (interview_id) where completed_at is null and
            interview.ends_at < '2026-11-01'""",
    "an offer out of order": """
        select count(*) from offer
        where approved_at <= created_at or sent_at <= approved_at or resolved_at <= sent_at""",
    "a reply before the message": """
        select count(*) from enrollment where first_reply_at <= first_sent_at or first_sent_at < enrolled_at""",
    "a record merged into one that is gone": """
        select count(*) from candidate as loser join candidate as winner on loser.merged_into_id = winner.candidate_id
        where winner.merged_at is not null or winner.deleted_at is not null""",
    "an employee hired from outside": """
        select count(*) from employment join application using (application_id) where is_internal""",
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_it_never_happens_that(world: World, what: str) -> None:
    assert count(world, IMPOSSIBLE[what]) == 0


def test_the_future_holds_news_for_every_kind_of_change(world: World) -> None:
    for sql in (
        "select count(*) from application where created_at > '2026-07-01'",
        "select count(*) from candidate where merged_at > '2026-06-30 18:00:00'",
        "select count(*) from requisition where opened_at > '2026-07-01'",
        "select count(*) from touch where occurred_at > '2026-07-01'",
    ):
        assert count(world, sql) > 0, sql


def test_the_default_company_looks_like_one() -> None:
    made = build_company(1, 25_000)
    with made.connect() as connection:
        hired, total = connection.execute(
            "select count(accepted_at), count(*) from application "
            "where created_at between '2024-01-01' and '2026-03-31'"
        ).fetchone() or (0, 1)
        quarters = dict(
            connection.execute(
                """select function, count(*) / 10.0 from application join requisition on coalesce(next_job_id,
                    application.job_id) = requisition.job_id
            where accepted_at between '2024-01-01' and '2026-06-30' group by 1"""
            ).fetchall()
        )
        owned = connection.execute(
            "select max(n) from (select count(*) as n from requisition group by recruiter_id)"
        ).fetchone()
    assert 0.02 < hired / total < 0.04
    assert len(quarters) == 8 and max(quarters.values()) > 15 and min(quarters.values()) < 2
    assert owned is not None and owned[0] > 5


def test_a_cursor_of_a_thread_reads_times_in_utc_wherever_the_machine_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        try:
            with world.connect() as connection, connection.cursor() as cursor:
                assert cursor.execute("select current_setting('TimeZone')").fetchone() == ("UTC",)
        finally:
            elsewhere.undo()
            time.tzset()
