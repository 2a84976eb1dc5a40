"""Harvest v3 collections we load: path, columns as the vendor names them, and what has to be asked for explicitly."""

from __future__ import annotations

from hirehouse.ingestion.rest import Endpoint
from hirehouse.ingestion.tables import TableSpec


def _endpoint(name: str, columns: str, description: str, params: dict[str, str] | None = None) -> Endpoint:
    """``columns`` is ``name:type`` words; the id first and the two vendor times last are the same in every
    collection."""
    declared = {"id": "bigint"}
    for word in columns.split():
        field_name, _, kind = word.partition(":")
        declared[field_name] = kind
    declared.update({"created_at": "timestamp", "updated_at": "timestamp"})
    return Endpoint(TableSpec(name, declared, ("id",), description), params or {}, is_always_dated=True)


ENDPOINTS: tuple[Endpoint, ...] = (
    _endpoint(
        "application_stages",
        "application_id:bigint job_interview_stage_id:bigint entered_at:timestamp exited_at:timestamp current:boolean "
        "days_in_stage:bigint",
        "One row per stay of an application in a stage; entered_at is null on back-filled rows.",
    ),
    _endpoint(
        "candidates",
        "first_name:string last_name:string preferred_name:string company:string title:string private:boolean "
        "can_email:boolean time_zone:string last_activity_at:timestamp linked_user_ids:json tags:json "
        "email_addresses:json phone_numbers:json addresses:json website_addresses:json social_media_addresses:json "
        "custom_fields:json",
        "One row per person record, with contact details as the vendor holds them.",
    ),
    _endpoint(
        "applications",
        "candidate_id:bigint job_id:bigint job_post_id:bigint status:string prospect:boolean prospective_job_ids:json "
        "job_interview_stage_id:bigint stage_id:bigint stage_name:string source_id:bigint referrer_id:bigint "
        "recruiter_id:bigint coordinator_id:bigint rejected_at:timestamp rejection_reason_id:bigint "
        "needs_decision:boolean last_activity_at:timestamp location_address:string agency_note_id:bigint answers:json "
        "custom_fields:json",
        "One row per application or prospect; created_at is the date of application.",
    ),
    _endpoint(
        "rejection_details",
        "application_id:bigint rejected_at:timestamp rejected_by_id:bigint rejection_reason_id:bigint "
        "rejection_note_id:bigint question_custom_fields:json",
        "One row per rejection of an application.",
    ),
    _endpoint(
        "scorecards",
        "application_id:bigint interview_kit_id:bigint interviewer_id:bigint submitter_id:bigint status:string "
        "candidate_rating:string interviewed_at:timestamp submitted_at:timestamp notes:string notes_with_tags:string "
        "public_notes:string public_notes_with_tags:string private_notes:string private_notes_with_tags:string",
        "One row per scorecard, draft or complete.",
    ),
    _endpoint(
        "interviewers",
        "interview_id:bigint user_id:bigint email:string response_status:string scorecard_id:bigint",
        "One row per interviewer invited to an interview.",
    ),
    _endpoint(
        "interviews",
        "application_id:bigint job_id:bigint job_interview_id:bigint organizer_id:bigint status:string "
        "scheduled_at:timestamp "
        "starts_at:timestamp ends_at:timestamp all_day_start_on:day all_day_end_on:day "
        "availability_received_at:timestamp "
        "external_event_id:string location:string video_conferencing_url:string",
        "One row per interview of an application.",
    ),
    _endpoint(
        "offers",
        "application_id:bigint candidate_id:bigint job_id:bigint opening_id:bigint version:bigint status:string "
        "sent_on:day "
        "resolved_at:timestamp starts_on:day custom_fields:json",
        "One row per version of an offer; editing makes a new row and turns the old into Deprecated.",
    ),
    _endpoint(
        "approvers",
        "approver_group_id:bigint user_id:bigint status:string request_sent_at:timestamp resolved_at:timestamp "
        "resolved_by_id:bigint reminders_sent:bigint auto_reminders_sent:bigint reminder_sent_at:timestamp "
        "reminder_sent_by_id:bigint send_auto_reminder_at:day version_sent:bigint added_by_custom_field_id:bigint "
        "sort_order:bigint",
        "One row per person asked for an approval.",
    ),
    _endpoint(
        "approver_groups",
        "approval_flow_id:bigint approvals_required:bigint required_for_exception:boolean resolved_at:timestamp "
        "sort_order:bigint",
        "One row per step of an approval flow.",
    ),
    _endpoint(
        "approval_flows",
        "job_id:bigint offer_id:bigint approval_type:string approval_status:string requested_by_id:bigint "
        "sequential:boolean "
        "version:bigint",
        "One row per approval flow of a job or an offer.",
    ),
    _endpoint(
        "jobs",
        "name:string requisition_id:string status:string opened_at:timestamp closed_at:timestamp confidential:boolean "
        "is_template:boolean copied_from_id:bigint department_id:bigint office_ids:json notes:string "
        "custom_fields:json",
        "One row per job, the requisition.",
    ),
    _endpoint(
        "openings",
        "job_id:bigint opening_id:string open:boolean opened_at:timestamp closed_at:timestamp close_reason_id:bigint "
        "application_id:bigint target_start_on:day sort_order:bigint custom_fields:json",
        "One row per opening, a seat of a job.",
    ),
    _endpoint("close_reasons", "name:string", "One row per reason for closing an opening."),
    _endpoint(
        "job_interview_stages",
        "job_id:bigint name:string active:boolean sort_order:bigint",
        "One row per stage of a job's plan.",
    ),
    _endpoint(
        "job_interviews",
        "job_id:bigint job_interview_stage_id:bigint name:string active:boolean duration:bigint instructions:string "
        "summary:string require_scorecard:boolean scheduling_type:string sort_order:bigint",
        "One row per interview step of a job's plan.",
    ),
    _endpoint(
        "interview_kits",
        "job_id:bigint job_interview_id:bigint exercises:json anonymize_candidate:boolean anonymize_resumes:boolean",
        "One row per interview kit, what a scorecard is filled in against.",
    ),
    _endpoint(
        "job_owners", "job_id:bigint user_id:bigint type:string responsible:boolean", "One row per job and owner."
    ),
    _endpoint("job_hiring_managers", "job_id:bigint user_id:bigint", "One row per job and hiring manager."),
    _endpoint(
        "users",
        "name:string first_name:string last_name:string primary_email:string emails:json employee_id:string "
        "job_title:string "
        "deactivated:boolean site_admin:boolean agency_id:bigint department_ids:json office_ids:json "
        "interviewer_tags:json "
        "linked_candidate_ids:json custom_fields:json",
        "One row per user, deactivated ones and service accounts included.",
        {"show_service_accounts": "true"},
    ),
    _endpoint(
        "rejection_reasons",
        "name:string type:json",
        "One row per rejection reason, the vendor's own included.",
        {"include_defaults": "true"},
    ),
    _endpoint("sources", "name:string type:json", "One row per source of candidates."),
    _endpoint(
        "referrers", "name:string user_id:bigint", "One row per referrer; user_id is null if not one of our users."
    ),
    _endpoint("departments", "name:string external_id:string parent_id:bigint", "One row per department."),
    _endpoint(
        "offices",
        "name:string external_id:string parent_id:bigint location:string primary_in_house_contact_user_id:bigint",
        "One row per office.",
    ),
    _endpoint(
        "custom_fields",
        "name:string name_key:string field_type:string value_type:string internal_type:string application_type:string "
        "active:boolean private:boolean required:boolean api_only:boolean require_approval:boolean "
        "trigger_new_version:boolean expose_in_job_board_api:boolean default_value:json placeholder:string "
        "description:string template_token_string:string use_for_job_approvals:boolean use_for_offer_approvals:boolean "
        "updated_by_id:bigint sort_order:bigint",
        "One row per custom field definition.",
    ),
)
"""Largest first: they set how long a load takes, so they start first."""
