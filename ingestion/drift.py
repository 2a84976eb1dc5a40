"""How the columns of the newest load differ from those of the loads before it: lost, of another type, new.

Read from the Parquet files' own notes (schema, nulls per column), so no data is read unless a column seems lost. Of the
files before the newest the largest stands for all: it is the one that says most about what a column usually holds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from hirehouse.ingestion import observation_log
from hirehouse.ingestion.tables import ARROW_TYPES, TableSpec, portable_type


@dataclass(frozen=True)
class RawColumn:
    """A column of a raw table as its newest load has it, compared with what it was before.

    ``rows`` counts records, tombstones left out where it matters, ``filled`` those with a value; both are 0 where there
    is no such file. ``declared`` is the portable type of the declaration, None for a column nobody declared, ``found``
    and ``earlier_found`` those of the two files, None where one lacks the column.
    """

    name: str
    declared: str | None
    found: str | None
    earlier_found: str | None
    rows: int
    filled: int
    earlier_rows: int
    earlier_filled: int
    is_new: bool


def columns_of(raw_path: Path, system: str, spec: TableSpec, load_ids: Collection[str]) -> list[RawColumn]:
    """The columns of one raw table, by name; empty unless at least two of the loads have rows of it."""
    files = [
        path
        for path in observation_log.table_files(raw_path, system, spec.name)
        if observation_log.load_id_of(path) in load_ids
    ]
    if len({observation_log.load_id_of(path) for path in files}) < 2:
        return []
    newest_id = max(map(observation_log.load_id_of, files), key=float)
    newest = max((path for path in files if observation_log.load_id_of(path) == newest_id), key=_size)
    earlier = max((path for path in files if observation_log.load_id_of(path) != newest_id), key=_size)
    now, before = _File.read(newest), _File.read(earlier)
    own = set(spec.all_columns) - set(spec.columns)
    names = sorted({*now.types, *spec.columns})
    return [_compared(name, spec, now, before) for name in names if name not in own]


def _size(path: Path) -> int:
    return path.stat().st_size


@dataclass(frozen=True)
class _File:
    path: Path
    rows: int
    types: dict[str, str]
    nulls: dict[str, int]

    @classmethod
    def read(cls, path: Path) -> _File:
        """What the file says of its columns; one whose writer kept no count of nulls counts as filled."""
        with pq.ParquetFile(path) as file:
            metadata, schema = file.metadata, file.schema_arrow
            nulls = dict.fromkeys(schema.names, 0)
            for group in range(metadata.num_row_groups):
                for place in range(metadata.num_columns):
                    chunk = metadata.row_group(group).column(place)
                    if chunk.statistics is not None and chunk.statistics.has_null_count:
                        nulls[chunk.path_in_schema] += chunk.statistics.null_count
        types = {field.name: portable_type(field.type) for field in schema}
        return cls(path, metadata.num_rows, types, nulls)

    def filled(self, name: str) -> int:
        """Rows with a value."""
        return self.rows - self.nulls[name] if name in self.types else 0

    def records(self) -> int:
        """Rows that are no tombstones."""
        gone = pq.read_table(self.path, columns=["_is_deleted"])["_is_deleted"]
        return self.rows - int(pc.sum(pc.fill_null(gone, False)).as_py() or 0)


def _compared(name: str, spec: TableSpec, now: _File, before: _File) -> RawColumn:
    kind = spec.columns.get(name)
    filled, earlier = now.filled(name), before.filled(name)
    is_lost = kind is not None and filled == 0 and earlier > 0
    return RawColumn(
        name=name,
        declared=portable_type(ARROW_TYPES[kind]) if kind is not None else None,
        found=now.types.get(name),
        earlier_found=before.types.get(name),
        rows=now.records() if is_lost else now.rows,
        filled=filled,
        earlier_rows=before.records() if is_lost else before.rows,
        earlier_filled=earlier,
        is_new=kind is None and name not in before.types,
    )
