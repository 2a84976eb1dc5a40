"""What the random company's costs hang on: stays of its seats, holidays, Finance's sets, and what became of hires."""

from __future__ import annotations

from datetime import date, timedelta

from tests.companies.draws import Draws, Row, as_of_date

OFFICES = ("Berlin", "New York", None)


def add_finance(company: Draws) -> None:
    """Fill in what costs and attrition read; draws after everything else, so that the rest stays as it is."""
    for number, requisition in enumerate(company.tables["dim_requisition"]):
        requisition["office"] = OFFICES[number % 3]
    for seat in company.tables["fct_opening"]:
        _add_stays(company, seat)
    for hire in company.tables["fct_hire"]:
        _add_employment(company, hire)
    _add_holidays(company)
    for number, row in enumerate(company.tables["dim_cost_parameter"]):
        row["vacancy_multiplier"] = 1.5 + number / 4
        row["pay_load"] = None if number == 2 and company.chance(0.5) else 1.3
        row["working_days"] = 230
        row["annual_pay_amount"] = 70_000 + 7_919 * number


def _add_stays(company: Draws, seat: Row) -> None:
    """Open stays with now and then a hold between them, to the seat's end; the last one has none while it lasts."""
    begin: date = seat["opened_date"]  # type: ignore[assignment]
    end: date | None = seat["closed_date"]  # type: ignore[assignment]
    status = "open"
    while company.chance(0.4) and begin + timedelta(days=9) < (end or as_of_date()):
        until = begin + timedelta(days=int(company.random.integers(1, 9)))
        _add_stay(company, seat, status, begin, until)
        begin, status = until, "on_hold" if status == "open" else "open"
    if seat["status"] == "on_hold":
        status = "on_hold"
    _add_stay(company, seat, status, begin, end)


def _add_stay(company: Draws, seat: Row, status: str, begin: date, end: date | None) -> None:
    number = len(company.tables["fct_opening_interval"])
    company.tables["fct_opening_interval"].append(
        {
            "opening_interval_key": f"i{number}",
            "opening_key": seat["opening_key"],
            "status": status,
            "started_date": begin,
            "ended_date": end,
        }
    )


def _add_employment(company: Draws, hire: Row) -> None:
    start: date = hire["start_date"]  # type: ignore[assignment]
    hire["has_employee_record"] = company.chance(0.85)
    leaves = start + timedelta(days=int(company.random.integers(5, 300)))
    hire["left_date"] = leaves if company.chance(0.3) and leaves <= as_of_date() else None
    if company.chance(0.05):
        hire["start_date"] = None


def _add_holidays(company: Draws) -> None:
    for year in (2025, 2026):
        for month, day, office in ((1, 1, None), (5, 1, "Berlin"), (5, 1, None), (7, 4, "New York"), (12, 25, None)):
            company.tables["dim_holiday"].append({"office": office, "holiday_date": date(year, month, day)})
    for _ in range(20):
        holiday = as_of_date() - timedelta(days=int(company.random.integers(0, 400)))
        company.tables["dim_holiday"].append({"office": company.pick(OFFICES), "holiday_date": holiday})
