"""A row of coverage as a page shows it: the chance of a plan where there is one, else why there is none."""

from __future__ import annotations

from hirehouse.publish.published import Row

NO_FORECAST = "no forecast yet: fewer than 180 days of history, or published before there were forecasts"
NO_PLAN = "no seats are planned for this quarter: there is nothing to have a chance of"


def of_its_plan(row: Row) -> Row:
    """Blank ``p_target`` where no seats are planned: the table stores 1 there (M-44), which would read as 100 %."""
    planned = row["seats_to_fill"] or row["hires_to_date"]
    return {**row, "p_target": row["p_target"] if planned else None, "no_chance": NO_FORECAST if planned else NO_PLAN}
