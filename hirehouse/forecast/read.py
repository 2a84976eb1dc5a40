"""Read the funnel's history from the warehouse's intermediate tables, before anything is published from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from hirehouse.base.vocabulary import STAGES
from hirehouse.forecast.history import (
    ACTIVE,
    CENSORED,
    HIRED,
    NEVER,
    OUT,
    History,
    Holds,
    Openings,
    Plans,
    Requisitions,
    Visits,
    day_number,
)
from hirehouse.forecast.quarantined import is_kept, list_quarantined


@dataclass(frozen=True)
class HistoryRelations:
    """Where the funnel's history is, and what orders the stays of an application.

    ``is_kept_plan`` is a condition: a published plan has no key, and nothing that is quarantined.
    """

    clock: str
    requisitions: str
    openings: str
    opening_intervals: str
    applications: str
    stays: str
    stay_order: str
    plans: str
    is_kept_plan: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Every relation of the warehouse's own that is read."""
        return (
            self.requisitions,
            self.openings,
            self.opening_intervals,
            self.applications,
            self.stays,
            self.plans,
        )


# In the private warehouse, before core is built; and in a published file.
PRIVATE = HistoryRelations(
    clock="ops.run_clock",
    requisitions="intermediate.int_requisitions__keyed",
    openings="intermediate.int_openings__keyed",
    opening_intervals="intermediate.int_opening_intervals__built",
    applications="intermediate.int_applications__enriched",
    stays="intermediate.int_stage_intervals__built",
    stay_order="stay_number",
    plans="intermediate.int_hiring_plan__keyed",
    is_kept_plan=is_kept("hiring_plan", "plan_key"),
)
PUBLISHED = HistoryRelations(
    clock="core.publication",
    requisitions="core.dim_requisition",
    openings="core.fct_opening",
    opening_intervals="core.fct_opening_interval",
    applications="core.fct_application",
    stays="core.fct_stage_interval",
    stay_order="entered_at",
    plans="core.fct_hiring_plan",
    is_kept_plan="true",
)

_KEPT = {
    "is_kept_requisition": is_kept("requisition", "requisition_key"),
    "is_kept_opening": is_kept("opening", "opening_key"),
    "is_kept_application": is_kept("application", "application_key"),
    "is_kept_stay": is_kept("stage_interval", "interval_key"),
}

_REQUISITIONS = """
    select
        requisition_key,
        job_id,
        coalesce(function, 'Unassigned') as function,
        is_evergreen,
        least(opened_date, first_applied) as opened,
        case when status in ('closed', 'cancelled') then coalesce(closed_date, last_left, opened_date) end as closed
    from {requisitions}
    left join (
        select requisition_key, min(applied_date) as first_applied, max(exited_date) as last_left
        from {applications} group by requisition_key
    ) using (requisition_key)
    where status <> 'draft' and coalesce(opened_date, first_applied) is not null and {is_kept_requisition}"""

_OPENINGS = """
    select
        opening_key,
        opening_id,
        requisitions.position as requisition,
        coalesce(openings.opened_date, requisitions.opened) as opened,
        openings.filled_date as filled,
        case
            when status in ('cancelled', 'closed') then coalesce(openings.closed_date, requisitions.closed)
        end as closed,
        target_fill_date as target
    from {openings} as openings
    inner join requisitions using (requisition_key)
    where {is_kept_opening}"""

_APPLICATIONS = """
    select
        application_key,
        application_id,
        applied_at,
        requisitions.position as requisition,
        case
            when status = 'active' then {active}
            when status = 'hired' then {hired}
            when status in ('rejected', 'withdrawn') then {out}
            else {censored}
        end as ending,
        coalesce(hired_date, exited_date) as ended
    from {applications}
    inner join requisitions using (requisition_key)
    where {is_kept_application}"""

# Numbers stand for keys as early as can be: what is grouped and sorted here is most of what is read.
_VISITS = """
    with stages as (
        select * from (values {stages})
            as named (canonical_stage, stage)
    )

    select
        applications.position as application,
        stage,
        min({stay_order}) as stay_order,
        min(entered_date) as entered,
        nullif(max(coalesce(exited_date, '9999-12-31'::date)), '9999-12-31'::date) as exited,
        min(case when is_reconstructed then entered_date else known_at::date end) as known
    from {stays}
    inner join stages using (canonical_stage)
    inner join applications using (application_key)
    where entered_date is not null and {is_kept_stay}
    group by application, stage, visit_number
    order by application, stay_order, entered, stage"""

_HOLDS = """
    select openings.position as opening, started_date as started, ended_date as ended
    from {opening_intervals}
    inner join openings using (opening_key)
    where status = 'on_hold'
    order by openings.position, started"""

_PLANS = """
    select function, plan_seats, quarter_start_date as quarter, planned_at::date as planned
    from {plans}
    where function is not null and plan_seats is not null and planned_at is not null and {is_kept_plan}
    order by function, quarter, planned_at, plan_version"""


@dataclass(frozen=True)
class Keys:
    """The warehouse's keys behind a ``History``'s indices; ``applications`` of active ones only, by their index."""

    applications: dict[int, str]
    requisitions: NDArray[np.str_]
    openings: NDArray[np.str_]


