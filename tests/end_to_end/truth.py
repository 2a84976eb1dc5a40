"""Published `core` against the simulated company's ground truth, row by row, in the vendors' own ids.

``CANNOT_SAY`` is the written list of what Greenhouse and Gem do not tell: those columns are not compared, everything
else must be equal. ``NARROWED`` says which rows of the truth a vendor can show at all.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from hirehouse.parity.compare import Difference, compare_tables

CANNOT_SAY = {
    "fct_stage_interval": {
        "stay_id": "not published: a stay is told apart by application, stage and entry",
        "inactive_days": "Greenhouse forgets a rejection that was undone before the first load",
        "active_days": "follows from inactive_days",
    },
    "fct_application": {
        "candidate_id": "not published: the person is, see test_people_are_told_apart",
        "person_id": "compared as a grouping of records, see test_people_are_told_apart",
        "source_id": "not published: dim_source names the label",
    },
    "fct_interview": {"status": "Greenhouse shows cancelled and no-show interviews alike, as skipped"},
    "fct_scorecard": {},
    "fct_offer": {
        "sent_at": "Greenhouse says the UTC day an offer was sent, not the instant",
        "sent_date": "follows from sent_at; a late evening in the office is the next day in UTC",
    },
    "fct_hire": {
        "person_id": "compared as a grouping of records",
        "reneged_at": "the HRIS file has days only",
        "reneged_date": "follows from reneged_at",
    },
    "fct_opening": {
        "net_open_days": "a hold that ended before the first load is gone from Greenhouse",
        "failed_application_id": "only the current life of a reopened seat shows",
        "is_backfill_of_failed_hire": "only the current life of a reopened seat shows",
    },
    "fct_opening_interval": {},
    "fct_enrollment": {
        "enrollment_id": "Gem has no id of an enrolment",
        "person_id": "compared as a grouping of records",
        "enrolled_at": "Gem reports the first message, not the enrolment",
        "ended_at": "Gem does not report the end of a sequence",
        "is_delivered": "Gem reports no bounces",
        "is_opened": "Gem reports no opens",
        "is_clicked": "Gem reports no clicks",
    },
    "fct_touch": {
        "touch_id": "Gem has no id of a touch",
        "enrollment_id": "Gem has no id of an enrolment",
        "person_id": "compared as a grouping of records",
    },
    "dim_requisition": {},
}

# Seats held, or reopened after a failed hire, before the first load: their earlier stays are gone from Greenhouse.
_HELD = "(select opening_id from truth.fct_opening_interval group by opening_id having count(*) > 1)"
NARROWED = {
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
            coordinator.user_id as coordinator_id, sourcer.user_id as sourcer_id
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
        from core.fct_opening as fact join core.dim_requisition as requisition using (requisition_key)
        left join applications as application on application.application_key = fact.filled_application_key""",
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
    for table in PUBLISHED:
        PUBLISHED[table] = PUBLISHED[table].replace(" core.", " warehouse.core.")
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


def compare(connection: duckdb.DuckDBPyConnection, table: str) -> Difference:
    """How the published rows of ``table`` differ from the truth's, in the columns both have and the vendors can say."""
    connection.execute(f"create or replace temp view ours as {PUBLISHED[table]}")
    theirs = [row[0] for row in connection.execute(f"describe truth.{table}").fetchall()]
    held = "where held_back_by is null" if "held_back_by" in theirs else "where true"
    columns = ", ".join(name for name in theirs if name not in {"held_back_by", *CANNOT_SAY[table]})
    truth_rows = f"(select {columns} from truth.{table} {held} and {NARROWED.get(table, 'true')})"
    our_rows = f"(select {columns} from ours where {NARROWED_PUBLISHED.get(table, 'true')})"
    return compare_tables(connection, table, our_rows, truth_rows)
