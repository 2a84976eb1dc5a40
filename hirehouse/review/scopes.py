"""Of whom a page is, and the days it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hirehouse.base.vocabulary import EVERYONE, quarter_start
from hirehouse.publish.published import Published


@dataclass(frozen=True)
class Scope:
    """Of whom a page is: the company (function ``all``) or a function; ``file`` is the page's name without ending."""

    function: str
    file: str

    @property
    def is_company(self) -> bool:
        """Whether it is the company's page."""
        return self.function == EVERYONE

    @property
    def label(self) -> str:
        """As a heading."""
        return "All functions" if self.is_company else self.function


def scopes(published: Published) -> tuple[Scope, ...]:
    """The company, then every function that has a requisition, a planned seat or a row of coverage."""
    rows = published.rows(
        """
        select function from core.dim_requisition union select function from core.fct_hiring_plan
        union select function from metrics.pipeline_coverage order by 1"""
    )
    found = [Scope(EVERYONE, "company")]
    for name in (row["function"] for row in rows if row["function"] and row["function"] != EVERYONE):
        file = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "function"
        taken = sum(1 for scope in found if scope.file == file or scope.file.startswith(f"{file}--"))
        found.append(Scope(name, f"{file}--{taken + 1}" if taken else file))
    return tuple(found)


def quarters(today: date) -> tuple[date, date, date]:
    """First days of the quarter of ``today`` and of the next two."""
    return quarter_start(today), quarter_start(today, 1), quarter_start(today, 2)


def last_day(published: Published) -> date | None:
    """The last day that is over and was snapshotted, in company time, None without a snapshot: changes are told up to
    its end."""
    day: date | None = published.row("select max(snapshot_date) as day from core.fct_opening_snapshot")["day"]
    return day
