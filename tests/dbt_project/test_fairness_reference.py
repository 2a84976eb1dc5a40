"""Adverse impact agrees with a plain recomputation and with scipy, and no hidden cell can be worked out again."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from hirehouse.base.staging import delivered
from tests.companies.core import build_core
from tests.companies.core_file import write_core
from tests.reference.fairness import Board, Cell, Counts, adverse_impact, boards_of, hidden_of
from tests.reference.recovery import recovered

PROJECT = Path(__file__).parents[2] / "dbt_project"
UPSTREAM = ("int_offers__presented", "int_stage_entries__resolved")
TESTED = ("int_cells__suppressed", "int_impacts__tested", "adverse_impact")
COMPANIES = {"internet_applicant": (2, 900), "all_applicants": (1, 400), "off": (1, 400)}
YEAR = date(2026, 1, 1)
# One function has three of group c: alone among its groups, and alone among the functions.
CONSTRUCTED: Counts = {
    **{("Sales", group): (n, n // 2) for group, n in (("a", 80), ("b", 40), ("c", 3))},
    **{("Data", group): (n, n // 2) for group, n in (("a", 90), ("b", 41), ("c", 6))},
    **{("Support", group): (n, n // 2) for group, n in (("a", 100), ("b", 42), ("c", 7))},
    **{("all", group): (n, n // 2) for group, n in (("a", 270), ("b", 123), ("c", 16))},
}


def _run(folder: Path, working: Path, models: tuple[str, ...], **switches: Any) -> None:
    """Build models over a file with dbt's own program, the switches set by hand."""
    command = [
        str(Path(sys.executable).parent / "dbt"),
        *("run", "--select", *models, "--vars", json.dumps(switches | {"delivered": delivered(PROJECT)})),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--no-version-check"),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
    ]
    environment = {**os.environ, "HIREHOUSE_TARGET": "duckdb"}
    done = subprocess.run(command, env=environment, cwd=working.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def _table(path: Path, name: str) -> list[dict[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        cursor = connection.execute(f"select * from fairness.{name}")
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _published(path: Path) -> dict[tuple[Any, ...], dict[str, Any]]:
    grain = ("year_start_date", "function", "stage", "group_type", "group")
    return {tuple(row[name] for name in grain): row for row in _table(path, "adverse_impact")}


@pytest.fixture(scope="module", params=COMPANIES)
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any, Path]:
    """A definition of applicants, a random company, and the file its fairness tables were built in by it."""
    folder = tmp_path_factory.mktemp(request.param)
    core = build_core(*COMPANIES[request.param])
    working = folder / "warehouse.duckdb"
    write_core(core, working)
    switches = {} if request.param == "off" else {"fairness_enabled": True, "applicant_definition": request.param}
    _run(folder, working, (*UPSTREAM, "path:models/fairness"), **switches)
    return request.param, core, working


def test_table_agrees_with_the_dictionary(company: tuple[str, Any, Path]) -> None:
    definition, core, path = company
    actual = _published(path)
    expected = {} if definition == "off" else adverse_impact(core, definition)
    assert set(actual) == set(expected)
    assert bool(expected) == (definition != "off")
    names = ("pool", "selected", "rate", "impact_ratio", "p_value", "z", "shortfall")
    for cell, row in expected.items():
        found = actual[cell]
        assert (found["is_suppressed"], found["verdict"]) == (row["is_suppressed"], row["verdict"]), cell
        for name in names:
            value = row.get(name)
            assert (found[name] is None) == (value is None), (cell, name)
            assert value is None or math.isclose(value, found[name], rel_tol=1e-9, abs_tol=1e-9), (cell, name)
    if definition != "off":
        assert {"reference", "not_tested", "passes", "small_n", None} <= {row["verdict"] for row in expected.values()}


def test_no_hidden_cell_of_a_company_can_be_recovered(company: tuple[str, Any, Path]) -> None:
    """From everything that is published, and the size of every function besides."""
    definition, core, path = company
    if definition == "off":
        return
    published = _published(path)
    watched = 0
    for board, counts in boards_of(core, definition).items():
        shown = _shown(published, board)
        small = [cell for cell, (n, _) in counts.items() if n < 5]
        assert all(shown.get(cell) is None for cell in small)
        if len({group for _, group in counts}) > 1:
            watched += len(small)
            assert not recovered(counts, shown, small), board
    assert watched > 20


def _shown(published: dict[tuple[Any, ...], dict[str, Any]], board: Board) -> dict[Cell, int | None]:
    """What is published of one board: pools by function and group, None where suppressed."""
    year, stage, group_type = board
    return {
        (cell[1], cell[4]): row["pool"]
        for cell, row in published.items()
        if (cell[0], cell[2], cell[3]) == (year, stage, group_type)
    }


@pytest.fixture(scope="module")
def constructed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose counts are made by hand: the constructed board, and pairs of groups for the exact test."""
    folder = tmp_path_factory.mktemp("constructed")
    rows = [("constructed", *cell, *pair) for cell, pair in CONSTRUCTED.items()]
    rows += [(f"pair {i}", "all", group, *pair) for i, pairs in enumerate(_pairs()) for group, pair in pairs.items()]
    frame = pd.DataFrame(rows, columns=["group_type", "function", "group_name", "pool", "selected"])
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("create schema fairness")
        connection.register("frame", frame)
        connection.execute(
            "create table fairness.int_selections__grouped as "
            "select *, 'total' as stage, date '2026-01-01' as year_start_date from frame"
        )
    _run(folder, folder / "warehouse.duckdb", TESTED)
    return folder / "warehouse.duckdb"


def _pairs() -> list[dict[str, tuple[int, int]]]:
    """Pairs of (pool, selected): the dictionary's, random ones of every size, and ones at the edges."""
    pairs = [((80, 48), (40, 12)), ((5, 3), (6, 2)), ((4000, 480), (3000, 300)), ((5, 5), (5, 0)), ((9, 9), (7, 7))]
    pairs += [((200_000, 20_000), (150_000, 15_200)), ((30_000, 15_000), (29_000, 300)), ((100_000, 3), (5, 1))]
    random = np.random.default_rng(7)
    for size in (12, 60, 400, 5_000):
        for _ in range(60):
            first, second = (int(n) for n in random.integers(5, size, 2))
            pairs.append(((first, int(random.integers(0, first + 1))), (second, int(random.integers(0, second + 1)))))
    return [{"a": first, "b": second} for first, second in pairs]


def test_fishers_exact_test_agrees_with_scipy(constructed: Path) -> None:
    found = {row["group_type"]: row for row in _table(constructed, "int_impacts__tested")}
    compared = 0
    for number, pair in enumerate(_pairs()):
        (n, x), (m, y) = pair["a"], pair["b"]
        row = found.get(f"pair {number}")
        if row is None:
            assert x + y == 0 or min(n, m) < 0.02 * (n + m)
            continue
        expected = float(fisher_exact([[x, n - x], [y, m - y]])[1])
        assert math.isclose(row["p_value"], expected, rel_tol=0, abs_tol=1e-9), pair
        compared += 1
    assert compared > 200


def test_the_worked_examples_in_the_published_table(constructed: Path) -> None:
    """T-81, T-82 and T-83, from counts to verdict."""
    published = _published(constructed)
    rows = [published[(YEAR, "all", "total", f"pair {number}", "b")] for number in range(3)]
    shown = [(round(r["impact_ratio"], 4), round(r["p_value"], 4), round(r["z"], 2), r["verdict"]) for r in rows]
    assert shown == [
        (0.5, 0.0034, 3.10, "adverse_impact"),
        (0.5556, 0.5671, 0.88, "small_n"),
        (0.8333, 0.0090, 2.63, "review"),
    ]
    assert rows[0]["shortfall"] == pytest.approx(8)


def test_a_suppressed_cell_cannot_be_recovered_from_totals(constructed: Path) -> None:
    """Complementary disclosure: hiding the one small cell alone gives it away twice over; what is hidden does not."""
    published = _shown(_published(constructed), (YEAR, "total", "constructed"))
    small = [("Sales", "c")]
    alone = {cell: None if cell in small else n for cell, (n, _) in CONSTRUCTED.items()}
    in_its_function = {**alone, ("Sales", "b"): None}
    assert recovered(CONSTRUCTED, alone, small) == small
    assert recovered(CONSTRUCTED, in_its_function, small) == small  # `all` less the other functions
    assert recovered(CONSTRUCTED, published, small) == []
    assert {cell for cell, pool in published.items() if pool is None} == hidden_of(CONSTRUCTED)
    assert {cell for cell, pool in published.items() if pool is not None} == set(CONSTRUCTED) - hidden_of(CONSTRUCTED)


def test_the_ruling_hides_enough_in_small_tables_of_every_shape() -> None:
    """Two to five functions, one perhaps without a name, two to five groups, most of them small; 120 of them."""
    random = np.random.default_rng(11)
    for _ in range(120):
        functions = ["", "A", "B", "C", "D"][int(random.integers(0, 2)) : int(random.integers(2, 6))]
        groups = ["a", "b", "c", "d", "e"][: int(random.integers(2, 6))]
        pools = {(f, g): int(random.choice([0, 1, 3, 4, 5, 6, 20, 60])) for f in functions for g in groups}
        pools |= {("all", g): sum(pools[(f, g)] for f in functions) for g in groups}
        counts = {cell: (n, 0) for cell, n in pools.items() if n > 0}
        hidden = hidden_of(counts)
        seen = {cell for cell in {*counts, *hidden} if cell[0] != ""}
        shown = {cell: None if cell in hidden else counts[cell][0] for cell in seen}
        small = [cell for cell, (n, _) in counts.items() if n < 5]
        assert {cell for cell in small if cell[0] != ""} <= hidden
        if len({g for _, g in counts}) > 1:
            assert not recovered(counts, shown, small), counts
