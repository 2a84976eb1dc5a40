"""Which names, words, links and amounts break a rule at an instant: those of the company's files, and of its ATS."""

from __future__ import annotations

from hirehouse.sandbox.organisation import FUNCTIONS

_FUNCTIONS = ", ".join(f"'{name}'" for name in FUNCTIONS)
_SPEND = "concat_ws(', ', month_start_date, cost_side, source_name, channel, function, currency)"
_BOOKED = "select * from source_spend cross join clock where booked_at <= as_of_at"
# Sources that Finance names are those of the ATS, by their labels.
_LABELS = "(select name from source where channel is not null)"

NAMES_RULES = (
    (
        "ENU-01",
        "interview",
        "greenhouse",
        """select interview_id from now_interview cross join clock
        where ended_at <= as_of_at and outcome not in ('cancelled', 'no_show')""",
    ),
    (
        "STG-04",
        "stage_interval",
        "greenhouse",
        """select stay_id from stay join ended using (application_id) cross join clock
        where year(shown_exited_at) = 2200 and stay.exited_at <= as_of_at and exit_type = 'active'
            and is_open_in_source""",
    ),
    (
        "KEY-02",
        "offer",
        "greenhouse",
        "select offer_id from now_offer where opening_id not in (select opening_id from opening)",
    ),
    (
        "INP-01",
        "input",
        "greenhouse",
        """select concat('greenhouse.offers, unread_field, ', offer_id, ', custom field ', field)
        from now_offer cross join (values ('base_salary'), ('expires_on')) as fields(field)
        where is_shown_unreadable""",
    ),
    (
        "REQ-03",
        "hiring_plan",
        "filedrop",
        f"""select concat(function, ', ', quarter_start_date, ', version ', plan_version)
        from hiring_plan cross join clock where planned_at <= as_of_at and function not in ({_FUNCTIONS})""",
    ),
    (
        "SRC-02",
        "source",
        "greenhouse",
        """select concat('greenhouse.', source_id) from source
        where channel is null and source_id in (select source_id from now_application)""",
    ),
    (
        "SRC-02",
        "source_spend",
        "filedrop",
        f"select {_SPEND} from ({_BOOKED}) where source_name is not null and source_name not in {_LABELS}",
    ),
    (
        "MON-01",
        "source_spend",
        "filedrop",
        f"select {_SPEND} from ({_BOOKED}) where currency not in (select currency from currency_rate)",
    ),
    (
        "SRC-05",
        "spend_month",
        "filedrop",
        f"""select concat_ws(', ', month_start_date, cost_side, lower(source_name))
        from source_spend as missing cross join clock
        where source_name is not null and booked_at > as_of_at
            and date_add(month_start_date, interval 1 month) + interval 10 day <= cast(as_of_at as date)
            and (select count(*) from ({_BOOKED}) as earlier
                where earlier.source_name = missing.source_name and earlier.month_start_date < missing.month_start_date
                    and earlier.month_start_date >= date_add(missing.month_start_date, interval (-3) month)) >= 2""",
    ),
)
