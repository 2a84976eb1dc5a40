"""Adverse impact (M-80 to M-82), recomputed from the dictionary and docs/adr/0008."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from scipy.stats import fisher_exact

from tests.reference.cells import as_date, rows_of
from tests.reference.funnel import Core, Row, entries_of

Board = tuple[Any, str, str]
Cell = tuple[str, str]
Counts = dict[Cell, tuple[int, int]]
FEWEST = 5


def applicants_of(core: Core, definition: str) -> list[Row]:
    """The external applications that count as applicants, with `is_offered`."""
    offered = {
        row["application_key"]
        for row in rows_of(core["fct_offer"])
        if not (row["status"] == "pending" and row["sent_at"] is None)
    }
    stays = Counter(row["application_key"] for row in rows_of(core["fct_stage_interval"]))
    past = {
        row["application_key"] for row in rows_of(core["fct_stage_interval"]) if row["canonical_stage"] != "applied"
    }
    met = {row["application_key"] for row in rows_of(core["fct_interview"]) if row["status"] == "completed"}
    met |= {row["application_key"] for row in rows_of(core["fct_scorecard"]) if row["submitted_at"] is not None}
    found = []
    for row in rows_of(core["fct_application"]):
        key = row["application_key"]
        is_offered = key in offered or row["hired_at"] is not None
        rejected_for = row["exit_reason"] if row["exit_type"] == "rejected" else None
        considered = is_offered or stays[key] > 1 or key in past or key in met
        considered = considered or rejected_for not in (None, "other_unknown")
        qualified = not (row["furthest_stage"] == "applied" and rejected_for in ("skills", "experience_level"))
        withdrew = row["exit_type"] == "withdrew" and not is_offered
        if not row["is_internal"] and (definition == "all_applicants" or (considered and qualified and not withdrew)):
            found.append({**row, "is_offered": is_offered})
    return found


def boards_of(core: Core, definition: str) -> dict[Board, Counts]:
    """Pool and selected by (function or `all`, group), for every year, stage and kind of group."""
    erased = {row["person_key"] for row in rows_of(core["dim_person"]) if row["is_anonymised"]}
    said: dict[tuple[Any, Any], dict[str, Any]] = defaultdict(dict)
    for row in sorted(rows_of(core["fairness.int_demographic_answers__unioned"]), key=lambda row: row["known_at"]):
        said[(row["application_system"], row["application_id"])][row["group_type"]] = row["group_name"]
    outcomes = defaultdict(list)
    for entry in entries_of(core):
        outcomes[entry["application_key"]].append((entry["stage"], entry["outcome"]))
    boards: dict[Board, dict[Cell, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in applicants_of(core, definition):
        if row["person_key"] in erased:
            continue
        decided = [
            (stage, outcome == "advanced")
            for stage, outcome in outcomes[row["application_key"]]
            if outcome in ("advanced", "rejected", "withdrew")
        ]
        if row["is_offered"] or row["exit_type"] in ("rejected", "withdrew"):
            decided.append(("total", row["is_offered"]))
        for group_type, group in said[(row["system"], row["application_id"])].items():
            for stage, selected in decided if group is not None else []:
                board = boards[(as_date(row["applied_date"]).replace(month=1, day=1), stage, group_type)]  # type: ignore[union-attr]
                for function in (row["function"] or "", "all"):
                    board[(function, group)][0] += 1
                    board[(function, group)][1] += selected
    return {key: {cell: (n, x) for cell, (n, x) in board.items()} for key, board in boards.items()}


def hidden_of(counts: Counts) -> set[Cell]:
    """The cells of one board that may not be seen, by the steps of docs/adr/0008."""

    def pool(function: str, group: str) -> int:
        return counts.get((function, group), (0, 0))[0]

    functions, groups = {function for function, _ in counts}, {group for _, group in counts}
    small = {cell for cell, (n, _) in counts.items() if n < FEWEST}
    if not small:
        return set()
    small_functions = {function for function, _ in small}
    small_groups = {group for _, group in small}
    ordered = sorted(groups, key=lambda group: (group not in small_groups, pool("all", group), group))

    def reach(least: int, of: set[str]) -> int:
        """How many groups go so that each of the functions has five people among them, if it has five at all."""
        last = max(2, least)
        while last < len(ordered) and any(sum(pool(f, group) for group in ordered[:last]) < FEWEST for f in of):
            last += 1
        return last

    chosen = ordered[: reach(len(small_groups), small_functions)]
    small_in_all = [group for group in groups if ("all", group) in small]
    in_all = ordered[: reach(len(small_in_all), {"all"})] if small_in_all else []
    sizes = {function: sum(pool(function, group) for group in groups) for function in functions - {"all"}}
    by_size = sorted(sizes, key=lambda function: (function not in small_functions, sizes[function], function))
    first = len(small_functions - {"all"})
    while first < len(by_size) and any(
        sum(pool(function, group) for function in by_size[:first]) < FEWEST for group in set(chosen) - set(in_all)
    ):
        first += 1
    return {(f, group) for f in by_size[:first] for group in chosen} | {("all", group) for group in in_all}


def adverse_impact(core: Core, definition: str) -> dict[tuple[Any, ...], Row]:
    """M-81 and M-82 by year, function, stage, kind of group and group."""
    result: dict[tuple[Any, ...], Row] = {}
    for (year, stage, group_type), counts in boards_of(core, definition).items():
        hidden = hidden_of(counts)
        for function in {function for function, _ in (*counts, *hidden)} - {""}:
            for group, row in _judge(function, counts, hidden).items():
                result[(year, function, stage, group_type, group)] = row
    return result


def _judge(function: str, counts: Counts, hidden: set[Cell]) -> dict[str, Row]:
    rows: dict[str, Row] = {
        group: {"is_suppressed": True, "pool": None, "selected": None, "rate": None, "verdict": None}
        for owner, group in hidden
        if owner == function
    }
    own = {group: pair for (owner, group), pair in counts.items() if owner == function}
    shown = {group: pair for group, pair in own.items() if (function, group) not in hidden}
    whole = sum(n for n, _ in own.values())
    tested = {group: pair for group, pair in shown.items() if pair[0] * 50 >= whole}
    with_any = {group: pair for group, pair in tested.items() if pair[1] > 0}
    best = min(with_any, key=lambda g: (-with_any[g][1] / with_any[g][0], -with_any[g][0], g)) if with_any else None
    for group, (n, x) in shown.items():
        rows[group] = {"is_suppressed": False, "pool": n, "selected": x, "rate": x / n, "verdict": "not_tested"}
        if best is None or len(tested) < 2 or group not in tested:
            continue
        m, y = tested[best]
        if group == best:
            rows[group].update(verdict="reference", impact_ratio=1.0)
            continue
        pooled = (x + y) / (n + m)
        spread = pooled * (1 - pooled) * (1 / n + 1 / m)
        ratio, p = (x * m) / (n * y), float(fisher_exact([[x, n - x], [y, m - y]])[1])
        other = ((x + 1 if ratio < 0.8 else x - 1) * m) / (n * y)
        flips = (ratio < 0.8) != (other < 0.8)
        if p < 0.05:
            verdict = "adverse_impact" if ratio < 0.8 else "review"
        else:
            verdict = "small_n" if flips else "not_significant" if ratio < 0.8 else "passes"
        rows[group].update(
            verdict=verdict,
            impact_ratio=ratio,
            p_value=p,
            z=(y / m - x / n) / spread**0.5 if spread else None,
            shortfall=n * pooled - x,
            reference_group=best,
        )
    return rows