def read_history(connection: duckdb.DuckDBPyConnection, relations: HistoryRelations = PRIVATE) -> tuple[History, Keys]:
    """The history as of the run's clock, and the keys behind its indices.

    Rows of unknown requisitions are left out, as they are of every fact, and so is what the first gate quarantined: a
    published file lacks it, the private warehouse still has it. A requisition is open from its first application on
    where that came first: its opening was written down late. Raises ``duckdb.Error`` where a table is missing,
    ``ValueError`` without a clock.
    """
    clock = connection.execute(f"select as_of_date from {relations.clock}").fetchone()
    if clock is None:
        raise ValueError(f"{relations.clock} is empty: the warehouse was not prepared for a run")
    codes = {"active": ACTIVE, "hired": HIRED, "out": OUT, "censored": CENSORED}
    stages = ", ".join(f"('{name}', {number})" for number, name in enumerate(STAGES))
    list_quarantined(connection, relations.applications if relations == PRIVATE else None)
    names = vars(relations) | codes | {"stages": stages} | _KEPT
    _number(connection, "requisitions", "job_id, requisition_key", _REQUISITIONS.format(**names))
    _number(connection, "openings", "opening_id, opening_key", _OPENINGS.format(**names))
    _number(connection, "applications", "application_id, applied_at, application_key", _APPLICATIONS.format(**names))
    requisitions, openings, applications = (
        connection.execute(f"select {columns} from {name} order by position").fetchnumpy()
        for name, columns in (("requisitions", "*"), ("openings", "*"), ("applications", "requisition, ending, ended"))
    )
    # Written out, not bound: the first parameter makes duckdb import pandas, which takes longer than most reads.
    active = connection.execute(
        f"select position, application_key from applications where ending = {ACTIVE}"
    ).fetchall()
    visits, holds, plans = (connection.execute(sql.format(**names)).fetchnumpy() for sql in (_VISITS, _HOLDS, _PLANS))
    functions = np.unique(np.concatenate([_text(requisitions["function"]), _text(plans["function"])]))
    history = History(
        origin=day_number(clock[0]),
        functions=tuple(str(name) for name in functions),
        visits=_followed(visits, applications),
        requisitions=Requisitions(
            function=_position(functions, requisitions["function"]),
            is_evergreen=_flag(requisitions["is_evergreen"]),
            opened=_days(requisitions["opened"]),
            closed=_days(requisitions["closed"]),
        ),
        openings=Openings(
            requisition=_whole(openings["requisition"]),
            opened=_days(openings["opened"]),
            filled=_days(openings["filled"]),
            closed=_days(openings["closed"]),
            target=_days(openings["target"]),
        ),
        holds=Holds(
            opening=_whole(holds["opening"]),
            started=_days(holds["started"]),
            ended=_days(holds["ended"]),
        ),
        plans=Plans(
            function=_position(functions, plans["function"]),
            seats=_whole(plans["plan_seats"]),
            quarter=_days(plans["quarter"]),
            planned=_days(plans["planned"]),
        ),
    )
    keys = Keys(dict(active), _text(requisitions["requisition_key"]), _text(openings["opening_key"]))
    return history, keys


def _followed(visits: dict[str, Any], applications: dict[str, Any]) -> Visits:
    """Visits by application and time, each with what came after it: the next visit, or the application's ending."""
    application, stage = _whole(visits["application"]), _whole(visits["stage"])
    entered, exited = _days(visits["entered"]), _days(visits["exited"])
    ending, ended = _whole(applications["ending"])[application], _days(applications["ended"])[application]
    is_last = np.diff(application, append=-1) != 0
    over = np.where(ended < NEVER, ended, np.where(exited < NEVER, exited, entered))
    over = np.where(ending == ACTIVE, NEVER, np.maximum(over, entered))
    return Visits(
        application=application,
        requisition=_whole(applications["requisition"])[application],
        stage=stage,
        outcome=np.where(is_last, ending, np.roll(stage, -1)),
        is_first=np.diff(application, prepend=-1) != 0,
        entered=entered,
        left=np.where(is_last, over, np.roll(entered, -1)),
        known=_days(visits["known"]),
    )


def _number(connection: duckdb.DuckDBPyConnection, name: str, order: str, sql: str) -> None:
    """Keep a query's rows as a temporary table with their ``position`` in ``order`` from 0.

    Random numbers are dealt by position, so the order is that of the source's own ids: our keys hash the system's name,
    and the same records loaded in another way would draw other numbers.
    """
    numbered = f"select *, row_number() over (order by {order}) - 1 as position from ({sql})"
    connection.execute(f"create or replace temp table {name} as {numbered}")


def _text(values: Any) -> NDArray[np.str_]:
    return np.ma.getdata(values).astype(np.str_)


def _position(keys: NDArray[np.str_], values: Any) -> NDArray[np.int64]:
    return np.searchsorted(keys, _text(values)).astype(np.int64)


def _whole(values: Any) -> NDArray[np.int64]:
    return np.ma.getdata(values).astype(np.int64)


def _flag(values: Any) -> NDArray[np.bool_]:
    return np.ma.filled(np.ma.asarray(values), False).astype(bool)


def _days(values: Any) -> NDArray[np.int64]:
    """Day numbers; missing dates (masked or not-a-time) become ``NEVER``."""
    days = np.ma.getdata(values).astype("datetime64[D]")
    missing = np.ma.getmaskarray(values) | np.isnat(days)
    return np.where(missing, NEVER, days.astype(np.int64))
