"""The picture of the code, ``docs/code.md``: which room imports which, made by ``hirehouse dictionary``.

A room is a package inside ``hirehouse``, wherever its folder is, or the benchmarks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hirehouse.base.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "code.md"
PACKAGE = "hirehouse"
BESIDE = "benchmarks"
"""What is not installed: a package of its own, drawn as one room."""
HEAD = """# The code

Made by `hirehouse dictionary` from the imports: do not edit. An arrow says "imports". The picture of the data, from the
vendors' tables to the published ones, is [lineage.png](lineage.png).

Everything is imported as `hirehouse.<room>`. The folders `ingestion/`, `expectations/`, `orchestration/` and
`dashboard/` are next to `hirehouse/`, which holds a link to each ([why](adr/0030-one-package-and-layers.md)).
`make contracts` forbids every arrow that would point up; the order is in `pyproject.toml`.

`dbt_project/` is not Python and not in the picture: `ingestion` fills the tables its staging reads, `build` starts dbt,
`expectations` judges its models, and nothing imports it.

"""


def rooms(root: Path = PROJECT_ROOT) -> dict[str, str]:
    """Every room's folder with the first sentence of its own docstring, by name."""
    return {_shown(folder, root): _summary(folder / "__init__.py") for _, folder in sorted(_folders(root).items())}


def arrows(root: Path = PROJECT_ROOT) -> set[tuple[str, str]]:
    """(importing room, imported room) of every import between two rooms, those inside functions included."""
    folders = _folders(root)
    shown = {name: _shown(folder, root) for name, folder in folders.items()}
    found = set()
    for name, folder in folders.items():
        for path in folder.resolve().rglob("*.py"):
            found |= {(shown[name], shown[there]) for there in map(_room, _imports(path)) if there in shown}
    return {(here, there) for here, there in found if here != there}


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


def _folders(root: Path) -> dict[str, Path]:
    """Room to folder, under the name it is imported by."""
    inner = {path.parent.name: path.parent for path in (root / PACKAGE).glob("*/__init__.py")}
    return inner | {BESIDE: root / BESIDE}


def _shown(folder: Path, root: Path) -> str:
    return str(folder.resolve().relative_to(root.resolve()))


def _room(module: str) -> str:
    first, *rest = module.split(".")
    return rest[0] if first == PACKAGE and rest else first


def _node(room: str) -> str:
    return room.replace("/", "_")
