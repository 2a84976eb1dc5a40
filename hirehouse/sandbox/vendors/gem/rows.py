"""Gem's lists: the SQL of each over the company as it stands.

Columns that begin with an underscore are for filters: ``_number`` stands for the row's id and ``_<x>_number`` for
another text (see ``number_of``), ``_created`` and ``_updated`` are unix seconds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from hirehouse.sandbox.clock import read_instant

TEAM_FIELDS = (
    ("Y2Y6MQ", "Seniority", "single_select", read_instant("2023-06-01")),
    ("Y2Y6Mg", "Notice period", "text", read_instant("2025-11-17")),
    ("Y2Y6Mw", "Open to relocate", "single_select", read_instant("2026-07-03")),
)
"""Custom fields of the team: id, name, value type, made at. The last is made after the demo's day, so that a later data
export has one column more."""


@dataclass(frozen=True)
class Listing:
    """One list. ``matches`` are parameters that name a text to match and the number column of it, ``windows``
    parameters with a unix second, the column and the comparison; ``needs_one_of`` parameters of which one is
    required."""

    name: str
    sql: str
    order_by: str = "_created, _number"
    matches: dict[str, str] = field(default_factory=dict)
    windows: dict[str, tuple[str, str]] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    needs_one_of: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns the filters look at."""
        windows = (column for column, _ in self.windows.values())
        return tuple(dict.fromkeys(["_number", "_created", *self.matches.values(), *windows, *self.flags.values()]))


def number_of(text: str) -> int:
    """A text as a 63-bit number, the same as SQL's ``number_of``: filters compare numbers only."""
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:], "little") >> 1


def number_sql(column: str) -> str:
    """SQL for ``number_of`` of a column."""
    return f"(md5_number_lower({column}) >> 1)::bigint"


_CREATED = {"created_after": ("_created", "gt"), "created_before": ("_created", "lt")}
_UPDATED = {"updated_after": ("_updated", "gt"), "updated_before": ("_updated", "lt")}

_USERS = f"""
    select gem_user_id as id, concat_ws(' ', first_name, last_name) as name, email, {number_sql("gem_user_id")}
        as _number,
        epoch(created_at)::bigint as _created
    from now_user where gem_user_id is not null"""

_CANDIDATES = f"""
    with member as (
        select prospect_id, list(project_id order by added_at, project_id) as project_ids
        from project_membership
        where has_been(added_at) and not has_been(removed_at)
            and project_id in (select project_id from project where has_been(created_at))
        group by prospect_id
    )
    select prospect.prospect_id as id, epoch(prospect.created_at)::bigint as created_at, created_by_id as created_by,
        epoch(updated_at)::bigint as last_updated_at, candidate_id::varchar as candidate_greenhouse_id, first_name,
        last_name,
        null::varchar as nickname, 'https://crm.example.test/c/' || export_id as weblink,
        case when prospect.email is null then [] else [{{'email_address': prospect.email, 'is_primary': true}}] end
            as emails,
        prospect.phone as phone_number, location, prospect.profile_handle as linked_in_handle,
        case when prospect.profile_handle is null then [] else [{{'network': 'linkedin',
            'url': 'https://www.linkedin.com/in/' || prospect.profile_handle,
            'username': prospect.profile_handle}}] end as profiles,
        company, title, null::varchar as school, []::json[] as education_info,
        case when company is null then [] else [{{'company': company, 'title': title, 'work_start_date': null::varchar,
            'work_end_date': null::varchar, 'is_current': true}}] end as work_info,
        case when export_id % 3 <> 0 then [] else [{{'id': '{TEAM_FIELDS[0][0]}', 'name': '{TEAM_FIELDS[0][1]}',
        'scope': 'team',
            'value_type': 'single_select', 'value': 'Senior', 'value_option_ids': ['b3B0OjE']}}] end as custom_fields,
        null::json as due_date, coalesce(member.project_ids, []) as project_ids, null::varchar as sourced_from,
        null::varchar as gem_source, {number_sql("prospect.prospect_id")} as _number,
        epoch(prospect.created_at)::bigint as _created, epoch(updated_at)::bigint as _updated,
        {number_sql("created_by_id")} as _created_by_number, {number_sql("lower(prospect.email)")} as _email_number,
        {number_sql("prospect.profile_handle")} as _handle_number
    from now_prospect as prospect
    left join person on person.person_id = prospect.person_id
    left join member on member.prospect_id = prospect.prospect_id"""

