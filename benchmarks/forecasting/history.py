"""What a company wrote down, as canonical rows of the file drop, and what of it was known at an instant.

Whatever is written has the time at which it was written: a move when it happened; a rejection nobody logged when the
requisition closed, as the closing's own exit. ``known_frames`` shows the rows as a file written at the end of a day
would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.forecasting.parameters import FUNCTIONS, Parameters
from benchmarks.forecasting.tables import (
    CANCELLED,
    DROPPED,
    FILLED,
    HIRED,
    ON_HOLD,
    REJECTED,
    WITHDREW,
    Ints,
    MarketRequisitions,
)

STAGE_NAMES = ("Application Review", "Recruiter Screen", "Technical Interview", "Onsite", "Offer")
SOURCE_NAMES = ("Company Website", "Employee Referral", "Agency", "Sourced")
_EXIT_KINDS = {REJECTED: "rejected", WITHDREW: "withdrew", DROPPED: "req_closed"}
_REASONS = {REJECTED: "Lacking skills", WITHDREW: "Candidate not looking", DROPPED: "Position filled"}
_WORK_BEGINS, _WORK_ENDS, _CLOSING = 8 * 3600, 18 * 3600, 20 * 3600
_NEVER = 10**7
_REPLANNED_DAYS_AHEAD = 200


@dataclass(frozen=True)
class Life:
    """Everything that happened, by day: arrivals, moves (outcomes and the stage gone to), changes of requisitions."""

    arrivals: pd.DataFrame
    moves: pd.DataFrame
    changes: pd.DataFrame
    requisitions: MarketRequisitions
    seed: int
    unlogged_share: float

    @cached_property
    def ends(self) -> Ints:
        """[requisitions] day of filling or cancellation; far in the future if none."""
        ends = np.full(len(self.requisitions.status), _NEVER)
        closed = self.changes[self.changes.status >= FILLED]
        ends[closed.requisition] = closed.day
        return ends

    @cached_property
    def stays(self) -> pd.DataFrame:
        """One row per stay in a stage, as it came to be written: person, requisition, source, stage, entered and left
        in seconds since day 0, outcome (-1: still there when the simulation ended)."""
        rng = np.random.default_rng([self.seed, 3])
        people = self.arrivals.set_index("person")
        moves = self.moves.assign(at=_seconds(self.moves.day, rng))
        moves.loc[moves.outcome == DROPPED, "at"] = moves.day * 86400 + _CLOSING
        unlogged = (moves.outcome == REJECTED) & (rng.random(len(moves)) < self.unlogged_share)
        closing = self.ends[people.requisition.loc[moves.person[unlogged]]]
        moves.loc[unlogged, "at"] = closing * 86400 + _CLOSING
        moves.loc[unlogged, "outcome"] = DROPPED
        arrived = self.arrivals.assign(at=_seconds(self.arrivals.day, rng))
        entries = pd.concat(
            [arrived[["person", "stage", "at"]], moves.loc[moves.stage >= 0, ["person", "stage", "at"]]]
        )
        entries = entries.sort_values(["person", "at"], kind="stable").reset_index(drop=True)
        exits = moves.sort_values(["person", "at"], kind="stable").reset_index(drop=True)
        entries["visit"] = entries.groupby("person").cumcount()
        exits["visit"] = exits.groupby("person").cumcount()
        exits = exits.rename(columns={"at": "left"})[["person", "visit", "left", "outcome"]]
        stays = entries.rename(columns={"at": "entered"}).merge(exits, how="left", on=["person", "visit"])
        stays["left"] = stays["left"].fillna(_NEVER * 86400).astype(np.int64)
        stays["outcome"] = stays["outcome"].fillna(-1).astype(np.int64)
        return stays.join(people[["requisition", "source"]], on="person")


def known_frames(life: Life, parameters: Parameters, origin: date) -> dict[str, pd.DataFrame]:
    """Canonical frames with what was written by the end of ``origin``; times are UTC, missing ones NaT."""
    known = _Known(life, parameters, parameters.days.number(origin))
    return {
        "applications": known.applications(),
        "stage_intervals": known.stage_intervals(),
        "requisitions": known.requisitions(),
        "openings": known.openings(),
        "hiring_plan": known.hiring_plan(),
    }


class _Known:
    def __init__(self, life: Life, parameters: Parameters, day: int) -> None:
        self.life, self.parameters, self.day = life, parameters, day
        self.midnight = (day + 1) * 86400
        stays = life.stays
        stays = stays[stays.entered < self.midnight].reset_index(drop=True)
        later = stays.left >= self.midnight
        stays.loc[later, "outcome"] = -1
        stays.loc[later, "left"] = _NEVER * 86400
        self.stays = stays

    def applications(self) -> pd.DataFrame:
        """One row per application, hired ones with ``hired_at``, others that ended with ``ended_at``."""
        stays = self.stays
        last = stays.drop_duplicates("person", keep="last").reset_index(drop=True)
        applied = stays.drop_duplicates("person").reset_index(drop=True).entered
        hired, ended = last.outcome == HIRED, last.outcome.isin(list(_EXIT_KINDS))
        left = self._times(last.left)
        active = ~hired & ~ended
        return _frame(
            application_id=_ids("A", last.person),
            job_id=_ids("R", last.requisition),
            candidate_id=_ids("C", last.person),
            reason_name=last.outcome.map(_REASONS).astype("object").where(ended, None),
            source_name=pd.Series(np.array(SOURCE_NAMES, dtype=object)[last.source]),
            status=pd.Series(np.select([hired, ended], ["hired", "rejected"], "active").astype(object)),
            exit_kind=last.outcome.map(_EXIT_KINDS).astype("object").where(ended, None),
            is_agency=last.source == SOURCE_NAMES.index("Agency"),
            applied_at=self._times(applied),
            ended_at=left.where(ended),
            hired_at=left.where(hired),
            last_activity_at=left.where(~active, self._times(last.entered)),
        )

    def stage_intervals(self) -> pd.DataFrame:
        """One row per stay of an application in a stage."""
        stays = self.stays
        return _frame(
            stay_id=_ids("A", stays.person) + "-" + stays.visit.astype(str),
            application_id=_ids("A", stays.person),
            job_id=_ids("R", stays.requisition),
            stage_name=pd.Series(np.array(STAGE_NAMES, dtype=object)[stays.stage]),
            stage_order=stays.stage,
            is_current=stays.outcome == -1,
            entered_at=self._times(stays.entered),
            exited_at=self._times(stays.left),
        )

    @cached_property
    def _open(self) -> pd.DataFrame:
        """Requisitions opened by the end of the day, with the status they had then."""
        rows = self.life.requisitions
        table = pd.DataFrame({"number": np.arange(len(rows.status)), "function": rows.function, "opened": rows.opened})
        table["target"], table["seats"] = rows.target, rows.seats
        changes = self.life.changes[self.life.changes.day <= self.day]
        table["status"] = changes.drop_duplicates("requisition", keep="last").set_index("requisition").status
        table["ended"] = np.where(self.life.ends <= self.day, self.life.ends, _NEVER)
        return table[table.opened <= self.day].reset_index(drop=True)

    def requisitions(self) -> pd.DataFrame:
        """One row per requisition; a function is a department of the same name."""
        rows = self._open
        department = pd.Series(np.array(FUNCTIONS, dtype=object)[rows.function])
        opened = self._times(rows.opened * 86400 + 7 * 3600)
        return _frame(
            job_id=_ids("R", rows.number),
            requisition_id=_ids("REQ-", rows.number),
            title=department + " role",
            department=department,
            status=rows.status.map({ON_HOLD: "on_hold", FILLED: "closed", CANCELLED: "cancelled"}).fillna("open"),
            is_evergreen=pd.Series(False, index=rows.index),
            created_at=opened,
            opened_at=opened,
            closed_at=self._closing_times(rows.ended),
        )

    def openings(self) -> pd.DataFrame:
        """One row per seat; hires take a requisition's seats in the order in which they accept."""
        rows = self._open
        rows = rows.loc[rows.index.repeat(rows.seats)].reset_index(drop=True)
        rows["seat"] = rows.groupby("number").cumcount()
        hires = self.stays.loc[self.stays.outcome == HIRED].sort_values("left", kind="stable")
        hires = hires.assign(seat=hires.groupby("requisition").cumcount())[["requisition", "seat", "person", "left"]]
        rows = rows.merge(hires, how="left", left_on=["number", "seat"], right_on=["requisition", "seat"])
        filled, gone = rows.person.notna(), rows.status == CANCELLED
        status = np.select([filled, gone, rows.status == ON_HOLD], ["filled", "cancelled", "on_hold"], "open")
        fill_times = self._times(rows.left.fillna(_NEVER * 86400).astype(np.int64))
        person = rows.person.fillna(0).astype(np.int64)
        return _frame(
            opening_id=_ids("R", rows.number) + "-" + (rows.seat + 1).astype(str),
            job_id=_ids("R", rows.number),
            filled_application_id=_ids("A", person).where(filled, None),
            status=pd.Series(status.astype(object)),
            target_fill_date=self._times(rows.target * 86400).dt.date,
            opened_at=self._times(rows.opened * 86400 + 7 * 3600),
            closed_at=fill_times.where(filled, self._closing_times(rows.ended)),
        )

    def hiring_plan(self) -> pd.DataFrame:
        """One row per function, quarter and version: the annual plan, and the one that replaces it 200 days ahead."""
        parts = []
        for number, quarter in enumerate(self.parameters.days.quarter_starts):
            annual, replanned = date(quarter.year - 1, 11, 20), quarter - timedelta(days=_REPLANNED_DAYS_AHEAD)
            versions = [("annual", annual, self.parameters.annual_plan)]
            if replanned > annual:
                versions.append(("revised", replanned, self.parameters.plan))
            else:
                versions = [("annual", annual, self.parameters.plan)]
            for version, planned, seats in versions:
                if self.parameters.days.number(planned) <= self.day:
                    part: dict[str, Any] = {"function": FUNCTIONS, "plan_version": f"{quarter.year} {version}"}
                    part |= {"plan_seats": seats[:, number], "quarter_start_date": quarter}
                    parts.append(pd.DataFrame(part | {"planned_at": pd.Timestamp(planned, tz="UTC") + _NOON}))
        return pd.concat(parts, ignore_index=True)

    def _times(self, seconds: pd.Series) -> pd.Series:
        """Instants of seconds since day 0; NaT for what has not happened by the end of the day."""
        origin = pd.Timestamp(self.parameters.days.start, tz="UTC")
        happened = seconds < _NEVER * 86400
        return (origin + pd.to_timedelta(seconds.where(happened, 0), unit="s")).where(happened)

    def _closing_times(self, days: pd.Series) -> pd.Series:
        return self._times((days * 86400 + _CLOSING).where(days < _NEVER, _NEVER * 86400))


_NOON = pd.Timedelta(hours=12)


def _seconds(days: pd.Series, rng: np.random.Generator) -> NDArray[np.int64]:
    """Seconds since day 0 of something that happens in working hours of each day."""
    return np.asarray(days) * 86400 + rng.integers(_WORK_BEGINS, _WORK_ENDS, len(days))


def _ids(prefix: str, numbers: pd.Series) -> pd.Series:
    return prefix + numbers.astype(str)


def _frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)
