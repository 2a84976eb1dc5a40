"""How far what is published can be believed: a run that was blocked since, a source that came late, an old version."""

from __future__ import annotations

from datetime import timedelta

from hirehouse.answers.figures import moment, plural
from hirehouse.base.settings import Settings
from hirehouse.base.vocabulary import EVERYONE
from hirehouse.build.run_record import records
from hirehouse.publish.published import Published
from hirehouse.review.blocks import Notice
from hirehouse.review.scopes import Scope

REASONS_SHOWN = 4
# The schedule builds every day: more than a day and a half means that a build is missing.
OLD = timedelta(hours=36)


def notices(settings: Settings, published: Published, scope: Scope) -> tuple[Notice, ...]:
    """What to know first, worst first."""
    found = [*_blocked(settings, published), *_old(settings, published), *_stale(published)]
    if not scope.is_company and not _is_known(published, scope):
        found.append(
            Notice(
                f"{scope.function} has no data: no opening, no application and no hire of this function has been "
                "seen in any source. What follows is what the plan says of it.",
                "warn",
            )
        )
    return (*found, *_strangers(published, scope))


def _blocked(settings: Settings, published: Published) -> list[Notice]:
    """The newest run that ended, if it did not publish."""
    ended = [record for record in records(settings) if record.outcome in ("published", "blocked", "error")]
    if not ended or ended[-1].outcome == "published":
        return []
    last, standing = ended[-1], _moment(published)
    when = moment(last.as_of_at, published.zone)
    if last.outcome == "blocked":
        reasons = "; ".join(last.reasons[:REASONS_SHOWN]) or "see the gate's page"
        more = len(last.reasons) - REASONS_SHOWN
        reasons += f"; and {more} more" if more > 0 else ""
        text = f"The run of {when} was blocked by a gate and published nothing: {reasons}."
    else:
        reasons = "; ".join(error["what"] for error in last.errors[-1:]) or "it did not end"
        text = f"The run of {when} failed and published nothing: {reasons}."
    return [Notice(f"{text} The numbers below are as of {standing}.", "bad")]


def _old(settings: Settings, published: Published) -> list[Notice]:
    age = settings.as_of - published.as_of_at
    if age <= OLD:
        return []
    return [
        Notice(
            f"These numbers are {plural(age.days, 'day')} old: the newest version is as of {_moment(published)}.",
            "warn",
        )
    ]


def _stale(published: Published) -> list[Notice]:
    """Systems that FRE-01 found late in the run that was published."""
    rows = published.rows(
        "select entity_id, detail from hygiene.finding where rule_id = 'FRE-01' and state = 'open' order by entity_id"
    )
    return [
        Notice(f"{row['entity_id']} is stale (FRE-01): {row['detail']}. What comes from it is as of then.", "warn")
        for row in rows
    ]


def _is_known(published: Published, scope: Scope) -> bool:
    row = published.row(
        """
        select (select count(*) from core.fct_opening where function = $function)
            + (select count(*) from core.fct_application where function = $function)
            + (select count(*) from core.fct_hire where function = $function) as n""",
        function=scope.function,
    )
    return bool(row["n"])


def _strangers(published: Published, scope: Scope) -> list[Notice]:
    """Logged reviews of a requisition nobody knows count for no seat: on the company's page, so that they are found."""
    if scope.function != EVERYONE:
        return []
    number = published.row("select count(*) as n from core.fct_pipeline_review where requisition_key is null")["n"]
    if not number:
        return []
    text = f"{plural(number, 'logged review')} of a requisition that no source knows: `hirehouse doctor` names"
    return [Notice(f"{text} {'it' if number == 1 else 'them'}.", "warn")]


def _moment(published: Published) -> str:
    return f"{moment(published.as_of_at, published.zone)} ({published.timezone})"
