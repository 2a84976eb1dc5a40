"""Labelled dirt in words and links: a status nobody knows, a stay that was never ended, a seat that does not exist,
words where a date and an amount belong.

Its random numbers are its own, as those of `dirt_names` are.
"""

from __future__ import annotations

import numpy as np

from hirehouse.sandbox.columns import Columns
from hirehouse.sandbox.dirt_names import Planted
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, NOW

UNKNOWN_STATUS = "on_ice"
NEVER_ENDED = int(np.datetime64("2200-01-01", "s").astype(np.int64))
"""In ``stay.shown_exited_at``: the API shows no end at all."""

_PAST = NOW - 4 * DAY
_NO_SEAT = 999_999_999
_EACH = 2


def plant_links(rng: np.random.Generator, tables: dict[str, Columns]) -> list[Planted]:
    """Spoil the tables in place; returns the labels: rule, kind of thing, and its id."""
    return [fault(rng, tables) for fault in (_unknown_status, _never_ended, _no_such_seat, _words_for_values)]


def _some(rng: np.random.Generator, fits: np.ndarray) -> np.ndarray:
    rows = np.flatnonzero(fits)
    return np.sort(rng.choice(rows, min(_EACH, len(rows)), replace=False))


def _unknown_status(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    table = tables["interview"]
    called_off = (np.asarray(table["outcome"]) == "cancelled") & (table["ended_at"] < _PAST)
    over = (table["ends_at"] < _PAST) & (table["scheduled_at"] != NA) & (table["deleted_at"] == NA)
    rows = _some(rng, called_off & over & ~np.isin(table["interview_id"], tables["scorecard"]["interview_id"]))
    table["outcome"][rows] = UNKNOWN_STATUS
    return "ENU-01", "interview", table["interview_id"][rows]


def _never_ended(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    """The stay before the current one of an application that is active for days to come; it has earlier ones."""
    stay, application = tables["stay"], tables["application"]
    odd = stay["is_backfilled"] | stay["is_accidental"] | (stay["folds_into_stay_id"] != NA)
    odd |= (stay["shown_exited_at"] != NA) | np.isin(stay["stay_id"], stay["folds_into_stay_id"])
    spoilt = np.isin(stay["application_id"], stay["application_id"][odd])
    shown = application["application_id"][(application["shown_stage_id"] != NA) | (application["deleted_at"] != NA)]
    active = ~spoilt & ~np.isin(stay["application_id"], shown) & (stay["entered_at"] < NOW - DAY)
    active &= (stay["ends"] > NOW + 2 * DAY) & (stay["exited_at"] == NA)
    same = np.r_[False, stay["application_id"][1:] == stay["application_id"][:-1]]
    before = np.roll(stay["pos"], 1)
    fits = active & same & np.roll(same, 1) & (before < stay["pos"]) & (before > np.roll(stay["pos"], 2))
    rows = _some(rng, fits) - 1
    stay["shown_exited_at"][rows] = NEVER_ENDED
    return "STG-04", "stage_interval", stay["stay_id"][rows]


def _answered(table: Columns, resolution: str) -> np.ndarray:
    """Offers that were answered so, days ago, and are the only version of theirs."""
    _, position, times = np.unique(table["application_id"], return_inverse=True, return_counts=True)
    answered = (np.asarray(table["resolution"]) == resolution) & (table["resolved_at"] < _PAST)
    return answered & (times[position] == 1) if len(position) else answered


def _no_such_seat(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    table = tables["offer"]
    rows = _some(rng, _answered(table, "declined"))
    table["opening_id"][rows] = _NO_SEAT
    return "KEY-02", "offer", table["offer_id"][rows]


def _words_for_values(rng: np.random.Generator, tables: dict[str, Columns]) -> Planted:
    """Accepted offers whose custom fields people filled in with words."""
    table = tables["offer"]
    rows = _some(rng, _answered(table, "accepted"))
    table["is_shown_unreadable"][rows] = True
    return "INP-01", "offer", table["offer_id"][rows]
