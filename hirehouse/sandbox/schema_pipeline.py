"""Tables of the simulated company: applications and everything that depends on them."""

from hirehouse.sandbox.table_spec import SimTable, declare

PIPELINE_TABLES: tuple[SimTable, ...] = (
    declare(
        "stage",
        "one source stage of one requisition",
        """
stage_id bigint Greenhouse job_interview_stages id
job_id bigint requisition
name string source name
canonical_stage string applied, screen, interview, onsite or offer (truth; null = planted unmapped name)
sort_order bigint 0-based
created_at timestamp = the requisition's created_at""",
    ),
    declare(
        "interview_plan",
        "one planned interview of one stage of one requisition (job_interviews with its kit)",
        """
job_interview_id bigint Greenhouse job_interviews id
interview_kit_id bigint Greenhouse interview_kits id
job_id bigint requisition
stage_id bigint stage
name string name
duration_minutes bigint planned length
sort_order bigint 0-based
created_at timestamp = the requisition's created_at""",
    ),
    declare(
        "application",
        "one application; a transfer keeps the id and changes the job",
        """
application_id bigint Greenhouse id
person_id bigint the human (truth)
candidate_id bigint record it was made on (see candidate.merged_into_id); another's = planted PER-02
job_id bigint first requisition, shown until transferred_at
next_job_id bigint requisition from transferred_at on; null = never transferred
transferred_at timestamp move to next_job_id; null = never
source_id bigint label; null = planted SRC-01
referrer_id bigint referral's referrer; null = none
recruiter_id bigint user
coordinator_id bigint user
is_internal boolean employee on the day of application (truth)
created_at timestamp applied
visible_at timestamp first shown; later than created_at for late rows
accepted_at timestamp offer accepted (truth; a hire even where no offer was recorded); null = never
hired_at timestamp marked hired in the ATS: status hired from here; null = never (planted OFF-03 too)
deleted_at timestamp gone; includes the deletion of its candidate
shown_stage_id bigint stage the API shows from shown_stage_at on instead of the true one (planted STG-05); null = none
shown_stage_at timestamp since when
shown_created_at timestamp API shows this instead of created_at (planted TIM-03, APP-06); null = true
is_shown_without_job boolean API shows no requisition (planted APP-05)""",
    ),
    declare(
        "stay",
        "one row of application_stages; the current stage at T is that of the last one (by entered_at, stay_id) "
        "with entered_at <= T that is not back-filled",
        """
stay_id bigint Greenhouse application_stages id
application_id bigint application
job_id bigint requisition the stay belongs to
stage_id bigint stage
stay_number bigint 1-based order within the application; a back-filled row comes before the stay it was recorded in
entered_at timestamp true entry; the row exists from then on (for back-filled rows: when it was recorded)
exited_at timestamp left for another stage or requisition; null = still there (rejection and hire do NOT set it)
moved_by_id bigint user who moved the person in
is_backfilled boolean recorded later without times: the API shows entered_at and exited_at null
is_accidental boolean undone within 15 minutes
folds_into_stay_id bigint the stay this row belongs to once the accidental move is folded away; null = itself
shown_exited_at timestamp API shows this once exited (planted STG-02), none if in 2200 (planted STG-04); null = true""",
    ),
    declare(
        "rejection",
        "one rejection; status rejected for rejected_at <= T < unrejected_at; gone from the API after unrejected_at",
        """
rejection_id bigint Greenhouse rejection_details id
application_id bigint application
job_id bigint requisition then
reason_id bigint reason; null = none given (planted REJ-01)
rejected_by_id bigint user
exit_kind string rejected, withdrew or req_closed (truth)
rejected_at timestamp when
unrejected_at timestamp undone; null = still rejected
is_shown_undated boolean API shows no rejected_at (planted TIM-04)""",
    ),
    declare(
        "interview",
        "one interview",
        """
interview_id bigint Greenhouse id
application_id bigint application
job_id bigint requisition
stage_id bigint stage
job_interview_id bigint planned interview
organizer_id bigint user
created_at timestamp status to_be_scheduled from here
scheduled_at timestamp status scheduled from here; null = never scheduled
first_starts_at timestamp slot before rescheduled_at; null = never rescheduled
starts_at timestamp slot (after rescheduled_at)
ends_at timestamp end of the slot
shown_ends_at timestamp API shows this instead of ends_at (planted TIM-05); null = true
rescheduled_at timestamp slot moved; null = never
completed_at timestamp status complete from here (awaiting_feedback between ends_at and it); null = never
outcome string completed, cancelled or no_show (the API: 'skipped' for both), a planted word (ENU-01); null = none
ended_at timestamp status skipped from here (cancelled, no_show); null = never
deleted_at timestamp gone; null = never""",
    ),
    declare(
        "interviewer",
        "one interviewer of one interview",
        """
interviewer_id bigint Greenhouse interviewers row id
interview_id bigint interview
user_id bigint user
response_status string accepted, tentative or needs_action
scorecard_id bigint this interviewer's scorecard; null if the interview never took place
created_at timestamp = interview.scheduled_at""",
    ),
    declare(
        "scorecard",
        "one scorecard; draft from created_at, complete from submitted_at",
        """
scorecard_id bigint Greenhouse id
application_id bigint application
job_id bigint requisition
interview_id bigint interview
interview_kit_id bigint kit
interviewer_id bigint user
created_at timestamp draft made at the end of the interview
submitted_at timestamp true submission; null = never
shown_submitted_at timestamp API shows this from submitted_at on (planted TIM-01); null = true
rating bigint -2 strong_no to 2 strong_yes, 0 never used; null = no_decision""",
    ),
    declare(
        "offer",
        "one version of an offer",
        """
offer_id bigint Greenhouse id
application_id bigint application
job_id bigint requisition
opening_id bigint seat; null = none named
version bigint 1-based
created_at timestamp status Created from here
approved_at timestamp approval finished; null = never
sent_at timestamp sent (the API shows the UTC day in sent_on); null = never
resolved_at timestamp left Created; null = pending
resolution string accepted, declined, rescinded or reissued; null = pending
api_status string from resolved_at on: Accepted, Rejected or Deprecated (reissued, some rescinded); null = pending
start_date date starts_on; null = planted OFF-02, out of range = planted OFF-07
expires_date date custom field expires_on
base_pay_amount double a year, custom field base_salary
currency string ISO 4217
is_shown_unreadable boolean API shows words in both custom fields (planted INP-01)""",
    ),
    declare(
        "approval",
        "one approval flow with its only group and approver",
        """
approval_flow_id bigint Greenhouse approval_flows id
approver_group_id bigint Greenhouse approver_groups id
approver_id bigint Greenhouse approvers id
approval_type string open_job or offer_candidate
job_id bigint requisition
offer_id bigint offer; null for open_job
requested_by_id bigint user
user_id bigint approver
requested_at timestamp row made, status waiting
approved_at timestamp status approved from here; null = never""",
    ),
    declare(
        "application_event",
        "one activity on an application (stage move, interview, scorecard, offer, rejection, hire, transfer): "
        "last_activity_at and updated_at at T are the latest occurred_at <= T",
        """
application_id bigint application
occurred_at timestamp when
kind string applied, stage, interview, scorecard, offer, rejected, unrejected, hired or transferred""",
    ),
    declare(
        "planted",
        "one planted fault (labels only; the findings at T come from truth.expected_findings)",
        """
rule_id string hygiene rule
entity_type string application, candidate, stage_interval, interview, scorecard, offer, opening, stage or another kind
entity_id bigint Greenhouse id; of a line of the company's files its place in the table""",
    ),
)
