"""What the simulated company's applicants say of themselves, for a company that asks.

A person's groups follow from the seed and the person alone, never from what became of an application: whatever
difference `fairness.adverse_impact` finds in a simulated company is chance. No part of the world's tables holds them,
so a company that does not ask has no trace of them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hirehouse.sandbox.truth_state import open_state
from hirehouse.sandbox.world import World

ANSWERING, DECLINING = 0.8, 0.06
"""Shares of persons that answer a question at all, and of these that decline to say."""

GROUPS = {
    "gender": {"woman": 0.42, "man": 0.55, "nonbinary": 0.03},
    "ethnicity": {"group_a": 0.52, "group_b": 0.22, "group_c": 0.15, "group_d": 0.09, "group_e": 0.02},
}
"""Kinds of groups and how common each is. The names of the second are made up: which groups a company asks for is its
country's law and its own choice."""

FILE = "demographic_answers.csv"


def export_answers(world: World, as_of: datetime, out_dir: Path) -> Path:
    """Write `demographic_answers.csv` in the file drop's canonical columns for the applications seen by `as_of`.

    Overwrites; returns the file. A declined answer is an empty `group_name`.

    Raises:
        ValueError: `as_of` has no time zone.
        OSError: `out_dir` cannot be written.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    path = out_dir / FILE
    connection = open_state(world, as_of, only="clock")
    try:
        connection.execute(f"copy ({_query(world.seed)}) to '{str(path).replace(chr(39), chr(39) * 2)}' (header true)")
    finally:
        connection.close()
    return path


def _query(seed: int) -> str:
    bounds = [
        (kind, name, sum(list(shares.values())[:place]), sum(list(shares.values())[: place + 1]))
        for kind, shares in GROUPS.items()
        for place, name in enumerate(shares)
    ]
    rows = ", ".join(f"('{kind}', '{name}', {low}, {high})" for kind, name, low, high in bounds)
    return f"""
        with groups(group_type, group_name, low, high) as (values {rows}),
        drawn as (
            select application_id, groups.*, {_draw(seed, "answering")} as answering,
                {_draw(seed, "declining")} as declining, {_draw(seed, "group")} as place
            from application cross join clock cross join groups
            where visible_at <= as_of_at and coalesce(deleted_at > as_of_at, true))
        select 'greenhouse' as application_system, cast(application_id as varchar) as application_id, group_type,
            case when declining >= {DECLINING} then group_name end as group_name
        from drawn where answering < {ANSWERING} and place >= low and place < high
        order by drawn.application_id, group_type"""


def _draw(seed: int, what: str) -> str:
    """A number from 0 to 1 that depends on the seed, the person, the question and ``what`` alone."""
    return f"(md5_number_lower(concat_ws('|', {seed}, person_id, group_type, '{what}')) / 18446744073709551616.0)"
