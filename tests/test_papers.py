"""What the papers promise: every id resolves to a place in this repository, every link and file they name exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from hirehouse.base.manifest import is_public, public_tables, rules_of
from hirehouse.publish.version_files import QUARANTINED

ROOT = Path(__file__).parents[1]
ROOMS = (
    "benchmarks",
    "dashboard",
    "dbt_project",
    "docs",
    "expectations",
    "hirehouse",
    "ingestion",
    "orchestration",
    "tests",
)
SUFFIXES = {".py", ".sql", ".yml", ".md", ".csv", ".toml"}
GLOSSARY = "docs/glossary.md"
QUOTES = {GLOSSARY, "CHANGELOG.md"}  # they name the words that are gone
MADE = {"__pycache__", "target", "logs"}
ADR_HEADINGS = ["Decision", "Why", "Cost", "What reopens it"]


@cache
def texts() -> dict[str, str]:
    """Every text of the repository by its path, what was made by running it left out."""
    found = [path for path in ROOT.iterdir() if path.suffix in SUFFIXES]
    for room in ROOMS:
        found += [path for path in (ROOT / room).rglob("*") if path.suffix in SUFFIXES and not MADE & set(path.parts)]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(found) if path.is_file()}


def mentions(pattern: str, *, tests: bool = True) -> Iterator[tuple[str, str]]:
    """(id, ``path:line``) wherever the pattern's group matches."""
    for path, text in texts().items():
        if tests or not path.startswith("tests/"):
            for number, line in enumerate(text.splitlines(), 1):
                for found in re.finditer(pattern, line):
                    yield found[1], f"{path}:{number}"


def dangling(pattern: str, known: set[str], *, tests: bool = True) -> list[str]:
    """Mentions of ids that are not ``known``; raises AssertionError if the pattern matches nothing at all."""
    found = list(mentions(pattern, tests=tests))
    assert found and known, pattern
    return [f"{place}: {name}" for name, place in found if name not in known]


def headings(path: str) -> set[str]:
    """The first word of each heading of a page."""
    return set(re.findall(r"^##+ (\S+)", texts()[path], flags=re.MULTILINE))


def test_a_ruling_resolves_to_a_heading_of_the_rulings() -> None:
    known = headings("docs/rulings.md")
    assert {f"E{number}" for number in range(1, 16)} | {f"0.{number}" for number in range(1, 8)} <= known
    # letter and number are also a cell of a workbook, which only tests speak of
    assert not dangling(r"\b(E\d{1,2})\b", known, tests=False)
    assert not dangling(r"\brulings? (\d\.\d)\b", known)


def test_a_section_number_says_of_which_page_it_is() -> None:
    bare = [
        f"{path}: {line.strip()}"
        for path, text in texts().items()
        for line in text.splitlines()
        if re.search(r"\b(?:dictionary|metrics|forecast|hygiene|section) (?:\d\.\d)\b", line)
        or (path.endswith((".yml", ".sql", ".md")) and re.search(r"[A-Za-z] \(0\.[1-9]\)", line))
    ]
    assert not bare


@pytest.mark.parametrize("pattern", [r"\b(M-\d\d)\b", r"(?<![A-Za-z])T[-_](\d\d)(?!\d)"], ids=["metric", "example"])
def test_a_metric_and_an_example_resolve_to_the_dictionary(pattern: str) -> None:
    page = texts()["docs/metrics.md"]
    known = headings("docs/metrics.md") | set(re.findall(r"^\* T-(\d\d): `", page, flags=re.MULTILINE))
    assert not dangling(pattern, known)


def test_every_metric_is_built_or_says_what_it_waits_for_and_every_example_has_a_test() -> None:
    assert "the reason is missing" not in texts()["docs/metrics.md"]
    assert not re.findall(r"^\* (T-\d\d): no test", texts()["docs/metrics.md"], flags=re.MULTILINE)


def test_a_rule_resolves_to_a_model(manifest: dict[str, Any]) -> None:
    known = {rule.rule_id for rule in rules_of(manifest)}
    # tests make up rules of other families, and companies whose requisitions are called ENG-11
    families = "|".join(sorted({name[:3] for name in known} | {"PRI", "DUP", "SYN", "OFL", "INT"}))
    assert not dangling(r"\b([A-Z]{3}-\d\d)\b", known, tests=False)
    assert not dangling(rf"\b((?:{families})-\d\d)\b", known)


def test_a_decision_resolves_to_its_page() -> None:
    known = {path.removeprefix("docs/adr/")[:4] for path in texts() if re.match(r"docs/adr/\d{4}-", path)}
    assert not dangling(r"docs/adr/(\d{4})", known)
    assert not [f"{place}: {name}" for name, place in mentions(r"\bADR (\d+)") if name.zfill(4) not in known]
    among = [(name, place) for name, place in mentions(r"\b(00\d\d)\b(?!-\d)") if place.startswith("docs/adr/")]
    assert among and not [f"{place}: {name}" for name, place in among if name not in known]


def test_a_page_that_is_named_exists() -> None:
    """Nothing refers to a document outside the repository."""
    known = {Path(path).name for path in texts()}
    assert not dangling(r"(?<![\w*<{}-])([\w-]+\.md)\b", known, tests=False)


