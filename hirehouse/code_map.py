"""The picture of the code, ``docs/code.md``: which room imports which, made by ``hirehouse dictionary``.

A room is a Python package: the top-level ones, those inside ``hirehouse``, and the simulated company.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hirehouse.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "code.md"
PACKAGES = ("benchmarks", "dashboard", "expectations", "hirehouse", "ingestion", "orchestration")
SPLIT = {"hirehouse": None, "ingestion": "sandbox"}
"""Packages drawn as several rooms: each of their packages (None), or the one named."""
HEAD = """# The code

Made by `hirehouse dictionary` from the imports: do not edit. An arrow says "imports". The picture of the data, from the
vendors' tables to the published ones, is [lineage.png](lineage.png).

`dbt_project/` is not Python and not in the picture: `ingestion` fills the tables its staging reads, `hirehouse` starts
dbt, `expectations` judges its models, and nothing imports it. `make contracts` forbids the arrows that must not be.

"""


def rooms(root: Path = PROJECT_ROOT) -> dict[str, str]:
    """Every room, as ``package`` or ``package/inner``, with the first sentence of its own docstring."""
    found = {package: root / package for package in PACKAGES}
    for package, only in SPLIT.items():
        inner = sorted(path.parent for path in (root / package).glob("*/__init__.py"))
        found |= {f"{package}/{path.name}": path for path in inner if only in (None, path.name)}
    return {name: _summary(found[name] / "__init__.py") for name in sorted(found)}


def arrows(root: Path = PROJECT_ROOT) -> set[tuple[str, str]]:
    """(importing room, imported room) of every import between two rooms, those inside functions included."""
    known = rooms(root)
    found = set()
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            here = _room(path.relative_to(root).with_suffix("").parts, known)
            imported = {_room(name.split("."), known) for name in _imports(path) if name.split(".")[0] in PACKAGES}
            found |= {(here, there) for there in imported if there != here}
    return found


def page(known: Mapping[str, str], found: Iterable[tuple[str, str]]) -> str:
    """Picture and table as Markdown."""
    nodes = [f'    {_node(name)}["{name}"]' for name in known]
    lines = [f"    {_node(here)} --> {_node(there)}" for here, there in sorted(found)]
    picture = "\n".join(["```mermaid", "flowchart TD", *nodes, *lines, "```"])
    table = "\n".join(
        ["| room | what it is |", "|---|---|", *(f"| `{name}/` | {text} |" for name, text in known.items())]
    )
    return f"{HEAD}{picture}\n\n{table}\n"


def _summary(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(parts: Iterable[str], known: Mapping[str, str]) -> str:
    first, *rest = parts
    inner = f"{first}/{rest[0]}" if rest else first
    return inner if inner in known else first


def _node(room: str) -> str:
    return room.replace("/", "_")
