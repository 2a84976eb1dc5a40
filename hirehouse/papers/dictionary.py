"""The metric dictionary, made from the code: what each M-nn means, where it is a table, a metric, a test.

Words come from the docs blocks of ``dbt_project/models/metrics/dictionary.md``; the rest is found by the id: in the
``meta`` of models and semantic metrics, in the names of unit tests (``T_nn_...``) and in the text of ``tests/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hirehouse.base.manifest import is_public, one_line
from hirehouse.base.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "metrics.md"
TESTS = PROJECT_ROOT / "tests"
FORECAST = PROJECT_ROOT / "hirehouse" / "forecast"
DECISIONS = PROJECT_ROOT / "docs" / "adr"
# What has words and no number yet, and what it waits for.
NOT_YET = {"M-83": "retention periods and consent are loaded, and no rule looks at them yet"}
PLACES = ("table", "semantic layer", "rule")
HEAD = """# Metric dictionary

Made by `hirehouse dictionary` from the code: do not edit. Words: `dbt_project/models/metrics/dictionary.md`; what holds
for all metrics, and edge cases: `docs/rulings.md`; tables and columns: `hirehouse docs`; T-nn are worked examples, each
stated by a test.
"""


@dataclass(frozen=True)
class Metric:
    """One M-nn. ``tables`` and ``rules`` are public names, ``examples`` T-nn with the tests that state them.

    ``python`` are modules of the forecast and ``decisions`` pages of ``docs/adr`` that name the id.
    """

    id: str
    title: str
    words: str
    tables: tuple[str, ...]
    semantic: tuple[str, ...]
    rules: tuple[str, ...]
    examples: Mapping[str, tuple[str, ...]]
    tests: tuple[str, ...]
    python: tuple[str, ...]
    decisions: tuple[str, ...]

    @property
    def is_implemented(self) -> bool:
        """Whether a public table, a semantic metric or a rule carries the id."""
        return bool(self.tables or self.semantic or self.rules)


def metrics(manifest: Mapping[str, Any]) -> list[Metric]:
    """Every metric of the dictionary by id; ``manifest`` is dbt's, parsed."""
    blocks = [_block(doc) for doc in manifest["docs"].values() if re.fullmatch(r"m_\d\d", doc["name"])]
    texts = _texts(TESTS.rglob("*.py"))
    return [_metric(manifest, texts, *block) for block in sorted(blocks)]


def page(found: Iterable[Metric]) -> str:
    """The dictionary as Markdown."""
    return HEAD + "".join(_section(metric) for metric in found)


@dataclass(frozen=True)
class Definition:
    """One M-nn as the committed page tells it: ``places`` are where it is a table, a metric or a rule, with names."""

    id: str
    title: str
    words: str
    places: tuple[tuple[str, tuple[str, ...]], ...]


def read_page(text: str | None = None) -> dict[str, Definition]:
    """The dictionary by id, read back from ``docs/metrics.md`` (or ``text``), for readers who have no manifest."""
    sections = (PAGE.read_text(encoding="utf-8") if text is None else text).split("\n## ")[1:]
    return {entry.id: entry for entry in map(_entry, sections)}


def _entry(section: str) -> Definition:
    head, _, body = section.partition("\n")
    metric_id, _, title = head.partition(" ")
    lines = body.strip().splitlines()
    bullets = (line[2:].partition(": ") for line in lines if line.startswith("* "))
    places = tuple((kind, tuple(re.findall(r"`([^`]+)`", names))) for kind, _, names in bullets)
    return Definition(metric_id, title, lines[0], tuple((kind, names) for kind, names in places if kind in PLACES))


def _block(doc: Mapping[str, Any]) -> tuple[str, str, str, tuple[str, ...]]:
    """Id, title, words and examples of one docs block."""
    head, _, rest = doc["block_contents"].strip().partition("\n")
    words, _, examples = rest.partition("Examples:")
    metric_id, _, title = head.partition(" ")
    return metric_id, title.strip(), one_line(words), tuple(re.findall(r"T-\d\d", examples))


def _metric(
    manifest: Mapping[str, Any],
    texts: Mapping[str, str],
    metric_id: str,
    title: str,
    words: str,
    examples: Iterable[str],
) -> Metric:
    models = [node for node in manifest["nodes"].values() if metric_id in ids_of(node)]
    names = {node["name"] for node in models}
    unit_tests = manifest["unit_tests"].values()
    own = [test["name"] for test in unit_tests if test["model"] in names and not re.match(r"T_\d\d_", test["name"])]
    return Metric(
        id=metric_id,
        title=title,
        words=words,
        tables=tuple(sorted(f"{node['schema']}.{node['name']}" for node in models if _is_table(node))),
        semantic=tuple(sorted(m["name"] for m in manifest["metrics"].values() if metric_id in ids_of(m))),
        rules=tuple(sorted(node["name"] for node in models if node["name"].startswith("hyg_"))),
        examples={
            example: tuple(
                sorted(
                    [
                        test["name"]
                        for test in unit_tests
                        if re.search(rf"(^|_){example.replace('-', '_')}(_|$)", test["name"])
                    ]
                    + [name for name, text in texts.items() if re.search(rf"\b{example}\b", text)]
                )
            )
            for example in examples
        },
        tests=tuple(sorted(own) + _naming(metric_id, texts)),
        python=tuple(_naming(metric_id, _texts(FORECAST.rglob("*.py")))),
        decisions=tuple(_naming(metric_id, _texts(DECISIONS.glob("0*.md")))),
    )


def _texts(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path.relative_to(PROJECT_ROOT)): path.read_text(encoding="utf-8") for path in paths}


def _naming(metric_id: str, texts: Mapping[str, str]) -> list[str]:
    return sorted(name for name, text in texts.items() if re.search(rf"\b{metric_id}\b", text))


def ids_of(node: Mapping[str, Any]) -> list[str]:
    """The M-nn in a node's ``meta``."""
    found = node.get("config", {}).get("meta", {}).get("id", [])
    return [found] if isinstance(found, str) else list(found)


def _is_table(node: Mapping[str, Any]) -> bool:
    """Whether people can read the model: a public table, or one published apart for named people."""
    return is_public(node) or node["schema"] == "fairness"


def _section(metric: Metric) -> str:
    lines = [f"\n## {metric.id} {metric.title}\n", metric.words, ""]
    if metric.tables:
        lines.append(f"* table: {_code(metric.tables)}")
    if metric.semantic:
        lines.append(f"* semantic layer: {_code(metric.semantic)}")
    if metric.rules:
        lines.append(f"* rule: {_code(metric.rules)}")
    if metric.python:
        lines.append(f"* Python: {_code(metric.python)}")
    if not metric.is_implemented:
        lines.append(f"* not built: {NOT_YET.get(metric.id, 'the reason is missing')}")
    lines += [f"* {example}: {_code(tests) or 'no test'}" for example, tests in metric.examples.items()]
    if metric.tests:
        lines.append(f"* tests: {_code(metric.tests)}")
    if metric.decisions:
        links = (f"[{Path(name).name[:4]}]({name.removeprefix('docs/')})" for name in metric.decisions)
        lines.append(f"* decisions: {', '.join(links)}")
    return "\n".join(lines) + "\n"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
