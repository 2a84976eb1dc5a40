"""What can be known to be wrong before any work starts: system names, settings that are missing or not accepted."""

from __future__ import annotations

from collections.abc import Iterable

from hirehouse.base.errors import HirehouseError, describe
from hirehouse.base.settings import Settings
from hirehouse.build.dbt_command import systems
from hirehouse.ingestion import registry
from hirehouse.ingestion.observe import LoadContext


def check_systems(settings: Settings, only: Iterable[str], option: str = "--only") -> list[str]:
    """The systems a run loads; raises ``HirehouseError`` for a name given with ``option`` (or in
    ``HIREHOUSE_CONNECTORS``) that is no connector of this installation."""
    known = sorted(registry.connectors())
    for name in settings.connectors or ():
        if name not in known:
            raise HirehouseError(
                f"no connector is called '{name}'",
                "HIREHOUSE_CONNECTORS",
                f"use names from: {', '.join(known)} (a connector is a folder in ingestion/sources)",
            )
    chosen = list(only)
    for name in chosen:
        if name not in systems(settings):
            raise HirehouseError(f"no connector is called '{name}'", option, f"use: {', '.join(systems(settings))}")
    return chosen or list(systems(settings))


def find_faults(settings: Settings, names: Iterable[str]) -> list[HirehouseError]:
    """One error per system that cannot be loaded as configured: a missing setting, a wrong address, a refused login.

    Building a source asks for a token (or opens the folder) and reads nothing else.
    """
    connectors = registry.connectors()
    found = []
    for name in names:
        try:
            connectors[name].build_source(LoadContext(name, settings.raw_path, settings.as_of))
        except Exception as error:  # a connector's own words, whatever their type
            found.append(describe(error))
    return found
