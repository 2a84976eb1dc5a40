"""What surrounds the random company's applications: seats, outreach and money."""

from __future__ import annotations

from datetime import date, timedelta

from tests.companies.draws import AS_OF_AT, CHANNELS, FUNCTIONS, Draws, Row, as_of_date


def add_seats(company: Draws) -> None:
    """Seats, filled by hires where they fit, and their daily snapshots."""
    hires = [row for row in company.tables["fct_application"] if row["hired_at"] is not None]
    for number in range(90):
        requisition: Row = company.pick(company.tables["dim_requisition"])  # type: ignore[assignment]
        same = [row for row in hires if row["requisition_key"] == requisition["requisition_key"]]
        opened = as_of_date() - timedelta(days=int(company.random.integers(5, 400)))
        hire = same.pop() if same and company.chance(0.6) else None
        if hire is not None:
            hires.remove(hire)
            opened = hire["hired_date"] - timedelta(days=int(company.random.integers(-2, 120)))  # type: ignore[operator]
        status = "filled" if hire else str(company.pick(("open", "open", "open", "on_hold", "cancelled")))
        closed = opened + timedelta(days=int(company.random.integers(1, 90))) if status == "cancelled" else None
        closed = None if closed is None else min(closed, as_of_date())
        end: date = hire["hired_date"] if hire else closed or as_of_date()  # type: ignore[assignment]
        target = None if company.chance(0.05) else opened + timedelta(days=int(company.random.integers(20, 260)))
        seat: Row = {
            "opening_key": f"s{number}",
            "requisition_key": requisition["requisition_key"],
            "function": None if company.chance(0.02) else requisition["function"],
            "status": status,
            "filled_application_key": hire["application_key"] if hire else None,
            "gross_open_days": (end - opened).days,
            "net_open_days": (end - opened).days - int(company.random.integers(0, 9)),
            "opened_date": opened,
            "closed_date": closed if status == "cancelled" else end if hire else None,
            "filled_date": hire["hired_date"] if hire else None,
            "target_fill_date": target,
        }
        company.tables["fct_opening"].append(seat)
        day = max(opened, date(2025, 3, 1))
        while day <= as_of_date() and (day < end or status in ("open", "on_hold")):
            company.tables["fct_opening_snapshot"].append(
                {
                    "opening_key": seat["opening_key"],
                    "requisition_key": seat["requisition_key"],
                    "function": seat["function"],
                    "status": "open",
                    "snapshot_date": day,
                    "target_fill_date": None if target is None else target - timedelta(days=10),
                }
            )
            day += timedelta(days=1)


def add_outreach(company: Draws) -> None:
    """Enrolments of a system that reports everything and of one that is mute."""
    for number in range(250):
        first = None if company.chance(0.05) else AS_OF_AT - company.days(1, 300)
        mute = number % 5 == 0
        delivered = None if mute else company.chance(0.92)
        company.tables["fct_enrollment"].append(
            {
                "enrollment_key": f"e{number}",
                "person_key": company.pick(company.people),
                "system": "mute" if mute else "crm",
                "sequence_id": f"x{number % 3}",
                "is_delivered": delivered,
                "is_opened": None if mute else company.chance(0.6),
                "is_clicked": None if mute else company.chance(0.2),
                "is_replied": delivered is not False and company.chance(0.3),
                "is_interested": delivered is not False and company.chance(0.1),
                "first_sent_at": first,
            }
        )


def add_money(company: Draws) -> None:
    """Spend, plan and Finance's parameters, with amounts and functions missing here and there."""
    months = [date(2025, month, 1) for month in range(4, 13)] + [date(2026, month, 1) for month in range(1, 6)]
    for month in months:
        for channel in (*CHANNELS, None):
            if company.chance(0.6):
                company.tables["fct_source_spend"].append(
                    {
                        "cost_side": company.pick(("external", "external", "internal")),
                        "channel": channel,
                        "function": company.pick((*FUNCTIONS, None)),
                        "spend_company_amount": None
                        if company.chance(0.05)
                        else round(float(company.random.uniform(100, 9000)), 2),
                        "month_start_date": month,
                    }
                )
    for quarter in (date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)):
        for function in FUNCTIONS[:2]:
            for version in range(1 + int(company.random.integers(0, 3))):
                company.tables["fct_hiring_plan"].append(
                    {
                        "function": function,
                        "plan_version": f"v{version}",
                        "plan_seats": int(company.random.integers(0, 9)),
                        "quarter_start_date": quarter,
                        "planned_at": AS_OF_AT - timedelta(days=200 - 90 * version),
                    }
                )
    for name, function, multiplier, since in (
        ("a", None, 0.25, date(2025, 1, 1)),
        ("b", "Sales", 0.3, date(2025, 1, 1)),
        ("c", "Sales", 0.4, date(2026, 1, 1)),
        ("d", "Design", 0.9, date(2027, 1, 1)),
    ):
        company.tables["dim_cost_parameter"].append(
            {"parameter_set": name, "function": function, "value_multiplier": multiplier, "valid_from_date": since}
        )
