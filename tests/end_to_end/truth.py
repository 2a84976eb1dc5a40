"""Published `core` against the simulated company's ground truth, row by row, in the vendors' own ids.

``CANNOT_SAY`` is the written list of what Greenhouse, Gem and the company's files do not tell: those columns are not
compared. ``PARTLY`` holds columns that they tell in part: both sides are brought to what can be said before they are
compared. Everything else must be equal. ``NARROWED`` says which rows of the truth a vendor can show at all.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from hirehouse.parity.compare import TableDifference, compare_tables

_PERSON = "not an id of a vendor: see persons.py, which compares the grouping of records"

CANNOT_SAY = {
    "fct_stage_interval": {"stay_id": "not published: a stay is told apart by application, stage and entry"},
    "fct_application": {
        "candidate_id": "not published: test_facts_hang_on_the_right_person looks it up among the person's records",
        "person_id": _PERSON,
        "source_id": "not published: dim_source names the label, and channel follows from it",
    },
    "fct_offer": {
        "sent_at": "Greenhouse says the day an offer was sent, in UTC, not the instant",
        "sent_date": "follows from sent_at, so within a day of the truth: test_offers_are_sent_within_a_day",
    },
    "fct_hire": {
        "person_id": _PERSON,
        "reneged_at": "the HRIS file has days only; reneged_date is compared",
    },
    "fct_enrollment": {
        "enrollment_id": "Gem has no id of an enrolment",
        "person_id": _PERSON,
        "ended_at": "Gem does not report the end of a sequence; published as null",
        "is_opened": "Gem's export has no opens; published as null",
        "is_clicked": "Gem's export has no clicks; published as null",
    },
    "fct_touch": {
        "touch_id": "Gem has no id of a touch",
        "enrollment_id": "Gem has no id of an enrolment",
        "person_id": _PERSON,
    },
}

# Seats held, or reopened after a failed hire, before the first load: their earlier stays are gone from Greenhouse.
_HELD = "(select opening_id from memory.truth.fct_opening_interval group by opening_id having count(*) > 1)"
_REOPENED = "(select opening_id from memory.truth.fct_opening_interval where status = 'closed')"
_UNREJECTED = (
    """(select application_id || '/' || job_id from memory.truth.fct_stage_interval where inactive_days > 0)"""
)

# The seat of an offer is looked up in core, where a seat that is quarantined is not.
_KEPT_SEAT = (
    "case when opening_id in (select opening_id from memory.truth.fct_opening where quarantined_by is null) "
    "then opening_id end"
)

PARTLY = {
    # Greenhouse forgets a rejection that was undone before the first load.
    "fct_stage_interval": {
        column: f"case when application_id || '/' || job_id not in {_UNREJECTED} then {column} end"
        for column in ("inactive_days", "active_days")
    },
    # Greenhouse shows cancelled and no-show interviews alike, as skipped; published as cancelled.
    "fct_interview": {"status": "case status when 'no_show' then 'cancelled' else status end"},
    # The amount is decimal here and double there.
    "fct_offer": {"base_pay_amount": "cast(base_pay_amount as decimal(18, 4))", "opening_id": _KEPT_SEAT},
    "fct_hire": {"opening_id": _KEPT_SEAT},
    "fct_opening": {
        "net_open_days": f"case when opening_id not in {_HELD} then net_open_days end",
        "failed_application_id": f"case when opening_id not in {_REOPENED} then failed_application_id end",
        "is_backfill_of_failed_hire": f"case when opening_id not in {_REOPENED} then is_backfill_of_failed_hire end",
    },
    "fct_enrollment": {
        # Gem shows messages sent: an enrolment begins with its first one.
        "enrolled_at": "first_sent_at",
        # Gem shows no bounces, but who answered was reached.
        "is_delivered": "case when is_replied then is_delivered end",
    },
}

NARROWED = {
    # Bounces, opens and clicks are not in Gem's export.
    "fct_touch": "touch_type in ('message', 'reply', 'call', 'meeting')",
    "fct_opening_interval": f"opening_id not in {_HELD}",
}
NARROWED_PUBLISHED = {"fct_opening_interval": f"opening_id not in {_HELD}"}

_APPLICATION = "join applications as application using (application_key)"
_PROSPECT = "left join prospects using (person_key)"


def _user(column: str, alias: str) -> str:
    return f"left join core.dim_user as {alias} on {alias}.user_key = {column}"


PUBLISHED = {
    "fct_application": f"""
        select fact.*, requisition.job_id, origin.job_id as transferred_from_job_id, recruiter.user_id as recruiter_id,
            coordinator.user_id as coordinator_id, gem_number(sourcer.user_id) as sourcer_id
        from core.fct_application as fact join core.dim_requisition as requisition using (requisition_key)
        left join applications as origin on origin.application_key = fact.transferred_from_key
        {_user("fact.recruiter_key", "recruiter")} {_user("fact.coordinator_key", "coordinator")}
        {_user("fact.sourcer_key", "sourcer")}""",
    "fct_stage_interval": f"""
        select fact.*, application.system, application.application_id, application.job_id, stage.stage_id
        from core.fct_stage_interval as fact {_APPLICATION} left join core.dim_stage as stage using (stage_key)""",
    "fct_interview": f"""
        select fact.*, application.application_id, application.job_id, stage.stage_id, organizer.user_id as organizer_id
        from core.fct_interview as fact {_APPLICATION} left join core.dim_stage as stage using (stage_key)
        {_user("organizer_key", "organizer")}""",
    "fct_scorecard": f"""
        select fact.*, application.application_id, application.job_id, interview.interview_id,
            interviewer.user_id as interviewer_id
        from core.fct_scorecard as fact {_APPLICATION} left join core.fct_interview as interview using (interview_key)
        {_user("interviewer_key", "interviewer")}""",
    "fct_offer": f"""
        select fact.*, application.application_id, application.job_id, opening.opening_id,
            cast(expires_at as date) as expires_date
        from core.fct_offer as fact {_APPLICATION} left join core.fct_opening as opening using (opening_key)""",
    "fct_hire": f"""
        select fact.*, application.system, application.application_id, application.job_id, offer.offer_id,
            opening.opening_id
        from core.fct_hire as fact {_APPLICATION} left join core.fct_offer as offer using (offer_key)
        left join core.fct_opening as opening on opening.opening_key = fact.opening_key""",
    "fct_opening": """
        select fact.*, requisition.job_id, application.application_id as filled_application_id,
            failed.application_id as failed_application_id
        from core.fct_opening as fact join core.dim_requisition as requisition using (requisition_key)
        left join applications as application on application.application_key = fact.filled_application_key
        left join core.fct_hire as failed_hire on failed_hire.hire_key = fact.failed_hire_key
        left join applications as failed on failed.application_key = failed_hire.application_key""",
    "fct_opening_interval": """
        select fact.*, opening.system, opening.opening_id
        from core.fct_opening_interval as fact join core.fct_opening as opening using (opening_key)""",
    "fct_enrollment": f"""
        select fact.*, prospect_id, sourcer.user_id as sourcer_id
        from core.fct_enrollment as fact {_PROSPECT} {_user("sourcer_key", "sourcer")}""",
    "fct_touch": f"select fact.*, prospect_id from core.fct_touch as fact {_PROSPECT}",
    "dim_requisition": f"""
        select fact.*, recruiter.user_id as recruiter_id, manager.user_id as hiring_manager_id
        from core.dim_requisition as fact {_user("fact.recruiter_key", "recruiter")}
        {_user("fact.hiring_manager_key", "manager")}""",
}


def open_side_by_side(published: Path, truth: Path) -> duckdb.DuckDBPyConnection:
    """A connection whose default database is the published file, with the truth's files as schema ``truth``."""
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute("create schema truth")
    for file in sorted(truth.glob("*.parquet")):
        connection.execute(f"create view truth.{file.stem} as from '{file}'")
    connection.execute(f"attach '{published}' as warehouse (read_only)")
    connection.execute("set search_path = 'memory.main,warehouse.core,memory.truth'")
    # Gem's ids are base64 of user:<number>, without the padding; the number is the company's own.
    connection.execute(
        "create temp macro gem_number(id) as "
        "split_part(decode(from_base64(id || repeat('=', (4 - length(id) % 4) % 4))), ':', 2)"
    )
    connection.execute(
        "create temp view applications as select application_key, fact.system, application_id, requisition.job_id "
        "from warehouse.core.fct_application as fact join warehouse.core.dim_requisition as requisition "
        "using (requisition_key)"
    )
    connection.execute(
        "create temp view prospects as select person_key, min(record_id) as prospect_id "
        "from warehouse.core.bridge_person_record where record_type = 'prospect' and system = 'gem' group by 1"
    )
    return connection


def compare(connection: duckdb.DuckDBPyConnection, table: str) -> TableDifference:
    """How the published rows of ``table`` differ from the truth's, in what the vendors can say."""
    query = PUBLISHED[table].replace(" core.", " warehouse.core.")
    connection.execute(f"create or replace temp view ours as {query}")
    theirs = [row[0] for row in connection.execute(f"describe truth.{table}").fetchall()]
    kept = "quarantined_by is null" if "quarantined_by" in theirs else "true"
    left_out = {"quarantined_by", *CANNOT_SAY.get(table, {})}
    partly = PARTLY.get(table, {})
    columns = ", ".join(f"{partly.get(name, name)} as {name}" for name in theirs if name not in left_out)
    truth_rows = f"(select {columns} from truth.{table} where {kept} and {NARROWED.get(table, 'true')})"
    our_rows = f"(select {columns} from ours where {NARROWED_PUBLISHED.get(table, 'true')})"
    return compare_tables(connection, table, our_rows, truth_rows)
