"""Labelled dirt: the faults of the shipped hygiene rules, planted on purpose.

`Dirt` decides what people fail to do while the company is simulated (offers nobody records, requisitions nobody closes
or cleans up); `plant` then spoils single records. What is planted is labelled in the table `planted`; whether a record
breaks its rule at an instant is `findings.expected_findings`' business, because real life breaks the same rules
without help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hirehouse.sandbox.columns import Columns
from hirehouse.sandbox.demand import FIRST_JOB, LENGTHS, SimulatedDemand
from hirehouse.sandbox.dirt_links import plant_links
from hirehouse.sandbox.dirt_names import plant_names
from hirehouse.sandbox.dirt_times import plant_times
from hirehouse.sandbox.journeys import Journeys
from hirehouse.sandbox.organisation import FIRST_CLOSE_REASON
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, NEVER, NOW
from hirehouse.sandbox.walks import CLOSED

PROFILES = ("none", "standard", "blocking")
_UNMAPPED_STAGE = "Values Deep Dive"
_UNMAPPED_STAGE_IDS = 500_000_000
"""By how much the id of an unmapped stage is above that of the stage it replaces: no company has so many."""
_FAR_FUTURE = NOW + 500 * DAY
"""Beyond every instant the sandbox can be asked about, so the fault stays a fault."""


@dataclass(frozen=True)
class Dirt:
    """How much goes wrong. All shares are 0 for the profile `none`."""

    profile: str

    @property
    def is_on(self) -> bool:
        """Whether anything is planted at all."""
        return self.profile != "none"

    @property
    def slow_share(self) -> float:
        """Share of requisitions left open for weeks after their last seat ended (APP-04)."""
        return 0.04 if self.is_on else 0.0

    def left_open(self, rng: np.random.Generator, made: Journeys) -> np.ndarray:
        """Applications nobody disposes of when their requisition closes (APP-03)."""
        app, jobs = made.app, len(made.work_ended)
        last_job = np.where(app["next_job"] >= 0, app["next_job"], app["job"])
        messy = rng.random(jobs) < (0.05 if self.is_on else 0.0)
        return (app["end_kind"] == CLOSED) & messy[last_job] if jobs else np.zeros(0, dtype=bool)

    def unrecorded(
        self, rng: np.random.Generator, made: Journeys, demand: SimulatedDemand, stays: Columns
    ) -> np.ndarray:
        """Applications in the offer stage whose offer is only ever spoken about (OFF-01 when hired, OFF-04 before)."""
        app = made.app
        verbal = rng.random(len(app["job"])) < np.where(app["is_hire"], 0.012, 0.05)
        at_offer = stays["pos"] == LENGTHS[demand.template[stays["job"]]] - 1
        now = at_offer & (stays["entered_at"] < NOW - 3 * DAY) & (stays["ends"] > NOW + DAY)
        verbal[stays["app"][np.flatnonzero(now)[:3]]] = True
        return verbal & self.is_on


def plant(
    rng: np.random.Generator,
    dirt: Dirt,
    tables: dict[str, Columns],
    demand: SimulatedDemand,
    made: Journeys,
    names: np.random.Generator,
    times: np.random.Generator,
) -> Columns:
    """Spoil single records in place and return the table `planted`.

    ``names`` draws for `dirt_names` and `dirt_links` alone, ``times`` for `dirt_times`.
    """
    labels: list[tuple[str, str, np.ndarray]] = []
    if dirt.is_on:
        for fault in (
            _no_reason,
            _no_source,
            _no_start,
            _not_marked,
            _no_hire,
            _two_on_a_seat,
            _future_scorecard,
            _left_before,
            _wrong_stage,
        ):
            labels.append(fault(rng, tables, made))
        labels += plant_names(names, tables)
        labels += plant_times(times, tables)
        labels += plant_links(names, tables)
    if dirt.profile == "blocking":
        labels.append(_unmapped(tables))
    sizes = [len(ids) for _, _, ids in labels]
    return {
        "rule_id": np.repeat(np.array([label[0] for label in labels], dtype=object), sizes),
        "entity_type": np.repeat(np.array([label[1] for label in labels], dtype=object), sizes),
        "entity_id": np.concatenate([label[2] for label in labels]) if labels else np.zeros(0, np.int64),
    }


Planted = tuple[str, str, np.ndarray]
Fault = Callable[[np.random.Generator, dict[str, Columns], Journeys], Planted]


def _some(rng: np.random.Generator, fits: np.ndarray, share: float, past: np.ndarray, at_least: int = 2) -> np.ndarray:
    """A random share of the fitting rows, and at least a few that are already past at the demo's now."""
    rows = np.flatnonzero(fits & (rng.random(len(fits)) < share))
    now = np.flatnonzero(fits & (past < NOW - 4 * DAY))
    if np.isin(rows, now).sum() < at_least and len(now):
        rows = np.union1d(rows, rng.choice(now, min(at_least, len(now)), replace=False))
    return rows


