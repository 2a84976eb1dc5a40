"""Requisitions and candidates living day by day, in many futures at once.

One market holds P paths of one company. The world is a market of one path with a recorder; the oracle copies the
market of an origin P times and lets it live on. People are rows of flat arrays over all paths; a day is a few
array operations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecasting.parameters import AGES, ENTRY_STAGE, POSTING_AGES, SEAT_SHARES, SOURCES, STAGES, Parameters
from benchmarks.forecasting.tables import (
    ADVANCED,
    CANCELLED,
    DROPPED,
    FILLED,
    HIRED,
    MOVED_BACK,
    ON_HOLD,
    OPEN,
    Floats,
    Ints,
    MarketRecorder,
    MarketRequisitions,
    People,
)

Bools = NDArray[np.bool_]

OFFER = len(STAGES) - 1
DRIFT_STEP_DAYS = 7


@dataclass
class Market:
    """The state at the end of ``day``. ``drift_*`` are [P, F, K] and [P, F] logs of factors; ``surprise`` [P, F] of
    openings in the running quarter; ``frozen`` [P]."""

    parameters: Parameters
    day: int
    paths: int
    requisitions: MarketRequisitions
    people: People
    drift_advance: Floats
    drift_pace: Floats
    surprise: Floats
    frozen: Bools
    next_person: int = 0

    def copied(self, paths: int) -> Market:
        """``paths`` copies of this market of one path, to live on apart. Closed requisitions stay behind."""
        kept = np.flatnonzero(self.requisitions.status <= ON_HOLD)
        place = np.full(len(self.requisitions.status), -1, dtype=np.int32)
        place[kept] = np.arange(len(kept))
        requisitions = self.requisitions.take(kept).repeated(paths)
        requisitions.path = np.repeat(np.arange(paths, dtype=np.int32), len(kept))
        people = self.people.repeated(paths)
        people.requisition = place[people.requisition]
        people.requisition += np.repeat(np.arange(paths, dtype=np.int32) * len(kept), len(self.people.stage))
        return Market(
            parameters=self.parameters,
            day=self.day,
            paths=paths,
            requisitions=requisitions,
            people=people,
            drift_advance=np.repeat(self.drift_advance, paths, axis=0),
            drift_pace=np.repeat(self.drift_pace, paths, axis=0),
            surprise=np.repeat(self.surprise, paths, axis=0),
            frozen=np.repeat(self.frozen, paths),
            next_person=self.next_person,
        )

    def live_a_day(self, rng: np.random.Generator, recorder: MarketRecorder | None = None) -> Ints:
        """Go on by one day; hires of that day, [P, F]."""
        self.day += 1
        self._weather(rng)
        self._change_requisitions(rng, recorder)
        hires = self._move_people(rng, recorder)
        self.open_requisitions(rng, self.seat_rate() / float(SEAT_SHARES @ [1, 2, 3]), recorder)
        self._welcome(rng, recorder)
        return hires

    def _weather(self, rng: np.random.Generator) -> None:
        """Drift, the quarter's surprise, and freezes."""
        company, function, company_pace, function_pace = self.parameters.drift
        if self.day % DRIFT_STEP_DAYS == 0 and any(self.parameters.drift):
            step = np.sqrt(DRIFT_STEP_DAYS / 365.25)
            paths, functions, stages = self.drift_advance.shape
            self.drift_advance += rng.normal(0, company * step, (paths, 1, stages))
            self.drift_advance += rng.normal(0, function * step, (paths, functions, stages))
            self.drift_pace += rng.normal(0, company_pace * step, (paths, 1))
            self.drift_pace += rng.normal(0, function_pace * step, (paths, functions))
        quarter = self.parameters.days.quarter
        if self.day == 0 or quarter[self.day] != quarter[self.day - 1]:
            shared, own = self.parameters.surprise
            log = rng.normal(0, shared, (self.paths, 1)) + rng.normal(0, own, self.surprise.shape)
            self.surprise = log - (shared**2 + own**2) / 2
        begins, ends = self.parameters.freeze
        if begins:
            draw = rng.random(self.paths)
            self.frozen = np.where(self.frozen, draw >= ends, draw < begins)

    def seat_rate(self) -> Floats:
        """[P, F] seats opened today, on average."""
        rate = self.parameters.seat_rate[:, self.day] * np.exp(self.surprise)
        return np.asarray(rate * np.where(self.frozen, 0.15, 1.0)[:, None])

    def open_requisitions(self, rng: np.random.Generator, rate: Floats, recorder: MarketRecorder | None) -> None:
        """New requisitions, Poisson with mean ``rate`` [P, F]."""
        path, function = np.nonzero(counts := rng.poisson(rate))
        path, function = (np.repeat(each, counts[path, function]) for each in (path, function))
        number = len(path)
        if not number:
            return
        parameters = self.parameters
        seats = rng.choice(len(SEAT_SHARES), number, p=SEAT_SHARES) + 1
        lead = np.maximum(rng.normal(*parameters.lead_days, number), 14).astype(np.int64)
        own = rng.gamma(parameters.arrival_shape, 1 / parameters.arrival_shape, number)
        first = len(self.requisitions.status)
        new = MarketRequisitions(
            path=path,
            function=function,
            opened=np.full(number, self.day),
            target=self.day + lead,
            seats=seats,
            left=seats.copy(),
            status=np.zeros(number, dtype=np.int64),
            effect=own * seats**0.7,
        )
        self.requisitions = self.requisitions.joined(new)
        if recorder:
            recorder.requisitions_became(self.day, np.arange(first, first + number), OPEN)

    def _change_requisitions(self, rng: np.random.Generator, recorder: MarketRecorder | None) -> None:
        """Holds, their end, and cancellations."""
        parameters, rows = self.parameters, self.requisitions
        alive = np.flatnonzero(rows.status <= ON_HOLD)
        draw = rng.random(len(alive))
        cancel = parameters.cancel[0] + parameters.cancel[1] * (rows.target[alive] < self.day)
        held = rows.status[alive] == ON_HOLD
        hold = np.where(self.frozen[rows.path[alive]], 0.02, parameters.hold[0])
        switch = (draw >= cancel) & (draw < cancel + np.where(held, parameters.hold[1], hold))
        for found, status in ((draw < cancel, CANCELLED), (switch & ~held, ON_HOLD), (switch & held, OPEN)):
            rows.status[alive[found]] = status
            if recorder and found.any():
                recorder.requisitions_became(self.day, alive[found], status)

    def _move_people(self, rng: np.random.Generator, recorder: MarketRecorder | None) -> Ints:
        people, rows, parameters = self.people, self.requisitions, self.parameters
        cell = people.cell + np.minimum(self.day - people.entered, AGES)
        held = np.flatnonzero(rows.status[people.requisition] == ON_HOLD)
        if any(parameters.drift):
            place = (rows.path * parameters.advance.shape[0] + rows.function)[people.requisition]
            pace = np.exp(self.drift_pace, dtype=np.float32).ravel()[place]
            place *= len(STAGES)
            place += people.stage
            advance = parameters.advance.ravel()[cell]
            advance *= np.exp(self.drift_advance, dtype=np.float32).ravel()[place]
            advance[held] *= parameters.hold_advance
            total = advance + parameters.others_together.ravel()[cell]
            total *= pace
            advance *= pace
        else:
            total = parameters.together.ravel()[cell]
            total[held] -= (1 - parameters.hold_advance) * parameters.advance.ravel()[cell[held]]
        today = rng.standard_exponential(len(total), dtype=np.float32)
        total *= parameters.days.pace[self.day]
        moved = np.flatnonzero(today < total)
        if any(parameters.drift):
            advancing = advance[moved] * parameters.days.pace[self.day]
        else:
            factor = np.where(rows.status[people.requisition[moved]] == ON_HOLD, parameters.hold_advance, 1.0)
            advancing = parameters.advance.ravel()[cell[moved]] * factor * parameters.days.pace[self.day]
        others = parameters.others.reshape(-1, 3)[cell[moved]]
        others *= ((total[moved] - advancing) / others.sum(axis=1))[:, None]
        shares = np.column_stack([advancing, others]).cumsum(axis=1)
        outcome = (rng.random(len(moved))[:, None] * shares[:, -1:] >= shares).sum(axis=1)
        return self._settle(rng, moved, outcome, recorder)

    def _settle(self, rng: np.random.Generator, moved: Ints, outcome: Ints, recorder: MarketRecorder | None) -> Ints:
        """Carry out the moves, seats being a ceiling; drop those whose requisition closed; hires [P, F]."""
        people, rows = self.people, self.requisitions
        stage, function = people.stage[moved], rows.function[people.requisition[moved]]
        skips = rng.random(len(moved)) < self.parameters.skip[function, stage]
        target = np.select([outcome == ADVANCED, outcome == MOVED_BACK], [stage + 1 + skips, stage - 1], -1)
        outcome[target > OFFER] = HIRED
        hired, late = self._seated(moved, outcome == HIRED)
        target[outcome == HIRED] = -1
        if recorder:
            done = np.ones(len(moved), dtype=bool)
            done[late] = False
            recorder.left(self.day, people.number[moved[done]], outcome[done], target[done])
        people.cell[moved] += (target - stage) * AGES
        people.stage[moved] = target
        people.entered[moved] = self.day
        people.stage[moved[late]] = OFFER  # they came when the last seat was gone: dropped with all others below
        filled = np.unique(people.requisition[hired])
        filled = filled[rows.left[filled] == 0]
        rows.status[filled] = FILLED
        if recorder and len(filled):
            recorder.requisitions_became(self.day, filled, FILLED)
        inside = people.stage >= 0
        dropped = inside & (rows.status[people.requisition] > ON_HOLD)
        if recorder and dropped.any():
            count = int(dropped.sum())
            recorder.left(self.day, people.number[dropped], np.full(count, DROPPED), np.full(count, -1))
        functions = self.surprise.shape[1]
        place = (rows.path * functions + rows.function)[people.requisition[hired]]
        hires = np.bincount(place, minlength=self.paths * functions).reshape(self.paths, functions)
        kept = np.flatnonzero(inside & ~dropped)
        self.people = people.take(kept)
        return hires

    def _seated(self, moved: Ints, accepted: Bools) -> tuple[Ints, Ints]:
        """Rows of people who got a seat, and places in ``moved`` of those for whom none was left; seats are taken."""
        places = np.flatnonzero(accepted)
        requisition = self.people.requisition[moved[places]]
        order = np.argsort(requisition, kind="stable")
        ordered = requisition[order]
        rank = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
        seated = rank < self.requisitions.left[ordered]
        np.subtract.at(self.requisitions.left, ordered[seated], 1)
        return moved[places[order[seated]]], places[order[~seated]]

    def _welcome(self, rng: np.random.Generator, recorder: MarketRecorder | None) -> None:
        """Today's applicants and sourced people of open requisitions."""
        parameters, rows = self.parameters, self.requisitions
        alive = np.flatnonzero(rows.status == OPEN)
        age = np.minimum(self.day - rows.opened[alive], POSTING_AGES - 1)
        rates = parameters.arrivals[rows.function[alive], :, age] * rows.effect[alive, None]
        rates[:, 0] *= parameters.applicants_by_month[parameters.days.month[self.day]]
        rates = np.cumsum(rates * parameters.days.pace[self.day], axis=1)
        count = rng.poisson(rates[:, -1])
        which = np.repeat(np.arange(len(alive)), count)
        source = (rng.random(len(which))[:, None] * rates[which, -1:] >= rates[which]).sum(axis=1)
        source = np.minimum(source, len(SOURCES) - 1)
        stage = ENTRY_STAGE[source]
        number = self.next_person + np.arange(len(which))
        self.next_person += len(which)
        cell = ((rows.function[alive[which]] * len(SOURCES) + source) * len(STAGES) + stage) * AGES - 1
        new = People(number, alive[which], cell, stage, np.full(len(which), self.day))
        self.people = self.people.joined(new)
        if recorder:
            recorder.arrived(self.day, number, alive[which], source, stage)