_PROJECTS = f"""
    with served as (
        select project_id, min(requisition_id) as requisition_id
        from sequence inner join requisition on requisition.job_id = sequence.job_id
        where has_been(sequence.created_at)
        group by project_id having count(distinct sequence.job_id) = 1
    )
    select project.project_id as id, epoch(created_at)::bigint as created_at, user_id, name,
        case when is_shared then 'shared' else 'personal' end as privacy_type, null::varchar as description,
        has_been(archived_at) as is_archived,
        case when requisition_id is not null then [{{'id': 'cGY6MQ', 'name': 'Requisition ID', 'value': requisition_id,
            'value_type': 'text', 'value_option_ids': []::varchar[]}}] end as project_fields,
        null::varchar as context, {number_sql("project.project_id")} as _number, epoch(created_at)::bigint as _created,
        {number_sql("user_id")} as _user_number, has_been(archived_at) as _is_archived
    from project left join served on served.project_id = project.project_id
    where has_been(created_at)"""

_MEMBERS = """
    from project_membership
    semi join now_prospect on now_prospect.prospect_id = project_membership.prospect_id
    where has_been(added_at)"""

_PROJECT_CANDIDATES = f"""
    select prospect_id as candidate_id, epoch(added_at)::bigint as added_at, {number_sql("prospect_id")} as _number,
        epoch(added_at)::bigint as _created, {number_sql("project_id")} as _project_number
    {_MEMBERS} and not has_been(removed_at)"""

_MEMBERSHIP_LOG = f"""
    select candidate_id, project_id, action, "timestamp", {number_sql("candidate_id || project_id || action")}
        as _number,
        "timestamp" as _created, {number_sql("candidate_id")} as _candidate_number, {number_sql("project_id")}
            as _project_number
    from (
        select prospect_id as candidate_id, project_id, 'added' as action, epoch(added_at)::bigint
            as "timestamp" {_MEMBERS}
        union all
        select prospect_id, project_id, 'removed', epoch(removed_at)::bigint {_MEMBERS} and has_been(removed_at)
    )"""

_SEQUENCES = f"""
    select sequence_id as id, epoch(created_at)::bigint as created_at, name, user_id, {number_sql("sequence_id")}
        as _number,
        epoch(created_at)::bigint as _created, {number_sql("user_id")} as _user_number
    from sequence where has_been(created_at)"""

_FIELD_ROWS = ", ".join(
    f"('{key}', '{name}', '{kind}', '{made.isoformat()}'::timestamptz)" for key, name, kind, made in TEAM_FIELDS
)
_CUSTOM_FIELDS = f"""
    select id, epoch(made_at)::bigint as created_at, name, value_type, 'team' as scope, null::varchar as project_id,
        false as is_hidden, case when id = '{TEAM_FIELDS[0][0]}' then [{{'id': 'b3B0OjE', 'value': 'Senior',
        'is_hidden': false}}]
        else [] end as options, {number_sql("id")} as _number, epoch(made_at)::bigint as _created
    from (values {_FIELD_ROWS}) as field (id, name, value_type, made_at) where has_been(made_at)"""

LISTINGS = {
    listing.name: listing
    for listing in (
        Listing("users", _USERS),
        Listing(
            "candidates",
            _CANDIDATES,
            matches={
                "candidate_ids": "_number",
                "created_by": "_created_by_number",
                "email": "_email_number",
                "linked_in_handle": "_handle_number",
            },
            windows={**_CREATED, **_UPDATED},
        ),
        Listing(
            "projects",
            _PROJECTS,
            matches={"user_id": "_user_number", "readable_by": "_user_number", "writable_by": "_user_number"},
            windows=_CREATED,
            flags={"is_archived": "_is_archived"},
        ),
        Listing(
            "project_candidates",
            _PROJECT_CANDIDATES,
            matches={"project": "_project_number"},
            windows={"added_after": ("_created", "gt"), "added_before": ("_created", "lt")},
        ),
        Listing(
            "project_candidate_membership_log",
            _MEMBERSHIP_LOG,
            matches={"project_id": "_project_number", "candidate_id": "_candidate_number"},
            windows={"changed_after": ("_created", "gt"), "changed_before": ("_created", "lt")},
            needs_one_of=("project_id", "candidate_id"),
        ),
        Listing("sequences", _SEQUENCES, matches={"user_id": "_user_number"}, windows=_CREATED),
        Listing("custom_fields", _CUSTOM_FIELDS, windows=_CREATED),
    )
}
