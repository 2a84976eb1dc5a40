"""A folder of files: what has no usable API, and history, spend and plans that live in spreadsheets.

Loaded: ``<entity>*`` as CSV, Parquet, JSON lines or a workbook, for the entities of ``endpoints.py``, in canonical
columns or through ``<entity>.mapping.yml`` next to them. The rows of an entity's files are the whole truth about it: a
row that is gone from them becomes a tombstone, a changed one a new observation.
Left out on purpose: interviews and scorecards (nobody has asked to load them from files yet), and any file whose name
begins with no entity, which is an error rather than silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from dlt.extract import DltSource

from hirehouse.ingestion.credentials import missing, setting
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.observation_log import table_files
from hirehouse.ingestion.observe import Feed, LoadContext, Rows, observed_source
from hirehouse.ingestion.reconcile import live_rows
from hirehouse.ingestion.sources.filedrop.endpoints import ENTITIES, Entity
from hirehouse.ingestion.sources.filedrop.folder import files_by_entity
from hirehouse.ingestion.sources.filedrop.mapping import Mapping, beside, read_mappings
from hirehouse.ingestion.sources.filedrop.rows import KEY, check_constants, read_table

TABLES = {name: entity.spec for name, entity in ENTITIES.items()}

_PAGE_ROWS = 20_000


def build_source(context: LoadContext) -> DltSource:
    """The dlt source of one load. Looks at the folder and every mapping first, so what is wrong there is told before
    any work starts.

    Setting ``sources.filedrop``: ``path``, the folder. Without it, and as long as nothing was ever dropped, there are
    no files; after that a missing setting is an error, since taking it for an empty folder would delete every row. So
    is a table that had rows and has no file any more, unless its mapping says that it may vanish.
    """
    folder = _folder(context)
    files = files_by_entity(folder) if folder else {}
    mappings = read_mappings(folder) if folder else {}
    for name, mapping in mappings.items():
        check_constants(ENTITIES[name], mapping)
    if folder is not None:
        _refuse_vanished(context, files, mappings)
    feeds = []
    for name, entity in ENTITIES.items():
        mapping = mappings.get(name) or Mapping()
        doubts: Literal["nothing", "length"] = "nothing" if mapping.may_vanish else "length"
        rows = partial(canonical_rows, context, entity, files.get(name, []), mapping)
        feeds.append(Feed(entity.spec, rows, doubts=doubts))
    return observed_source(context, feeds)


def _refuse_vanished(context: LoadContext, files: dict[str, list[Path]], mappings: dict[str, Mapping]) -> None:
    for name, entity in ENTITIES.items():
        may_vanish = name in mappings and mappings[name].may_vanish
        if name in files or may_vanish or not table_files(context.raw_path, context.system, name):
            continue
        rows = live_rows(context.raw_path, context.system, entity.spec)
        if rows:
            raise SourceError(
                "filedrop",
                f"there is no file of {name} any more, and {rows} rows of it were loaded before",
                f"{name}*",
                f"put the file back (with its header alone if it has no rows), or write `may_vanish: true` into "
                f"{beside(entity)} if the rows are to go",
            )


def _folder(context: LoadContext) -> Path | None:
    said = setting("filedrop", "path")
    if said is None and not any(table_files(context.raw_path, "filedrop", name) for name in ENTITIES):
        return None
    if said is None:
        raise missing("filedrop", "path", "/data/recruiting-files", ".dlt/config.toml")
    folder = Path(said).expanduser()
    if not folder.is_dir():
        raise SourceError(
            "filedrop",
            "the folder does not exist",
            str(folder),
            "create it, or correct path under [sources.filedrop] in .dlt/config.toml or SOURCES__FILEDROP__PATH",
        )
    return folder


def canonical_rows(context: LoadContext, entity: Entity, files: list[Path], mapping: Mapping) -> Iterator[Rows]:
    """Tables of canonical rows, each key once. ``files`` come newest first: what a newer one has overrules the rest."""
    name = entity.spec.name
    known: list[pa.ChunkedArray] = []
    for path in files:
        table = read_table(path, entity, mapping, partial(context.note, name))
        keys = table.column(KEY)
        if known:
            is_known = pc.is_in(keys, pa.chunked_array([chunk for column in known for chunk in column.chunks]))
            overruled = pc.sum(is_known).as_py() or 0
            if overruled:
                context.note(name, "overruled", path.name, overruled, "a newer file has rows of the same key")
                table = table.filter(pc.invert(is_known))
        if path != files[-1]:
            known.append(keys)
        table = table.drop_columns([KEY])
        for start in range(0, table.num_rows, _PAGE_ROWS):
            yield table.slice(start, _PAGE_ROWS)
