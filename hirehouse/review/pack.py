"""One page put together: what to know first, what to decide, then the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hirehouse.answers.figures import moment
from hirehouse.base.settings import Settings
from hirehouse.publish.published import Published
from hirehouse.review import change, coverage, decisions, funnel, owners, seats, trust
from hirehouse.review.blocks import Link, Page
from hirehouse.review.scopes import Scope


@dataclass(frozen=True)
class Since:
    """The day at whose end the last pack stood, and in words where that comes from; None: there is none to name."""

    day: date | None
    words: str


def build_page(settings: Settings, published: Published, scope: Scope, every: Sequence[Scope], since: Since) -> Page:
    """The page of ``scope``; ``every`` are the scopes of the whole pack, this one included."""
    functions = [each for each in every if not each.is_company]
    sections = [
        decisions.section(published, scope, since.day),
        coverage.section(published, scope, functions),
        *([change.section(published, scope, since.day, since.words)] if since.day else []),
        seats.section(published, scope),
        funnel.funnel(published, scope),
        funnel.velocity(published, scope),
        owners.stalled(published, scope),
        owners.hygiene(published, scope),
        owners.cadence(published, scope),
    ]
    week = published.as_of_date.isocalendar()
    return Page(
        file=scope.file,
        title=f"Pipeline review: {scope.label}",
        subtitle=f"Week {week.week} of {week.year}, as of {moment(published.as_of_at, published.zone)} "
        f"{published.timezone}",
        notices=trust.notices(settings, published, scope),
        sections=tuple(sections),
        pages=tuple(Link(each.label, f"{each.file}.html") for each in every),
        footer=(
            f"Made from run {published.run_id}; every number is read from the published tables named at its "
            "heading and defined by its id (M-nn) in docs/metrics.md.",
            "No person is named: owners are the systems' own user numbers, candidates are links.",
        ),
    )
