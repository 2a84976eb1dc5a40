"""Settings of a connector, from dlt's own places, and what to say when one is missing."""

from __future__ import annotations

from typing import Any

import dlt

from hirehouse.ingestion.errors import SourceError


def secret(system: str, key: str, example: str) -> str:
    """The secret ``sources.<system>.<key>`` from the environment or ``.dlt/secrets.toml``; raises SourceError if
    absent."""
    value: Any = dlt.secrets.get(f"sources.{system}.{key}")
    if value is None or not str(value).strip():
        raise missing(system, key, example, ".dlt/secrets.toml")
    return str(value).strip()


def setting(system: str, key: str, default: str | None = None) -> str | None:
    """The plain setting ``sources.<system>.<key>``, from the environment, ``.dlt/config.toml`` or
    ``.dlt/secrets.toml``."""
    name = f"sources.{system}.{key}"
    value: Any = dlt.config.get(name)
    value = dlt.secrets.get(name) if value is None else value
    return default if value is None or not str(value).strip() else str(value).strip()


def missing(system: str, key: str, example: str, file: str) -> SourceError:
    """The error for a setting that is not there: its name, where to put it, and an example."""
    variable = f"SOURCES__{system.upper()}__{key.upper()}"
    return SourceError(
        system,
        f"setting {key} is missing",
        f"sources.{system}.{key}",
        f'put {key} = "{example}" under [sources.{system}] in {file}, or set {variable}={example}',
    )
