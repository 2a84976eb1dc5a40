"""A folder of files: what has no usable API, and history, spend and plans that live in spreadsheets.

Loaded: ``<entity>*.csv|.parquet|.jsonl|.xlsx`` for the entities of ``endpoints.py``, in canonical columns or through
``<entity>.mapping.yml`` beside them. The rows of an entity's files are the whole truth about it: a row that is gone
from them becomes a tombstone, a changed one a new observation.
Left out on purpose: interviews and scorecards (nobody has asked to load them from files yet), and any file whose name
begins with no entity, which is an error rather than silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from dlt.extract import DltSource

from ingestion.credentials import missing, setting
from ingestion.errors import SourceError
from ingestion.log import table_files
from ingestion.observe import Feed, LoadContext, Rows, observed_source
from ingestion.sources.filedrop.cells import RowReader
from ingestion.sources.filedrop.endpoints import ENTITIES, Entity
from ingestion.sources.filedrop.files import SUFFIXES, read_header, read_rows
from ingestion.sources.filedrop.mapping import Mapping, read_mapping

TABLES = {name: entity.spec for name, entity in ENTITIES.items()}

_PAGE_ROWS = 5_000
_PASSED_OVER = (".yml", ".yaml", ".md", ".txt")


def build_source(context: LoadContext) -> DltSource:
    """The dlt source of one load. Looks at every file's columns first, so a wrong file is told before any work starts.

    Setting ``sources.filedrop``: ``path``, the folder. Without it, and as long as nothing was ever dropped, there are
    no files; after that a missing setting is an error, since taking it for an empty folder would delete every row.
    """
    folder = _folder(context)
    readers = {
        name: [(path, _reader(path, ENTITIES[name], read_mapping(path.parent, ENTITIES[name]))) for path in paths]
        for name, paths in (_files_by_entity(folder) if folder else {}).items()
    }
    feeds = [Feed(entity.spec, partial(_rows, entity, readers.get(name, []))) for name, entity in ENTITIES.items()]
    return observed_source(context, feeds)


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


def _files_by_entity(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith((".", "~")) or path.suffix in _PASSED_OVER:
            continue
        names = [name for name in ENTITIES if path.name.startswith(name)]
        if not names or path.suffix not in SUFFIXES:
            raise SourceError(
                "filedrop",
                "the file's name begins with no known entity, or its kind is unknown",
                path.name,
                f"name it <entity>*.<kind> with one of {', '.join(ENTITIES)} and {', '.join(SUFFIXES)}, or move it "
                f"away",
            )
        found.setdefault(max(names, key=len), []).append(path)
    return found


def _reader(path: Path, entity: Entity, mapping: Mapping) -> RowReader:
    """The reader of one file; raises SourceError if a column is unknown, doubled or missing."""
    header = [name for name in read_header(path) if name]
    source_columns: dict[str, str] = {}
    for name in header:
        canonical = mapping.columns.get(name) or (name if name in entity.columns else None)
        if name in mapping.ignore:
            continue
        if canonical is None:
            raise _column_error(path, entity, f"column {name!r} is unknown", f"map or ignore it in {_beside(entity)}")
        if canonical in source_columns:
            raise _column_error(
                path, entity, f"two columns mean {canonical}", f"leave one out, or ignore it in {_beside(entity)}"
            )
        source_columns[canonical] = name
    absent = sorted(entity.required - source_columns.keys() - mapping.constants.keys())
    # JSON lines without a line have no rows; every other kind names its columns even then.
    has_none = path.suffix == ".jsonl" and not header and next(read_rows(path), None) is None
    if absent and not has_none:
        remedy = f"add it, map it, or give it as a constant in {_beside(entity)}"
        raise _column_error(path, entity, f"column {', '.join(absent)} is missing", remedy)
    return RowReader(path.name, entity, mapping, source_columns)


def _beside(entity: Entity) -> str:
    return f"{entity.spec.name}.mapping.yml"


def _column_error(path: Path, entity: Entity, what: str, remedy: str) -> SourceError:
    return SourceError(
        "filedrop", f"{what}: expected columns are {', '.join(entity.columns)}", f"{path.name}, row 1", remedy
    )


def _rows(entity: Entity, files: list[tuple[Path, RowReader]]) -> Iterator[Rows]:
    """Pages of canonical rows. Within one file a key occurs once; of several files the last by name wins."""
    for path, reader in files:
        first_at: dict[tuple[Any, ...], int] = {}
        page: list[dict[str, Any]] = []
        for number, cells in read_rows(path):
            row = reader.read(number, cells)
            key = tuple(row[name] for name in entity.spec.key)
            if first_at.setdefault(key, number) != number:
                raise SourceError(
                    "filedrop",
                    f"row {number} has the same {', '.join(entity.spec.key)} as row {first_at[key]}",
                    f"{path.name}, row {number}",
                    "make them one row (add up amounts), or correct the key",
                )
            page.append(row)
            if len(page) >= _PAGE_ROWS:
                yield page
                page = []
        if page:
            yield page
