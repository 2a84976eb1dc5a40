"""``<entity>.mapping.yml``: how a company's own export says what we call by canonical names.

columns: {Team: function, Seats: plan_seats, Quarter: quarter_start_date}
constants: {plan_version: "2026"}
ignore: [Comment]
date_format: "%d/%m/%Y"
timestamp_format: "%d/%m/%Y %H:%M"
timezone: Europe/London
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from ingestion.errors import SourceError
from ingestion.sources.filedrop.endpoints import Entity

_KEYS = ("columns", "constants", "ignore", "date_format", "timestamp_format", "timezone")


@dataclass(frozen=True)
class Mapping:
    """Column names of the file -> canonical ones, values every row gets, and how dates and times are written.

    Times without an offset are in ``timezone`` (default UTC).
    """

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    date_format: str | None = None
    timestamp_format: str | None = None
    timezone: tzinfo = UTC


def read_mapping(folder: Path, entity: Entity) -> Mapping:
    """The mapping beside an entity's files, or an empty one. Raises SourceError naming what it does not understand."""
    name = entity.spec.name
    path = next((path for suffix in ("yml", "yaml") if (path := folder / f"{name}.mapping.{suffix}").is_file()), None)
    if path is None:
        return Mapping()
    try:
        said = yaml.safe_load(path.read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _wrong(
            path, f"is no YAML: {str(error).splitlines()[0]}", "correct it; see the connector's README"
        ) from error
    if not isinstance(said, dict) or set(said) - set(_KEYS):
        unknown = ", ".join(sorted(map(str, set(said) - set(_KEYS)))) if isinstance(said, dict) else "no keys"
        raise _wrong(path, f"has unknown keys ({unknown})", f"use only {', '.join(_KEYS)}")
    columns, constants = said.get("columns") or {}, said.get("constants") or {}
    for canonical in (*columns.values(), *constants):
        if canonical not in entity.columns:
            raise _wrong(
                path,
                f"maps to {canonical}, which {name} does not have",
                f"use one of {', '.join(entity.columns)}",
            )
    return Mapping(
        {str(source): str(canonical) for source, canonical in columns.items()},
        dict(constants),
        frozenset(map(str, said.get("ignore") or [])),
        said.get("date_format"),
        said.get("timestamp_format"),
        _zone(path, str(said.get("timezone") or "UTC")),
    )


def _zone(path: Path, name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise _wrong(path, f"names an unknown time zone {name!r}", "use a name like Europe/London or UTC") from None


def _wrong(path: Path, what: str, remedy: str) -> SourceError:
    return SourceError("filedrop", f"the mapping {what}", path.name, remedy)
