"""Tables of the simulated company: the CRM's prospects, projects, sequences and touches."""

from hirehouse.sandbox.table_spec import SimTable, declare

OUTREACH_TABLES: tuple[SimTable, ...] = (
    declare(
        "prospect",
        "one CRM person record",
        """
prospect_id string Gem candidate id (base64 object id)
export_id bigint internal int of the data export (not in the API)
person_id bigint the human (truth)
email string as this record spells it; null = none
phone string null = none
profile_handle string linked_in_handle
candidate_id bigint candidate_greenhouse_id from linked_at on (follow candidate.merged_into_id); null = never
linked_at timestamp link made; null = never
created_by_id string Gem user id
created_at timestamp row made
edited_at timestamp last_updated_at from then on; null = never edited
deleted_at timestamp gone without a trace; null = never""",
    ),
    declare(
        "project",
        "one CRM project",
        """
project_id string Gem id
name string name
user_id string Gem user id of the owner
function string business function
is_shared boolean privacy_type shared, else personal
created_at timestamp row made
archived_at timestamp is_archived from then on; null = never""",
    ),
    declare(
        "project_membership",
        "one membership of a prospect in a project",
        """
project_id string Gem id
prospect_id string Gem id
user_id string Gem user id who added
added_at timestamp added
removed_at timestamp removed; null = still in""",
    ),
    declare(
        "sequence",
        "one outreach sequence",
        """
sequence_id string Gem id
name string name
user_id string Gem user id of the owner
project_id string the project it serves
job_id bigint requisition it serves; null = pool
created_at timestamp row made""",
    ),
    declare(
        "enrollment",
        "one prospect put in one sequence, once (Gem has no such object: it shows in the event log)",
        """
enrollment_id bigint internal
prospect_id string Gem id
person_id bigint the human (truth)
sequence_id string Gem id
sourcer_id bigint Greenhouse user id
sourcer_gem_id string Gem user id
job_id bigint requisition; null = pool
enrolled_at timestamp put in
first_sent_at timestamp first message sent; null = none
first_reply_at timestamp first human reply; null = none
reply_status string Interested, Not Interested or Later; null = no reply
ended_at timestamp finished, replied or bounced
bounced_at timestamp address refused; null = delivered
opened_at timestamp first open by a person; null = none
clicked_at timestamp first click by a person; null = none""",
    ),
    declare(
        "touch",
        "one outreach event; the data export shows only first_outreach, follow_up and reply",
        """
touch_id bigint internal
enrollment_id bigint enrolment
prospect_id string Gem id
person_id bigint the human (truth)
user_id bigint Greenhouse user id of the sourcer
gem_user_id string Gem user id
touch_type string first_outreach, follow_up, reply, open, click or bounce
reply_status string Interested, Not Interested or Later; null unless reply
is_machine boolean prefetch or scanner (open, click)
occurred_at timestamp when
visible_at timestamp first shown in an export; later than occurred_at for late rows""",
    ),
)
