"""Gem's data export: the CSV files of the newest set, as they stand at the simulated now.

Candidate ids in these files are the export's own integers, not the API's ids. Instants are UTC without a zone. Columns
that newer exports appended (the sequence and project of a touch) come last.
"""

from __future__ import annotations

import duckdb

from hirehouse.sandbox.vendors.gem.rows import TEAM_FIELDS

_CANDIDATE = """export_id as candidate_id, candidate_id as candidate_greenhouse_id, first_name as candidate_first_name,
        last_name as candidate_last_name, prospect.email as candidate_email"""

_EVENT_LOG = f"""
    select touch.occurred_at::timestamp as "timestamp", concat_ws(' ', app_user.first_name, app_user.last_name)
        as user_name,
        app_user.email as user_email, {
    _CANDIDATE.replace("first_name as", "person.first_name as").replace("last_name as", "person.last_name as")
},
        case touch_type when 'first_outreach' then 'First Outreach' when 'follow_up' then 'Follow-up' else 'Reply' end
            as event_type,
        'Email' as event_subtype, case when touch_type = 'reply' then touch.reply_status end as event_metadata,
        enrollment.sequence_id, sequence.name as sequence_name, sequence.project_id
    from now_touch as touch
    inner join now_prospect as prospect on prospect.prospect_id = touch.prospect_id
    left join person on person.person_id = prospect.person_id
    left join app_user on app_user.gem_user_id = touch.gem_user_id
    left join enrollment on enrollment.enrollment_id = touch.enrollment_id
    left join sequence on sequence.sequence_id = enrollment.sequence_id
    where touch_type in ('first_outreach', 'follow_up', 'reply')
    order by touch.occurred_at, touch.touch_id"""

_CANDIDATE_INFO = f"""
    select {_CANDIDATE}, case when prospect.email is null then '[]' else to_json([prospect.email])::varchar end
        as all_candidate_emails,
        prospect.phone, location, 'https://www.linkedin.com/in/' || profile_handle as linkedin_url, company, title,
        null::varchar as school, null::varchar as candidate_source, candidate_id as candidate_ats_id,
        prospect.created_at::timestamp as sourced_timestamp
    from (select prospect.*, person.first_name, person.last_name, person.location, person.company, person.title
        from now_prospect as prospect left join person on person.person_id = prospect.person_id) as prospect
    order by export_id"""

_PROJECTS = f"""
    select added_at::timestamp as added_timestamp, project.project_id, project.name as project_name,
        concat_ws(' ', owner.first_name, owner.last_name) as project_owner_name, owner.email as project_owner_email,
        {_CANDIDATE.replace("first_name as", "person.first_name as").replace("last_name as", "person.last_name as")},
        concat_ws(' ', adder.first_name, adder.last_name) as adding_user_name, adder.email as adding_user_email
    from project_membership as membership
    inner join now_prospect as prospect on prospect.prospect_id = membership.prospect_id
    inner join project on project.project_id = membership.project_id
    left join person on person.person_id = prospect.person_id
    left join app_user as owner on owner.gem_user_id = project.user_id
    left join app_user as adder on adder.gem_user_id = membership.user_id
    where has_been(added_at) and not has_been(removed_at)
    order by added_at, project.project_id, export_id"""

FILES = ("event_log", "candidate_info", "projects", "custom_field_data")


def file_sql(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """The query behind one file of the set. ``custom_field_data`` has a column for each field made by now."""
    if name == "event_log":
        return _EVENT_LOG
    if name == "candidate_info":
        return _CANDIDATE_INFO
    if name == "projects":
        return _PROJECTS
    made = [
        field
        for field in TEAM_FIELDS
        if connection.execute("select has_been(?::timestamptz)", [field[3]]).fetchall()[0][0]
    ]
    columns = "".join(
        f", case when export_id % 3 = 0 and {field is TEAM_FIELDS[0]} then 'Senior' end as \"{field[1]}\""
        for field in made
    )
    people = """(select prospect.*, person.first_name, person.last_name
        from now_prospect as prospect left join person on person.person_id = prospect.person_id) as prospect"""
    return f"select {_CANDIDATE}{columns} from {people} order by export_id"
