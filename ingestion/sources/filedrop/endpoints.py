"""Entities a folder of files can deliver: canonical columns, which of them a file must have, and the key of a row."""

from __future__ import annotations

from dataclasses import dataclass

from hirehouse.ingestion.tables import TableSpec

DAY_COLUMNS = "day_columns"
"""Names of the row's time columns whose cell was a day without a time of day, comma-separated in declaration order."""


@dataclass(frozen=True)
class Entity:
    """One entity. ``required`` columns must be in the file and filled in every row; the others may be missing or
    empty."""

    spec: TableSpec
    required: frozenset[str]

    @property
    def filled(self) -> frozenset[str]:
        """Columns in which an unreadable cell cannot stand for an empty one: the required ones and the key's."""
        return self.required | frozenset(self.spec.key)

    @property
    def columns(self) -> dict[str, str]:
        """Canonical name -> type of what a file can say; ``day_columns`` is ours to say."""
        return {name: kind for name, kind in self.spec.columns.items() if name != DAY_COLUMNS}


def _entity(name: str, columns: str, key: str, required: str, description: str) -> Entity:
    declared = dict(word.split(":") for word in columns.split())
    if "timestamp" in declared.values():
        declared[DAY_COLUMNS] = "string"
    return Entity(TableSpec(name, declared, tuple(key.split()), description), frozenset(required.split()))


_ALL = (
    _entity(
        "hiring_plan",
        "function:string plan_version:string plan_seats:bigint quarter_start_date:date planned_at:timestamp",
        "function plan_version quarter_start_date",
        "function plan_version plan_seats quarter_start_date",
        "One row per function, quarter and version of the hiring plan.",
    ),
    _entity(
        "source_spend",
        "cost_side:string source_name:string channel:string function:string currency:string spend_amount:double "
        "month_start_date:date",
        "month_start_date cost_side source_name channel function currency",
        "month_start_date cost_side spend_amount currency",
        "One row per month, side (external or internal), source, channel and function: what was spent.",
    ),
    _entity(
        "cost_parameters",
        "parameter_set:string function:string vacancy_multiplier:double pay_load:double value_multiplier:double "
        "working_days:bigint annual_pay_amount:double valid_from_date:date",
        "parameter_set function valid_from_date",
        "parameter_set valid_from_date",
        "One row per parameter set, function (empty: all) and day from which it holds.",
    ),
    _entity(
        "holidays",
        "office:string holiday_date:date",
        "office holiday_date",
        "holiday_date",
        "One row per office and holiday.",
    ),
    _entity(
        "employees",
        "employee_id:id record_id:id quality_performance:double quality_survey:double is_active:boolean "
        "start_date:date left_date:date",
        "employee_id",
        "employee_id start_date",
        "One row per employee; record_id is the candidate record it came from.",
    ),
    _entity(
        "reviews",
        "review_id:id job_id:id requisition_id:id reviewer_id:id decision_count:bigint reviewed_at:timestamp",
        "review_id",
        "review_id reviewed_at",
        "One row per review of a requisition's candidates.",
    ),
    _entity(
        "currency_rates",
        "currency:string company_rate:double month_start_date:date",
        "currency month_start_date",
        "currency company_rate month_start_date",
        "One row per month and currency: multiply an amount to get the company's currency.",
    ),
    _entity(
        "demographic_answers",
        "application_system:string application_id:id group_type:string group_name:string",
        "application_system application_id group_type",
        "application_system application_id group_type",
        "One row per application and kind of group: what the person answered of themselves, empty where they declined.",
    ),
    _entity(
        "applications",
        "application_id:id job_id:id candidate_id:id reason_id:id reason_name:string source_id:id "
        "source_name:string recruiter_id:id coordinator_id:id current_stage_id:id "
        "transferred_from_job_id:id status:string exit_kind:string is_agency:boolean applied_at:timestamp "
        "ended_at:timestamp hired_at:timestamp last_activity_at:timestamp",
        "application_id job_id",
        "application_id job_id candidate_id status applied_at",
        "One row per application and job, for systems without a usable API.",
    ),
    _entity(
        "stage_intervals",
        "stay_id:id application_id:id job_id:id stage_id:id stage_name:string stage_order:bigint "
        "moved_by_id:id is_current:boolean entered_at:timestamp exited_at:timestamp",
        "stay_id",
        "stay_id application_id job_id stage_name",
        "One row per stay of an application in a stage, for systems without a usable API.",
    ),
    _entity(
        "requisitions",
        "job_id:id requisition_id:id hiring_manager_id:id recruiter_id:id title:string "
        "department:string "
        "office:string country:string timezone:string status:string is_evergreen:boolean is_confidential:boolean "
        "created_at:timestamp opened_at:timestamp closed_at:timestamp",
        "job_id",
        "job_id status",
        "One row per requisition, for systems without a usable API.",
    ),
    _entity(
        "openings",
        "opening_id:id job_id:id filled_application_id:id status:string target_fill_date:date "
        "target_start_date:date opened_at:timestamp closed_at:timestamp",
        "opening_id",
        "opening_id job_id status",
        "One row per opening, a seat of a requisition, for systems without a usable API.",
    ),
    _entity(
        "opening_intervals",
        "opening_id:id status:string started_at:timestamp ended_at:timestamp",
        "opening_id started_at",
        "opening_id status started_at",
        "One row per stay of an opening in one status, for openings whose holds and reopenings are known.",
    ),
    _entity(
        "offers",
        "offer_id:id application_id:id job_id:id opening_id:id status:string currency:string "
        "version:bigint base_pay_amount:double start_date:date created_at:timestamp approved_at:timestamp "
        "sent_at:timestamp answered_at:timestamp expires_at:timestamp",
        "offer_id",
        "offer_id application_id status created_at",
        "One row per version of an offer, for systems without a usable API.",
    ),
)

ENTITIES: dict[str, Entity] = {entity.spec.name: entity for entity in _ALL}

VOCABULARIES: dict[tuple[str, str], frozenset[str]] = {
    ("source_spend", "cost_side"): frozenset({"external", "internal"}),
    ("applications", "status"): frozenset({"active", "rejected", "hired", "transferred"}),
    ("applications", "exit_kind"): frozenset({"rejected", "withdrew", "req_closed"}),
    ("requisitions", "status"): frozenset({"draft", "open", "on_hold", "closed", "cancelled"}),
    ("openings", "status"): frozenset({"open", "on_hold", "filled", "cancelled", "closed"}),
    ("opening_intervals", "status"): frozenset({"open", "on_hold", "closed"}),
    ("offers", "status"): frozenset({"pending", "accepted", "declined", "rescinded", "expired"}),
}
"""Columns with a fixed vocabulary: a word outside it would fall out of every count without a trace."""

ABOVE_ZERO = frozenset({"company_rate", "working_days"})
"""What amounts are multiplied with or divided by: zero or less would make nothing of them, without a word."""

FROM_ZERO = frozenset(
    {"plan_seats", "decision_count", "base_pay_amount", "annual_pay_amount"}
    | {"vacancy_multiplier", "pay_load", "value_multiplier"}
)
"""What nobody has less than none of. Spend may be: a credit note is."""
