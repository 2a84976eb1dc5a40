"""Names that come in by file, checked against what is known: lines of totals, sources nobody mapped, currencies.

One small company is published twice, from its own files and from spoilt ones; what was spoilt is named by a rule and
changes no number it does not belong to.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from hirehouse.sandbox.world import DEMO_NOW
from tests.end_to_end.company import company, differences, published

SEED, SCALE = 7, 300
GAP, STOPPED = "2026-02-01", "Career Fair"
"""The month of spend that is not delivered, and of which source."""

Line = dict[str, str]


@dataclass(frozen=True)
class Twice:
    """The company published from its own files, and from the spoilt ones."""

    clean: Path
    spoilt: Path

    def rows(self, query: str) -> list[tuple]:
        """Rows of the spoilt publication."""
        with duckdb.connect(str(self.spoilt), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            return connection.execute(query).fetchall()

    def found(self, rule: str) -> dict[str, str]:
        """Open findings of a rule: what is wrong, by the thing's id."""
        rows = self.rows(f"select entity_id, detail from hygiene.finding where rule_id = '{rule}' and state = 'open'")
        return dict(rows)


def rewrite(path: Path, change: Callable[[list[Line]], list[Line]]) -> None:
    """Change the lines of a CSV file."""
    with path.open(newline="") as file:
        lines = list(csv.DictReader(file))
    changed = change(lines)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(changed)


def with_totals_of_the_plan(lines: list[Line]) -> list[Line]:
    """A grand total per quarter and version, and one line for a team nobody mapped."""
    totals: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = line["plan_version"], line["quarter_start_date"], line["planned_at"]
        totals[key] = totals.get(key, 0) + int(line["plan_seats"])
    more = [
        {"function": "Grand total", "plan_version": of[0], "quarter_start_date": of[1], "planned_at": of[2],
         "plan_seats": str(seats)}
        for of, seats in totals.items()
    ]  # fmt: skip
    return [*lines, *more, {**more[-1], "function": "Stables", "plan_seats": "40"}]


def with_totals_of_spend(lines: list[Line]) -> list[Line]:
    """A sum per month and side; amounts in kroner and in lower-case pounds; one source's month not delivered."""
    months = sorted({line["month_start_date"] for line in lines})
    sums = [
        {**dict.fromkeys(lines[0], ""), "month_start_date": month, "cost_side": side, "currency": "USD",
         "source_name": "Sum" if side == "external" else "", "function": "All teams" if side == "internal" else "",
         "spend_amount": "99999"}
        for month in months
        for side in ("external", "internal")
    ]  # fmt: skip
    kept = [line for line in lines if (line["month_start_date"], line["source_name"]) != (GAP, STOPPED)]
    kroner = {**lines[0], "source_name": "Search Firm", "channel": "agency", "function": "", "cost_side": "external"}
    return [
        *kept,
        *sums,
        {**kroner, "month_start_date": "2025-11-01", "currency": "DKK", "spend_amount": "500"},
        {**kroner, "month_start_date": "2025-05-01", "currency": "gbp", "spend_amount": "1000"},
    ]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    """Both publications."""
    folder = tmp_path_factory.mktemp("names")
    with company(folder / "company", seed=SEED, scale=SCALE) as served:
        served.publish(folder / "clean", DEMO_NOW)
        files = folder / "spoilt files"
        shutil.copytree(served.folder / "filedrop", files)
        rewrite(files / "hiring_plan.csv", with_totals_of_the_plan)
        rewrite(files / "source_spend.csv", with_totals_of_spend)
        spoilt = replace(served, settings=served.settings | {"SOURCES__FILEDROP__PATH": str(files)})
        spoilt.publish(folder / "spoilt", DEMO_NOW)
    yield Twice(published(folder / "clean"), published(folder / "spoilt"))


def test_lines_of_totals_are_quarantined_and_named(twice: Twice) -> None:
    functions = twice.found("REQ-03")
    assert {name.split(",")[0] for name in functions if "version" in name} == {"Grand total", "Stables"}
    assert 'The plan\'s function "Grand total" is not in seeds/function_map.csv' in functions.values()
    assert 'The spend\'s function "All teams" is not in seeds/function_map.csv' in functions.values()
    assert set(twice.found("SRC-02").values()) == {'The spend\'s source "Sum" is not in seeds/source_map.csv'}
    held = dict(twice.rows("select table_name || ' ' || rule_id, row_count from quarantine.quarantined_row_counts"))
    assert held["hiring_plan REQ-03"] == len([name for name in functions if "version" in name])
    assert held["source_spend SRC-02"] == held["source_spend REQ-03"] == len(twice.found("SRC-02"))


def test_no_number_but_the_cost_of_what_is_unknown_changes(twice: Twice) -> None:
    """Plan, coverage, forecast and its functions are those of the clean files; so is every other table."""
    changed = {each.table for each in differences(twice.clean, twice.spoilt) if not each.is_equal}
    ours = {name for name in changed if not name.startswith("hygiene.")}
    assert ours <= {"core.publication", "core.fct_source_spend", "metrics.cost_per_hire", "metrics.source_performance"}
    assert twice.rows("select distinct function from core.fct_hiring_plan where function in ('Grand total')") == []


def test_an_amount_without_a_rate_is_named_and_makes_the_total_unknown(twice: Twice) -> None:
    assert twice.found("MON-01") == {
        "2025-11-01, external, Search Firm, agency, DKK": "No rate is known for DKK",
    }
    pounds = "select spend_company_amount from core.fct_source_spend where currency = 'GBP' and spend_amount = 1000"
    ((amount,),) = twice.rows(pounds)
    assert Decimal("1200") < amount < Decimal("1350")
    flags = "select dq_flags, spend_company_amount from core.fct_source_spend where currency = 'DKK'"
    assert twice.rows(flags) == [("MON-01", None)]


def test_a_missing_month_of_a_source_is_named_and_makes_the_total_unknown(twice: Twice) -> None:
    assert twice.found("SRC-05") == {
        f"{GAP}, external, {STOPPED.lower()}": f"No spend of {STOPPED.lower()} in the month of {GAP}"
    }
    empty = (
        "select quarter_start_date::varchar from metrics.cost_per_hire "
        "where function = 'all' and cost_per_hire_amount is null order by 1"
    )
    with duckdb.connect(str(twice.clean), read_only=True) as connection:
        before = connection.execute(empty).fetchall()
    assert twice.rows(empty) == sorted([*before, ("2025-10-01",), ("2026-01-01",)])
    missing = (
        "select quarter_start_date::varchar, internal_amounts_missing, external_amounts_missing "
        "from metrics.cost_per_hire where function = 'all' and internal_amounts_missing + external_amounts_missing > 0"
    )
    assert sorted(twice.rows(missing)) == [("2025-10-01", 0, 1), ("2026-01-01", 0, 1)]
