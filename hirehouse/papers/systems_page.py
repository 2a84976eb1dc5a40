"""The page of systems, ``docs/systems.md``, made by ``hirehouse dictionary``: who delivers what, and what each lacks.

A model's meta has the columns its system cannot say, with the reason (``conform``); the source of a system's raw tables
has in its own meta why it lacks whole entities, ``others`` for those without a reason of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hirehouse.base.manifest import one_line
from hirehouse.base.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "systems.md"
HEAD = """# Systems

Made by `hirehouse dictionary` from the models of `dbt_project/models/staging/`: do not edit. What the columns of an
entity mean is in `dbt_project/macros/contract/`.

| in a cell | means |
|---|---|
| has | the system delivers the entity; a number is of columns that it cannot say |
| derived | the system does not, but it follows from its log or from what it delivers |
| - | the system lacks it, for the reason below |

"""
OTHERS = "others"


@dataclass(frozen=True)
class System:
    """One system: ``has`` is entity -> column it cannot say -> why; ``lacks`` entity -> why."""

    name: str
    has: Mapping[str, Mapping[str, str]]
    derives: frozenset[str]
    lacks: Mapping[str, str]


def entities(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Entity of the contract -> what a row of it is, in alphabetical order; ``manifest`` is dbt's, parsed."""
    found = {}
    for node in manifest["nodes"].values():
        named = re.fullmatch(r"int_(\w+)__unioned", node["name"])
        if node["resource_type"] == "model" and named:
            found[named[1]] = one_line(node["description"]).split(". ")[0].removesuffix(".")
    return dict(sorted(found.items()))


def systems(manifest: Mapping[str, Any]) -> list[System]:
    """Every system with raw tables, by name. Raises ValueError that names an entity that lacks a reason, or has one too
    many."""
    sources = {
        source["source_name"].removeprefix("raw_"): source
        for source in manifest["sources"].values()
        if source["source_name"].startswith("raw_")
    }
    return [_system(manifest, name, source["source_meta"].get("lacks", {})) for name, source in sorted(sources.items())]


def page(known: Mapping[str, str], found: Iterable[System]) -> str:
    """The systems as Markdown: a table of all entities, then a section for each system."""
    all_systems = list(found)
    names = [system.name for system in all_systems]
    table = [f"| entity | {' | '.join(names)} | a row |", f"|---|{'---|' * len(names)}---|"]
    table += [
        f"| {entity} | {' | '.join(_cell(system, entity) for system in all_systems)} | {grain} |"
        for entity, grain in known.items()
    ]
    return HEAD + "\n".join(table) + "\n" + "".join(_section(system) for system in all_systems)


def _system(manifest: Mapping[str, Any], name: str, reasons: Mapping[str, str]) -> System:
    has = {
        node["name"].removeprefix(f"stg_{name}__"): (node["config"].get("meta") or {}).get("lacks", {})
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith(f"stg_{name}__")
    }
    known = entities(manifest)
    derives = frozenset(entity for entity in known if entity not in has and _is_derived(manifest, name, entity))
    lacking = [entity for entity in known if entity not in has and entity not in derives]
    superfluous = sorted(set(reasons) - {*lacking, OTHERS})
    if superfluous:
        raise ValueError(f"{name}: there is nothing to say of {', '.join(superfluous)}: the system does not lack it")
    silent = [entity for entity in lacking if entity not in reasons and OTHERS not in reasons]
    if silent:
        raise ValueError(f"{name}: say in the meta of raw_{name} why it lacks {', '.join(silent)}, or {OTHERS}")
    return System(name, has, derives, {entity: reasons.get(entity) or reasons[OTHERS] for entity in lacking})


def _is_derived(manifest: Mapping[str, Any], name: str, entity: str) -> bool:
    """Whether the union takes rows of a system that has no model of the entity: from another one, or from its log."""
    parents = manifest["parent_map"][f"model.hirehouse.int_{entity}__unioned"]
    return any(
        parent.startswith((f"model.hirehouse.stg_{name}__", f"source.hirehouse.raw_{name}.")) for parent in parents
    )


def _cell(system: System, entity: str) -> str:
    if entity in system.has:
        lacking = len(system.has[entity])
        return f"has, lacks {lacking}" if lacking else "has"
    return "derived" if entity in system.derives else "-"


def _section(system: System) -> str:
    lines = [f"\n## {system.name}\n"]
    lines += [f"* lacks {lacking}. {why}" for why, lacking in _by_reason(system.lacks)]
    for entity, columns in sorted(system.has.items()):
        lines += [f"* {entity} without {lacking}. {why}" for why, lacking in _by_reason(columns)]
    return "\n".join(lines) + "\n"


def _by_reason(reasons: Mapping[str, str]) -> list[tuple[str, str]]:
    """(reason, names in code quotes) of a mapping name -> reason."""
    grouped: dict[str, list[str]] = {}
    for name, why in reasons.items():
        grouped.setdefault(one_line(why), []).append(f"`{name}`")
    return [(why, ", ".join(names)) for why, names in grouped.items()]
