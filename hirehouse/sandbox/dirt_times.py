"""Labelled dirt about times and persons: dates nobody can mean, ends without a date, one candidate for many people.

`dirt.plant` spoils what people forget; here it is dates and ids that are wrong. Most of it is planted on applications
that were rejected long ago and are the only one of their person, so that no other record says anything about the same
thing.
"""

from __future__ import annotations

import numpy as np

from hirehouse.sandbox.columns import Columns
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HOUR, NOW

Planted = tuple[str, str, np.ndarray]
"""rule, kind of entity, ids"""

_ZERO_DAY = -2_209_161_600
"""1899-12-30, the first day of a spreadsheet: what an empty cell becomes in an export."""

_MANY = 51
"""Applications of one candidate, one more than PER-02 allows."""


def plant_times(rng: np.random.Generator, tables: dict[str, Columns]) -> list[Planted]:
    """Spoil records in place; returns what was planted."""
    application, rejection = tables["application"], tables["rejection"]
    place = np.asarray(np.searchsorted(application["application_id"], rejection["application_id"]))
    quiet = _quiet(tables)
    fits = rejection["is_final"] & quiet[place] & (rejection["rejected_at"] < NOW - 90 * DAY)
    fits &= (rejection["exit_kind"] == "rejected") & (rejection["reason_id"] != NA)
    fits &= rejection["rejected_at"] - application["created_at"][place] > 12 * DAY
    rows = rng.permutation(np.flatnonzero(fits))
    few = max(1, min(4, len(rows) // 12))
    parts = [rows[number * few : (number + 1) * few] for number in range(4)]
    zero_day, later, nowhere, undated = (place[part] for part in parts)
    many = place[rows[4 * few : 4 * few + _MANY]]
    application["shown_created_at"][zero_day] = _ZERO_DAY
    application["shown_created_at"][later] = (
        application["created_at"][later] + 8 * DAY + rng.integers(0, DAY, len(later))
    )
    application["is_shown_without_job"][nowhere] = True
    rejection["is_shown_undated"][parts[3]] = True
    return [
        ("TIM-03", "application", application["application_id"][zero_day]),
        ("APP-06", "application", application["application_id"][later]),
        ("APP-05", "application", application["application_id"][nowhere]),
        ("TIM-04", "application", application["application_id"][undated]),
        _one_candidate(application, many),
        _ends_before(rng, tables, quiet),
        _starts_elsewhen(rng, tables),
    ]


def _quiet(tables: dict[str, Columns]) -> np.ndarray:
    """Applications of which nothing else is planted or peculiar: never moved to another requisition, late, hired or
    deleted, with all stays told, and the only one of a person whose record stays as it is."""
    table, stay, candidate = tables["application"], tables["stay"], tables["candidate"]
    people, times = np.unique(table["person_id"], return_counts=True)
    record = np.searchsorted(candidate["candidate_id"], table["candidate_id"])
    untouched = np.ones(len(table["application_id"]), dtype=bool)
    for column in ("merged_at", "deleted_at", "anonymised_at"):
        untouched &= candidate[column][record] == NA
    won = np.isin(table["candidate_id"], candidate["merged_into_id"])
    odd = stay["is_backfilled"] | stay["is_accidental"] | (stay["folds_into_stay_id"] != NA)
    odd |= stay["shown_exited_at"] != NA
    undone = tables["rejection"]["application_id"][~tables["rejection"]["is_final"]]
    return (
        untouched
        & ~won
        & (times[np.searchsorted(people, table["person_id"])] == 1)
        & (table["next_job_id"] == NA)
        & (table["visible_at"] == table["created_at"])
        & (table["accepted_at"] == NA)
        & (table["deleted_at"] == NA)
        & (table["shown_stage_id"] == NA)
        & (table["source_id"] != NA)
        & ~table["is_internal"]
        & ~np.isin(table["application_id"], np.concatenate([stay["application_id"][odd], undone]))
    )


def _one_candidate(application: Columns, rows: np.ndarray) -> Planted:
    """Many people's applications under the record of the one who came first."""
    if len(rows) < _MANY:
        return "PER-02", "candidate", np.zeros(0, np.int64)
    first = rows[np.argmin(application["created_at"][rows])]
    application["candidate_id"][rows] = application["candidate_id"][first]
    return "PER-02", "candidate", application["candidate_id"][[first]]


def _ends_before(rng: np.random.Generator, tables: dict[str, Columns], quiet: np.ndarray) -> Planted:
    """Interviews that end an hour before they begin."""
    table = tables["interview"]
    place = np.searchsorted(tables["application"]["application_id"], table["application_id"])
    fits = quiet[place] & (table["outcome"] == "completed") & (table["completed_at"] < NOW - 90 * DAY)
    fits &= table["rescheduled_at"] == NA
    rows = np.flatnonzero(fits)
    rows = rng.choice(rows, min(3, len(rows)), replace=False)
    table["shown_ends_at"][rows] = table["starts_at"][rows] - HOUR
    return "TIM-05", "interview", table["interview_id"][rows]


def _starts_elsewhen(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    """Accepted offers that start before the answer, or in the next decade."""
    table = tables["offer"]
    fits = (table["resolution"] == "accepted") & (table["resolved_at"] < NOW - 90 * DAY) & (table["start_date"] != NA)
    rows = np.flatnonzero(fits & np.isin(table["application_id"], tables["employment"]["application_id"]))
    rows = rng.choice(rows, min(3, len(rows)), replace=False)
    day = table["resolved_at"][rows] // DAY
    table["start_date"][rows] = np.where(np.arange(len(rows)) == 0, day - 40, day + 3_650)
    return "OFF-07", "offer", table["offer_id"][rows]
