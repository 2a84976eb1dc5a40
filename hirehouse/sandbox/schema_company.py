"""Tables of the simulated company: organisation, demand for people, persons and their records, employment, finance."""

from hirehouse.sandbox.table_spec import SimTable, declare

COMPANY_TABLES: tuple[SimTable, ...] = (
    declare(
        "office",
        "one office",
        """
office_id bigint Greenhouse id
name string e.g. London
country string English name
timezone string IANA zone
location string plain text, e.g. London, United Kingdom
created_at timestamp before any requisition""",
    ),
    declare(
        "department",
        "one department",
        """
department_id bigint Greenhouse id
name string equals the function's name
function string business function
created_at timestamp before any requisition""",
    ),
    declare(
        "app_user",
        "one account in the ATS, service accounts included",
        """
user_id bigint Greenhouse id
gem_user_id string Gem id; null = no Gem seat
person_id bigint the human; null for service accounts
first_name string given name
last_name string family name
email string work address; empty for service accounts
job_title string title
role string recruiter, coordinator, sourcer, hiring_manager, interviewer or service
team string function's name; 'Recruiting' for recruiters, coordinators and sourcers
department_id bigint null for service accounts
office_id bigint null for service accounts
employee_id string HRIS id; null for service accounts
is_service_account boolean hidden unless show_service_accounts=true
is_site_admin boolean may list everything
created_at timestamp account made
deactivated_at timestamp account switched off; null = never""",
    ),
    declare(
        "close_reason",
        "one reason to close an opening",
        """
close_reason_id bigint Greenhouse id
name string prefix 'Hire -' = seat filled, 'On Hold' = hold, anything else = cancelled
created_at timestamp at the beginning""",
    ),
    declare(
        "source",
        "one source label of the ATS",
        """
source_id bigint Greenhouse id
name string label
type_id bigint id of the source type
type_name string source type
channel string canonical channel (truth)
crm_system string 'gem' where the label names the CRM, else null
created_at timestamp at the beginning""",
    ),
    declare(
        "referrer",
        "one referrer",
        """
referrer_id bigint Greenhouse id
name string full name
user_id bigint the employee's account
created_at timestamp first seen""",
    ),
    declare(
        "rejection_reason",
        "one rejection reason",
        """
reason_id bigint Greenhouse id
name string label
type_id bigint id of the type
type_key string WE_REJECTED_THEM, THEY_REJECTED_US or NONE_SPECIFIED
type_name string label of the type
exit_kind string rejected, withdrew or req_closed (truth)
exit_reason string canonical reason (truth); null for req_closed
is_default boolean hidden unless include_defaults=true
created_at timestamp at the beginning""",
    ),
    declare(
        "requisition",
        "one requisition (job)",
        """
job_id bigint Greenhouse id
requisition_id string customer's id, e.g. ENG-114
title string job title
department_id bigint department
function string business function
office_id bigint office
hiring_manager_id bigint user
recruiter_id bigint recruiter until recruiter_changed_at
next_recruiter_id bigint recruiter from recruiter_changed_at on; null = no change
recruiter_changed_at timestamp hand-over; null = never
coordinator_id bigint user
sourcer_id bigint user
is_evergreen boolean custom field evergreen
is_confidential boolean confidential
created_at timestamp draft made; status draft from here
opened_at timestamp status open from here; null = stays a draft
closed_at timestamp status closed from here; null = not within the timeline
close_kind string filled or cancelled; null if never closed
work_ended_at timestamp last seat ended: no candidate moves after it; null = never""",
    ),
    declare(
        "opening",
        "one seat",
        """
opening_id bigint Greenhouse id
opening_ref string customer's id, e.g. ENG-114-1
job_id bigint requisition
sort_order bigint 1-based
target_start_date date wanted start
created_at timestamp row made = opened_at
opened_at timestamp first opened
is_headcount_planned boolean counted in the hiring plan""",
    ),
    declare(
        "opening_life",
        "one open life of a seat: from (re)opening to its end; the state at T is the last life with opened_at <= T",
        """
opening_id bigint seat
life_number bigint 1, then 2 after a reopening
opened_at timestamp life begins (the API keeps showing the first)
closed_at timestamp life ends; null = still open
close_kind string filled or cancelled; null = open
close_reason_id bigint reason shown once closed
filled_application_id bigint the hire; null unless filled (planted OPN-01: filled, and null)""",
    ),
    declare(
        "opening_hold",
        "one hold of a seat; while it lasts the API shows open=false, closed_at=started_at, reason On Hold",
        """
opening_id bigint seat
started_at timestamp hold begins
ended_at timestamp hold ends; null = not within the timeline""",
    ),
    declare(
        "opening_target",
        "one setting of a seat's target fill date; the last set_at <= T counts",
        """
opening_id bigint seat
set_at timestamp when it was set (also a change of the opening)
target_fill_date date custom field target_fill_date""",
    ),
    declare(
        "person",
        "one human (truth; no vendor knows this id)",
        """
person_id bigint internal
first_name string given name
last_name string family name
email string personal address, unique
phone string unique, international digits with +
profile_handle string handle of the professional network, unique
company string current employer
title string current title
location string town
linked_user_id bigint the account of an employee; null else
do_not_contact boolean ATS can_email = not this""",
    ),
    declare(
        "candidate",
        "one ATS candidate record",
        """
candidate_id bigint Greenhouse id
person_id bigint the human (truth)
email string as this record spells it
phone string as this record spells it; null = none
profile_url string as this record spells it; null = none
linked_user_id bigint employee's account; null else
can_email boolean false = do not contact
created_at timestamp record made
visible_at timestamp first shown
merged_into_id bigint winning record; null = never merged
merged_at timestamp from then on gone; its applications show merged_into_id (their updated_at does not move)
anonymised_at timestamp from then on personal fields are empty and the row is marked changed; null = never
deleted_at timestamp gone with all its applications; null = never""",
    ),
    declare(
        "employment",
        "one HRIS record: an accepted hire (from accepted_at on) or a member of staff",
        """
employee_id string HRIS id
person_id bigint the human
candidate_id bigint ATS record; null for staff who never applied
application_id bigint the hire; null for staff
email string work address for staff, personal for hires
email string personal address of hires, work address of staff
start_date date first day
left_date date last day; earlier than start_date = reneged that day; null = still there
reneged_at timestamp instant of the renege; null = none
recorded_at timestamp when HRIS has the row
performance_score double first rating 0 to 100; null = none
performance_at timestamp when rated
survey_score double manager survey 0 to 100; null = none
survey_at timestamp when surveyed""",
    ),
    declare(
        "hiring_plan",
        "seats to fill of one function and quarter in one version of the plan",
        """
function string business function
quarter_start_date date first day of the quarter
plan_seats bigint seats
plan_version string e.g. 2026-v2
planned_at timestamp when this version was made""",
    ),
    declare(
        "source_spend",
        "recruiting cost of one month",
        """
month_start_date date first of the month
cost_side string external or internal
source_name string ATS label; null = none
channel string channel; null = none
function string function; null = company-wide
spend_amount double amount
currency string ISO 4217
booked_at timestamp when Finance booked it""",
    ),
    declare(
        "cost_parameter",
        "Finance's assumptions",
        """
parameter_set string name
function string null = all others
valid_from_date date from
annual_pay_amount double company currency
vacancy_multiplier double times annual pay
pay_load double on-cost factor
working_days bigint a year
value_multiplier double for source ROI
decided_at timestamp when decided""",
    ),
    declare(
        "holiday",
        "a day off",
        """
office string office name; null = all
holiday_date date day""",
    ),
    declare(
        "currency_rate",
        "one month's rate",
        """
month_start_date date first of the month
currency string ISO 4217
company_rate double multiply an amount by it to get company currency
fixed_at timestamp when known""",
    ),
    declare(
        "review",
        "one logged pipeline review of a requisition",
        """
review_id string id
job_id bigint requisition
reviewer_id bigint user
decision_count bigint decisions taken
reviewed_at timestamp when""",
    ),
)
