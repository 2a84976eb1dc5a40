"""Every collection of simulated Greenhouse.

Collections the company has nothing to say about (notes, attachments, demographics, prospects and the like) exist and
are empty, as in an account that does not use the feature.
"""

from hirehouse.sandbox.vendors.greenhouse import rows_decisions, rows_demand, rows_pipeline
from hirehouse.sandbox.vendors.greenhouse.query import ServedCollection

_NOTHING = """
    select null::bigint as id, null::bigint as application_id, null::bigint as candidate_id, null::bigint as job_id,
        true as active,
        null::timestamp as submitted_at, null::timestamp as created_at, null::timestamp as updated_at
    where false"""

_EMPTY = [
    "candidate_educations",
    "candidate_employments",
    "candidate_tags",
    "applied_candidate_tags",
    "attachments",
    "notes",
    "job_notes",
    "job_post_locations",
    "pay_input_ranges",
    "tracking_links",
    "custom_field_departments",
    "custom_field_offices",
    "future_job_permissions",
    "bulk_requests",
    "interviewer_tags",
    "scorecard_candidate_attributes",
    "job_candidate_attributes",
    "scorecard_questions",
    "scorecard_question_options",
    "scorecard_question_answers",
    "scorecard_question_answer_options",
    "candidate_attribute_types",
    "focus_candidate_attributes",
    "default_interviewers",
    "user_emails",
    "user_roles",
    "user_job_permissions",
    "custom_field_options",
    "prospect_pool_stages",
    "prospect_details",
    "demographic_answers",
]

_EMPTY_WITH_ACTIVE = ("demographic_question_sets", "prospect_pools")
_EMPTY_WITHOUT_DATES = ("demographic_questions", "demographic_answer_options")
_BY_APPLICATION = {"notes", "attachments", "scorecard_candidate_attributes", "prospect_details", "demographic_answers"}

_CUSTOM_FIELDS = """
    select id, name, name_key, field_type, value_type, value_type as internal_type, null::varchar as application_type,
        true as active,
        false as private, false as required, false as api_only, false as require_approval, field_type = 'offer'
            as trigger_new_version,
        false as expose_in_job_board_api, null::varchar as default_value, null::varchar as placeholder, null::varchar
            as description,
        null::varchar as template_token_string, false as use_for_job_approvals, false as use_for_offer_approvals,
        null::bigint as updated_by_id, id as sort_order, created_at, created_at as updated_at
    from (values (1, 'Evergreen', 'evergreen', 'job', 'yes_no'), (2, 'Target fill date', 'target_fill_date',
    'opening', 'date'),
        (3, 'Base salary', 'base_salary', 'offer', 'currency'), (4, 'Expires on', 'expires_on', 'offer', 'date'))
        as field (id, name, name_key, field_type, value_type)
    cross join (select min(created_at) as created_at from office)
    where has_been(created_at)"""

_ALL = (
    *rows_demand.ENDPOINTS,
    *rows_pipeline.ENDPOINTS,
    *rows_decisions.ENDPOINTS,
    ServedCollection("custom_fields", _CUSTOM_FIELDS, flags=("active",)),
    ServedCollection(
        "eeoc",
        _NOTHING,
        lists={"application_ids": "application_id", "candidate_ids": "candidate_id"},
        dates=("submitted_at", "updated_at"),
    ),
    *(ServedCollection(name, _NOTHING, flags=("active",), dates=()) for name in _EMPTY_WITHOUT_DATES),
    *(ServedCollection(name, _NOTHING, flags=("active",)) for name in _EMPTY_WITH_ACTIVE),
    *(
        ServedCollection(name, _NOTHING, lists={"application_ids": "application_id"} if name in _BY_APPLICATION else {})
        for name in _EMPTY
    ),
)

ENDPOINTS: dict[str, ServedCollection] = {endpoint.name: endpoint for endpoint in _ALL}