def test_links_of_pages_lead_somewhere() -> None:
    broken = [
        f"{path}: {target}"
        for path, text in texts().items()
        if path.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (ROOT / path).parent.joinpath(target).exists()
    ]
    assert not broken


def decisions() -> dict[str, str]:
    """The text of every decision by its file's name."""
    return {Path(path).name: text for path, text in texts().items() if re.match(r"docs/adr/\d", path)}


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md")))
def test_a_decision_has_the_form(name: str) -> None:
    head, dated, *body = decisions()[name].split("\n\n")
    assert re.fullmatch(rf"# {name[:4]} \S.+", head)
    assert re.fullmatch(r"Date: \d{4}-\d\d\. Status: (in force|replaced by \[\d{4}\]).*\.", dated, flags=re.DOTALL)
    found = [part.removeprefix("## ") for part in body if part.startswith("## ")]
    assert [heading for heading in found if heading in ADR_HEADINGS] == ADR_HEADINGS
    empty = [a for a, b in pairwise([*body, "## end"]) if a.startswith("## ") and b.startswith("## ")]
    assert not empty


def test_the_index_lists_every_decision_by_its_title() -> None:
    listed = re.findall(
        r"^\| \[(\d{4})\]\(([\w-]+\.md)\) \| (.+) \|$", texts()["docs/adr/README.md"], flags=re.MULTILINE
    )
    titles = {name: text.splitlines()[0].split(" ", 2)[2] for name, text in decisions().items()}
    assert listed == [(name[:4], name, title) for name, title in titles.items()]


def test_a_path_that_a_page_names_exists() -> None:
    """Of pages about the code: paths in backticks that begin with a room's name."""
    broken = [
        f"{path}: {named}"
        for path, text in texts().items()
        if path.endswith(".md") and not path.startswith("docs/adr/")
        for named in re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]+)`", text)
        if not (ROOT / named).exists() and not re.fullmatch(r"docs/adr/\d{4}", named)
    ]
    assert not broken


def read_by_users(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(place, text) of everything a user reads: pages, texts of commands and pages, rules, public descriptions."""
    for path, text in texts().items():
        if path.endswith(".md") and path not in QUOTES:
            yield path, text
        if path.startswith(("hirehouse/", "dashboard/")) and path.endswith(".py"):
            yield from ((f"{path}:{number}", string) for number, string in strings(ast.parse(text)))
    for node in manifest["nodes"].values():
        meta = (node["config"].get("meta") or {}).get("rule") or {}
        if meta or is_public(node):
            yield node["name"], " ".join([node["description"], *(str(value) for value in meta.values())])
        if is_public(node):
            yield from ((f"{node['name']}.{each['name']}", each["description"]) for each in node["columns"].values())


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Constants of a module with a blank in them, docstrings left out but for those of commands, which are its help."""
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    docstrings = {id(node.value) for node in bodies}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            if id(node) not in docstrings:
                yield node.lineno, node.value
        elif isinstance(node, ast.FunctionDef) and any("typer" in ast.unparse(each) for each in node.args.args):
            yield node.lineno, ast.get_docstring(node) or ""


def test_words_that_the_glossary_checks_are_in_no_text_a_user_reads(manifest: dict[str, Any]) -> None:
    """In parentheses a row says which sense is meant: "there is no" and "is no longer" are not the sense of "is no"."""
    rows = re.findall(r"^\| ([\w, ]+?)(?: \(.+\))? \| .+ \| checked \|$", texts()[GLOSSARY], flags=re.MULTILINE)
    said = "|".join(word.replace(" ", r"\s+") for row in rows for word in row.split(", "))
    words = re.compile(rf"(?<!\bthere )\b({said})\b(?! (?:longer|more)\b)", re.IGNORECASE)
    read = list(read_by_users(manifest))
    assert words.fullmatch("Foretold") and words.search("it is\nno month") and len(read) > 1000
    assert not words.search("there is no month") and not words.search("it is no longer a month")
    hits = [f"{place}: {found[0]}" for place, text in read for found in words.finditer(text)]
    assert not hits, "\n".join(hits)


def test_the_changelog_lists_every_former_name(manifest: dict[str, Any]) -> None:
    """Table by table with its view of the schema ``deprecated``; no former name is in use for something else."""
    listed = texts()["CHANGELOG.md"].partition("### Deprecated")[2].partition("\n### ")[0].splitlines()
    renamed = [table for table in [*public_tables(manifest), QUARANTINED] if table.former]
    assert {table.full_name for table in renamed} >= {"core.bridge_hire_attribution", "metrics.hiring_forecast"}
    for table in renamed:
        former = table.former
        assert former.columns.keys() | former.values.keys() <= table.columns.keys()
        assert not set(former.columns.values()) & (table.columns.keys() - former.columns.keys())
        view = f"`deprecated.{former.table or table.name}`"
        pairs = [(name, today) for today, name in former.columns.items()]
        pairs += [(then, today) for values in former.values.values() for today, then in values.items()]
        pairs += [(former.table, table.name)] if former.table else []
        lines = [line for line in listed if view in line and f"{table.schema}." in line]
        assert [pair for pair in pairs if not all(re.search(rf"\b{word}`", "".join(lines)) for word in pair)] == []
