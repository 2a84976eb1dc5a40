"""Gem CRM v0 lists and export files we load, columns as the vendor names them. API times are seconds since 1970."""

from __future__ import annotations

from hirehouse.ingestion.tables import TableSpec

USERS = TableSpec("users", {"id": "id", "name": "string", "email": "string"}, ("id",), "One row per Gem user.")

CANDIDATES = TableSpec(
    "candidates",
    {
        "id": "id",
        "created_at": "seconds",
        "created_by": "id",
        "last_updated_at": "seconds",
        "candidate_greenhouse_id": "id",
        "first_name": "string",
        "last_name": "string",
        "nickname": "string",
        "weblink": "string",
        "emails": "json",
        "phone_number": "string",
        "location": "string",
        "linked_in_handle": "string",
        "profiles": "json",
        "company": "string",
        "title": "string",
        "school": "string",
        "education_info": "json",
        "work_info": "json",
        "custom_fields": "json",
        "due_date": "json",
        "project_ids": "json",
        "sourced_from": "string",
        "gem_source": "string",
    },
    ("id",),
    "One row per prospect; last_updated_at is null until the first change.",
)

PROJECTS = TableSpec(
    "projects",
    {
        "id": "id",
        "created_at": "seconds",
        "user_id": "id",
        "name": "string",
        "privacy_type": "string",
        "description": "string",
        "is_archived": "boolean",
        "project_fields": "json",
        "context": "json",
    },
    ("id",),
    "One row per project, a pool of prospects.",
)

MEMBERSHIP_LOG = TableSpec(
    "project_candidate_membership_log",
    {"candidate_id": "id", "project_id": "id", "action": "string", "timestamp": "seconds"},
    ("candidate_id", "project_id", "action", "timestamp"),
    "One row per prospect added to or removed from a project: the only history of pools.",
)

SEQUENCES = TableSpec(
    "sequences",
    {"id": "id", "created_at": "seconds", "name": "string", "user_id": "id"},
    ("id",),
    "One row per outreach sequence: names only, the API has no steps, members or statistics.",
)

EVENT_LOG = TableSpec(
    "event_log",
    {
        "event_id": "string",
        "timestamp": "timestamp",
        "user_name": "string",
        "user_email": "string",
        "candidate_id": "id",
        "candidate_greenhouse_id": "id",
        "candidate_first_name": "string",
        "candidate_last_name": "string",
        "candidate_email": "string",
        "event_type": "string",
        "event_subtype": "string",
        "event_metadata": "string",
        "project_id": "id",
        "project_name": "string",
        "sequence_id": "id",
        "sequence_name": "string",
    },
    ("event_id",),
    "One row per outreach touch of all data exports seen so far; event_id is made by us, candidate_id is Gem's "
    "internal "
    "number and not the API's id.",
)

CANDIDATE_INFO = TableSpec(
    "candidate_info",
    {
        "candidate_id": "id",
        "candidate_greenhouse_id": "id",
        "all_candidate_emails": "string",
        "linkedin_url": "string",
        "candidate_source": "string",
        "candidate_ats_id": "id",
        "sourced_timestamp": "timestamp",
    },
    ("candidate_id",),
    "One row per prospect of the newest data export: the bridge from its internal number to e-mails and the ATS id.",
)

TABLES: dict[str, TableSpec] = {
    spec.name: spec for spec in (CANDIDATES, MEMBERSHIP_LOG, PROJECTS, SEQUENCES, USERS, EVENT_LOG, CANDIDATE_INFO)
}
