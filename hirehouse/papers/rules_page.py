"""The page of hygiene rules, ``docs/rules.md``, made from the yml of the rules' models by ``hirehouse dictionary``.

A rule's description says four things in this order: the grain, then ``Flagged:``, ``Why:`` and ``Fix:``. Severity,
owner, threshold and what is quarantined are in its ``meta``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hirehouse.base.manifest import one_line
from hirehouse.base.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "rules.md"
PARTS = re.compile(r"(?P<grain>.+?) Flagged: (?P<flags>.+) Why: (?P<why>.+) Fix: (?P<fix>.+)")
HEAD = """# Hygiene rules

Made by `hirehouse dictionary` from the yml of the rules' models: do not edit. Thresholds are set in
`dbt_project/vars.yml`.

| severity | what it does |
|---|---|
| warn | the row stays in every number; its finding goes to the owner |
| quarantine | the row, and what depends on it, stays out of `core` and `metrics` until it is clean |
| block | nothing is published; the last good version stays and says as of when it is |

A rule with two severities acts with the second one only when its worse limit is broken. Findings are in
`hygiene.finding`. Where a rule is wrong about one thing, give `dbt_project/seeds/rule_exceptions.csv` a line for it,
with a last day.

| id | rule | severity | owner |
|---|---|---|---|
"""


@dataclass(frozen=True)
class RulePage:
    """One rule as its yml tells it: ``quarantines`` are entity types, ``model`` is the model's path in the project."""

    id: str
    title: str
    grain: str
    flags: str
    why: str
    fix: str
    remedy: str
    severity: str
    owner: str
    threshold: str
    quarantines: tuple[str, ...]
    model: str


def rule_pages(manifest: Mapping[str, Any]) -> list[RulePage]:
    """Every rule by id; ``manifest`` is dbt's, parsed. Raises ValueError that names a rule without one of the parts."""
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return sorted((_rule(node) for node in nodes if _meta(node)), key=lambda rule: rule.id)


def page(rules: Iterable[RulePage]) -> str:
    """The rules as Markdown: a table of all, then a section for each."""
    found = list(rules)
    index = "".join(f"| [{r.id}](#{_anchor(r)}) | {r.title} | {r.severity} | {r.owner} |\n" for r in found)
    return HEAD + index + "".join(_section(rule) for rule in found)


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (node["config"].get("meta") or {}).get("rule") or {}
    return found


def _rule(node: Mapping[str, Any]) -> RulePage:
    meta = _meta(node)
    parts = PARTS.fullmatch(one_line(node["description"]))
    if parts is None:
        raise ValueError(f"{meta['id']}: its description needs `<grain> Flagged: ... Why: ... Fix: ...` in this order")
    worse = meta.get("escalated_severity")
    return RulePage(
        id=meta["id"],
        title=meta["title"],
        **{name: text.strip() for name, text in parts.groupdict().items()},
        remedy=one_line(meta["remedy"]),
        severity=f"{meta['severity']}, at worst {worse}" if worse else meta["severity"],
        owner=meta["owner_role"],
        threshold=str(meta["threshold"]),
        quarantines=tuple((meta.get("quarantines") or "").split(",")) if meta.get("quarantines") else (),
        model=node["original_file_path"],
    )


def _anchor(rule: RulePage) -> str:
    """The fragment that a heading's text gets in a Markdown page."""
    return re.sub(r"[^\w\- ]", "", f"{rule.id} {rule.title}".lower()).replace(" ", "-")


def _section(rule: RulePage) -> str:
    lines = [
        f"\n## {rule.id} {rule.title}\n",
        f"Looks at: {rule.grain[:1].lower()}{rule.grain[1:]}\n",
        f"* flags: {rule.flags}",
        f"* why: {rule.why}",
        f"* how to fix: {rule.fix}",
        f"* its finding says: {rule.remedy}",
        f"* owner: {rule.owner}",
        f"* severity: {rule.severity}",
        f"* threshold: {rule.threshold}",
    ]
    if rule.quarantines:
        lines.append(f"* quarantines: {', '.join(rule.quarantines)}")
    lines.append(f"* model: `dbt_project/{rule.model}`")
    return "\n".join(lines) + "\n"
