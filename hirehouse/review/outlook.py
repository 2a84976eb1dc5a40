"""What is known of a quarter: its coverage, its forecast, what people called, and whether the plan is safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hirehouse.base.settings import project_number
from hirehouse.base.vocabulary import STAGES, quarter_name
from hirehouse.publish.published import AS_OF_DATE, CURRENT_FORECAST, Published, Row
from hirehouse.review.blocks import Tone
from hirehouse.review.scopes import Scope, quarters

# M-45: the probability at which the gap in candidates is closed.
SAFE = project_number("safe_chance")
# M-44: a chance this small is none.
NONE = 0.005
# M-41, T-40: an expected hire per seat is a coin flip.
EVEN = 1.0
_COVERAGE = """
    select * from metrics.pipeline_coverage where function = $function and quarter_start_date = any($quarters)
    order by quarter_start_date"""
_FORECAST = f"from {CURRENT_FORECAST} where function = $function and quarter_start_date = any($quarters)"
_CALLS = f"""
    select quarter_start_date, "commit" as committed, best_case from metrics.hiring_forecast
    where function = $function and quarter_start_date = any($quarters) and method = 'human'
        and as_of_date = {AS_OF_DATE}"""


@dataclass(frozen=True)
class Outlook:
    """A quarter's rows: of coverage, of the shown forecast and of what people called; None where there is none.
    ``made_on`` is the as-of day."""

    start: date
    coverage: Row | None
    forecast: Row | None
    called: Row | None
    made_on: date

    @property
    def name(self) -> str:
        """``2026-Q3``."""
        return quarter_name(self.start)

    @property
    def goal(self) -> int | None:
        """Hires the quarter is to bring: the forecast's target, else those made and the seats left; None for none."""
        if self.forecast and self.forecast.get("target_hires") is not None:
            return int(self.forecast["target_hires"]) or None
        return (self.coverage["hires_to_date"] + self.coverage["seats_to_fill"] or None) if self.coverage else None

    @property
    def probability(self) -> float | None:
        """P(plan), M-44."""
        found = self.forecast.get("p_target") if self.forecast else None
        return found if found is not None else (self.coverage or {}).get("p_target")

    @property
    def is_missed(self) -> bool:
        """The running quarter's plan is out of reach: its P(plan) is next to none. A later one can still be met."""
        return self.start <= self.made_on and self.probability is not None and self.probability < NONE

    @property
    def gaps(self) -> list[tuple[str, int]]:
        """Extra entries that, at one stage alone, reach P >= 80 % (M-45); none where none are needed or known."""
        row = self.coverage or {}
        found = ((stage, row.get(f"gap_{stage}")) for stage in STAGES)
        return [(stage, int(gap)) for stage, gap in found if gap]


def outlooks(published: Published, scope: Scope) -> tuple[Outlook, ...]:
    """This quarter and the next two."""
    starts = quarters(published.as_of_date)
    values: dict[str, Any] = {"function": scope.function, "quarters": list(starts)}
    coverage = _by_quarter(published.rows(_COVERAGE, **values))
    has_forecast = "metrics.hiring_forecast" in published.tables
    forecast = _by_quarter(published.rows(_FORECAST, **values)) if has_forecast else {}
    called = _by_quarter(published.rows(_CALLS, **values)) if has_forecast else {}
    return tuple(
        Outlook(start, coverage.get(start), forecast.get(start), called.get(start), published.as_of_date)
        for start in starts
    )


def tone_of(probability: float) -> Tone:
    """Colour of a P(plan): safe from 80 % (M-45), lost more likely than not under a half."""
    return "good" if probability >= SAFE else "warn" if probability >= 0.5 else "bad"


def _by_quarter(rows: Sequence[Row]) -> dict[date, Row]:
    return {row["quarter_start_date"]: row for row in rows}
