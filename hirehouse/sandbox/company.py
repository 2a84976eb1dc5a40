"""`build_company`: the simulated company, from a seed and a size.

Order of making: demand (seats and their fates), journeys (a hire per filled seat, then everybody else), persons and
records, interviews, offers, outreach, finance, dirt. Every step draws from its own stream of the seed, so a change in
one does not move the others.
"""

from __future__ import annotations

import numpy as np

from hirehouse.sandbox import finance, offers, outreach
from hirehouse.sandbox.applications import (
    application_table,
    bulk_logged,
    or_null,
    referrer_table,
    rejection_table,
    stay_table,
)
from hirehouse.sandbox.columns import Columns
from hirehouse.sandbox.demand import build_demand, requisition_table, seat_tables, stage_tables
from hirehouse.sandbox.dirt import PROFILES, Dirt, plant
from hirehouse.sandbox.evaluation import build_interviews
from hirehouse.sandbox.journeys import build_journeys
from hirehouse.sandbox.organisation import build_staff, build_vocabularies
from hirehouse.sandbox.people import candidate_table, person_of_application, person_table
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import HORIZON
from hirehouse.sandbox.world import DEMO_NOW, TABLES, World, to_arrow

DEFAULT_SCALE = 25_000


def build_company(seed: int = 1, scale: int = DEFAULT_SCALE, dirt: str = "standard") -> World:
    """Simulate the company.

    Args:
        seed: same seed, scale and dirt give identical tables on every machine.
        scale: applications created in the 30 months before `DEMO_NOW`, exactly; requisitions, staff and prospects
            grow with it. Below 20 there is one requisition with one open seat; 0 is a company that never posted a job.
        dirt: `none`, `standard` or `blocking` (see `dirt.py`).

    Raises:
        ValueError: a negative scale or an unknown dirt profile.
    """
    if scale < 0:
        raise ValueError(f"scale must be 0 or more applications, got {scale}")
    if dirt not in PROFILES:
        raise ValueError(f"unknown dirt profile {dirt!r}; one of {', '.join(PROFILES)}")
    streams = iter(np.random.SeedSequence([seed, scale]).spawn(24))

    def rng() -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(next(streams)))

    faults = Dirt(dirt)
    demand = build_demand(rng(), scale)
    jobs = len(demand.template)
    staff = build_staff(rng(), jobs)
    made = build_journeys(rng(), demand, scale, faults.slow_share)
    bulk_logged(rng(), made)
    tables: dict[str, Columns] = build_vocabularies()
    tables["app_user"] = staff.table
    requisition = requisition_table(rng(), demand, staff, made.work_ended)
    requisition["closed_at"] = or_null(made.closed)
    requisition["work_ended_at"] = or_null(made.work_ended)
    tables["requisition"] = requisition
    tables["stage"], tables["interview_plan"] = stage_tables(demand)
    application = application_table(rng(), made, requisition, staff.table)
    tables["application"], tables["referrer"] = application, referrer_table(staff.table)
    stays = stay_table(rng(), made, demand, application)
    tables["stay"] = stays

    chance = rng()
    application["person_id"], earlier = person_of_application(chance, made, application, staff.table)
    applicants = int(application["person_id"].max(initial=len(staff.table["user_id"])))
    person = person_table(chance, applicants + outreach.prospects_wanted(scale), staff.table)
    tables["person"] = person
    tables["candidate"], application["candidate_id"] = candidate_table(chance, made, application, person, earlier)

    dirty = rng()
    tables["rejection"] = rejection_table(rng(), made, demand, application, faults.left_open(dirty, made))
    tables |= build_interviews(rng(), demand, stays, tables["interview_plan"], requisition, staff, made.app["end_kind"])
    tables["offer"] = offers.offer_table(rng(), made, demand, stays, faults.unrecorded(dirty, made, demand, stays))
    tables["approval"] = offers.approval_table(rng(), tables["offer"], requisition, staff.managers)
    tables["employment"] = offers.employment_table(rng(), made, application, staff.table, person["email"])
    life = made.life | {
        "application_id": np.where(made.life["hire"] >= 0, application["application_id"][made.life["hire"]], NA)
        if len(application["application_id"])
        else np.full(len(made.life["hire"]), NA)
    }
    tables |= seat_tables(rng(), demand, life)
    requisition["close_kind"] = _close_kind(requisition, tables["opening_life"], tables["opening"])
    tables |= outreach.build_outreach(
        rng(), demand, application, made.app["job"], made.app["channel"], person, applicants + 1, staff, application
    )
    tables["hiring_plan"] = finance.plan_table(rng(), demand)
    tables["source_spend"] = finance.spend_table(rng(), scale)
    tables["cost_parameter"], tables["holiday"] = finance.parameter_table(), finance.holiday_table()
    tables["currency_rate"] = finance.rate_table()
    tables["review"] = finance.review_table(rng(), demand, requisition, made.work_ended)
    own = (np.random.default_rng([seed, scale, number]) for number in (1, 2))
    tables["planted"] = plant(dirty, faults, tables, demand, made, *own)
    tables["application_event"] = offers.activity_table(tables)
    return _typed(seed, scale, dirt, tables)


def _close_kind(requisition: Columns, life: Columns, opening: Columns) -> np.ndarray:
    """`filled` where at least one seat was, else `cancelled`; None while open."""
    filled_openings = life["opening_id"][life["close_kind"] == "filled"]
    filled_jobs = opening["job_id"][np.isin(opening["opening_id"], filled_openings)]
    kind = np.where(np.isin(requisition["job_id"], filled_jobs), "filled", "cancelled").astype(object)
    kind[requisition["closed_at"] == NA] = None
    return kind


def _typed(seed: int, scale: int, dirt: str, tables: dict[str, Columns]) -> World:
    """Keep the declared columns, drop rows that begin beyond the horizon, type everything."""
    typed = {}
    for name, spec in TABLES.items():
        columns = {column: tables[name][column] for column in spec.columns}
        table = to_arrow(name, columns)
        if name in ("requisition", "opening", "stage", "interview_plan"):
            begun = np.asarray(tables[name]["created_at"]) <= HORIZON
            table = table.filter(begun)
        typed[name] = table
    return World(seed=seed, scale=scale, dirt=dirt, now=DEMO_NOW, tables=typed)
