"""Connectors are found by looking: a folder in ``ingestion/sources/`` with ``TABLES`` and ``build_source`` is one.

Looking imports them, so importing a connector must need no secret and no network.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.tables import COMMON_TABLES, TableSpec

if TYPE_CHECKING:
    from hirehouse.ingestion.observe import LoadContext
    from hirehouse.ingestion.report import LoadReport

SOURCES = Path(__file__).parent / "sources"


@dataclass(frozen=True)
class Connector:
    """One system we can load: its raw tables and how to build its dlt source.

    ``tables`` holds the vendor's tables and those every system has (``reconciliation``, ``input_note``,
    ``ingest_run``). ``build_source`` resolves credentials and makes the first call, so a missing setting is told before
    any work starts; it returns None where there is nothing to load and never was. ``is_own``: no outside system but the
    home's own files, always used.
    """

    name: str
    description: str
    tables: dict[str, TableSpec]
    build_source: Callable[[LoadContext], Any]
    is_own: bool = False

    def load(self, **arguments: Any) -> LoadReport:
        """Load this system; arguments as ``load.load_system`` after the name."""
        from hirehouse.ingestion.load import load_connector

        return load_connector(self, **arguments)


def connectors(extra_roots: Iterable[Path] = ()) -> dict[str, Connector]:
    """Every connector by name, in alphabetical order; ``extra_roots`` are further folders of connector folders."""
    return {name: _connector(name, folder) for name, folder in _folders(extra_roots).items()}


def connector(name: str, extra_roots: Iterable[Path] = ()) -> Connector:
    """The connector called ``name``, the only one that is imported; raises SourceError listing the known ones."""
    folders = _folders(extra_roots)
    if name not in folders:
        raise SourceError(
            name,
            "there is no such connector",
            "HIREHOUSE_CONNECTORS or --only",
            f"use one of {', '.join(folders)}, or add a folder ingestion/sources/{name}/",
        )
    return _connector(name, folders[name])


def _folders(extra_roots: Iterable[Path]) -> dict[str, Path]:
    roots = (SOURCES, *(Path(root) for root in extra_roots))
    return dict(sorted((path.parent.name, path.parent) for root in roots for path in root.glob("*/__init__.py")))


def _connector(name: str, folder: Path) -> Connector:
    is_ours = folder.parent == SOURCES
    module = importlib.import_module(f"hirehouse.ingestion.sources.{name}") if is_ours else _imported(folder)
    missing = [attribute for attribute in ("TABLES", "build_source") if not hasattr(module, attribute)]
    if missing:
        raise SourceError(
            name,
            f"the connector's module lacks {' and '.join(missing)}",
            str(module.__file__),
            "define TABLES (name -> TableSpec) and build_source(context), as ingestion/sources/filedrop does",
        )
    tables = {**module.TABLES, **COMMON_TABLES}
    summary = (module.__doc__ or name).strip().splitlines()[0]
    return Connector(name, summary, tables, module.build_source, getattr(module, "IS_OWN", False))


def _imported(folder: Path) -> ModuleType:
    name = f"hirehouse_connector_{folder.name}"
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