def _no_reason(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table, offer = tables["rejection"], tables["offer"]
    # Only the reason's type tells an offer that was taken back from one that was declined: without it nobody can say.
    taken_back = offer["application_id"][offer["resolution"] == "rescinded"]
    fits = (table["exit_kind"] == "rejected") & table["is_final"] & ~np.isin(table["application_id"], taken_back)
    rows = _some(rng, fits, 0.008, table["rejected_at"])
    table["reason_id"][rows] = NA
    return "REJ-01", "application", table["application_id"][rows]


def _no_source(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table = tables["application"]
    rows = _some(rng, (made.app["channel"] < 2) & (made.app["next_job"] < 0), 0.008, table["created_at"])
    table["source_id"][rows] = NA
    return "SRC-01", "application", table["application_id"][rows]


def _no_start(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table = tables["offer"]
    rows = _some(rng, table["resolution"] == "accepted", 0.012, table["resolved_at"])
    table["start_date"][rows] = NA
    return "OFF-02", "offer", table["offer_id"][rows]


def _not_marked(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table, offer = tables["application"], tables["offer"]
    recorded = np.isin(table["application_id"], offer["application_id"][offer["resolution"] == "accepted"])
    rows = _some(rng, recorded & (table["hired_at"] != NA) & ~table["is_internal"], 0.012, table["hired_at"])
    table["hired_at"][rows] = NA
    return "OFF-03", "application", table["application_id"][rows]


def _no_hire(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table = tables["opening_life"]
    rows = _some(rng, table["close_kind"] == "cancelled", 0.06, table["closed_at"])
    table["close_kind"][rows] = "filled"
    table["close_reason_id"][rows] = FIRST_CLOSE_REASON
    return "OPN-01", "opening", table["opening_id"][rows]


def _two_on_a_seat(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    life, opening, offer, application = (
        tables["opening_life"],
        tables["opening"],
        tables["offer"],
        tables["application"],
    )
    job_of = opening["job_id"][np.searchsorted(opening["opening_id"], life["opening_id"])]
    held = (
        (life["filled_application_id"] != NA)
        & (life["life_number"] == 1)
        & ~np.isin(life["opening_id"], life["opening_id"][life["life_number"] == 2])
    )
    reneged = application["application_id"][made.hires["app"][made.hires["left_day"] < NEVER]]
    held &= ~np.isin(life["filled_application_id"], reneged) & np.isin(
        life["filled_application_id"], offer["application_id"]
    )
    pair = np.zeros(len(held), dtype=bool)
    pair[1:] = (
        held[1:] & held[:-1] & (job_of[1:] == job_of[:-1]) & (life["closed_at"][1:] > life["closed_at"][:-1] + DAY)
    )
    pair &= ~np.roll(pair, 1)
    rows = _some(rng, pair & ~made_evergreen(tables, job_of), 0.03, life["closed_at"])
    second, seat = life["filled_application_id"][rows], life["opening_id"][rows - 1]
    target = {int(a): int(s) for a, s in zip(second, seat, strict=True)}
    for row in np.flatnonzero(np.isin(offer["application_id"], second)):
        offer["opening_id"][row] = target[int(offer["application_id"][row])]
    life["filled_application_id"][rows] = NA
    life["close_kind"][rows] = "cancelled"
    life["close_reason_id"][rows] = FIRST_CLOSE_REASON + 3
    return "OPN-03", "application", second


def made_evergreen(tables: dict[str, Columns], job_id: np.ndarray) -> np.ndarray:
    """Whether each requisition is evergreen."""
    return np.asarray(tables["requisition"]["is_evergreen"])[job_id - FIRST_JOB]


def _future_scorecard(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table = tables["scorecard"]
    rows = _some(rng, table["submitted_at"] != NA, 0.0006, table["submitted_at"])
    table["shown_submitted_at"][rows] = _FAR_FUTURE + rng.integers(0, 20 * DAY, len(rows))
    return "TIM-01", "scorecard", table["scorecard_id"][rows]


def _left_before(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table = tables["stay"]
    whole = ~table["is_backfilled"] & ~table["is_accidental"] & (table["folds_into_stay_id"] == NA)
    whole &= ~np.isin(table["stay_id"], table["folds_into_stay_id"]) & ~np.isin(
        table["application_id"], tables["rejection"]["application_id"][~tables["rejection"]["is_final"]]
    )
    fits = whole & (table["exited_at"] != NA) & (table["exited_at"] - table["entered_at"] > DAY)
    # never the first stay of its application: there is one left to say where it was; nor one of an application that was
    # moved to another job, whose day follows from when the stays before it ended
    follows = np.zeros(len(fits), dtype=bool)
    follows[1:] = (table["app"][1:] == table["app"][:-1]) & (table["job_id"][1:] == table["job_id"][:-1]) & whole[:-1]
    fits &= follows & (made.app["next_job"][table["app"]] < 0)
    rows = _some(rng, fits, 0.0005, np.where(fits, table["exited_at"], NEVER))
    table["shown_exited_at"][rows] = table["entered_at"][rows] - DAY - rng.integers(0, DAY, len(rows))
    return "STG-02", "stage_interval", table["stay_id"][rows]


def _wrong_stage(rng: np.random.Generator, tables: dict[str, Columns], made: Journeys) -> Planted:
    table, stay = tables["application"], tables["stay"]
    whole = ~stay["is_backfilled"] & ~stay["is_accidental"] & (stay["folds_into_stay_id"] == NA)
    here = (
        whole
        & (stay["pos"] >= 1)
        & (stay["pos"] <= 3)
        & (stay["entered_at"] < NOW - DAY)
        & (stay["ends"] > NOW + 2 * DAY)
    )
    here &= (
        (made.app["next_job"][stay["app"]] < 0)
        & ~made.app["is_hire"][stay["app"]]
        & (table["deleted_at"][stay["app"]] == NA)
    )
    rows = _some(rng, here, 0.03, stay["entered_at"])
    rows = rows[np.unique(stay["app"][rows], return_index=True)[1]]
    app = stay["app"][rows]
    table["shown_stage_id"][app] = stay["stage_id"][rows] - stay["pos"][rows]
    table["shown_stage_at"][app] = stay["entered_at"][rows]
    return "STG-05", "application", table["application_id"][app]


def _unmapped(tables: dict[str, Columns]) -> Planted:
    """Stages somebody put in the place of others: under ids of their own, as one only renamed goes on as it was."""
    table = tables["stage"]
    known = np.flatnonzero((table["sort_order"] == 2) & (table["created_at"] < NOW - 10 * DAY))
    rows = known[len(known) - max(1, len(known) // 150) :] if len(known) else known
    table["name"][rows] = _UNMAPPED_STAGE
    table["canonical_stage"][rows] = None
    replaced = table["stage_id"][rows]
    for each in tables.values():
        for column in ("stage_id", "shown_stage_id"):
            if column in each:
                each[column] = each[column] + np.where(np.isin(each[column], replaced), _UNMAPPED_STAGE_IDS, 0)
    return "STG-01", "stage", table["stage_id"][rows]
