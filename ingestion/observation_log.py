"""The observation log as it is on disk, and how to read it.

``<raw>/raw_<system>/<table>/<load_id>.<file>.parquet`` holds observations, ``_dlt_loads`` names the packages that were
completed. A file counts only if its package was completed: a crash leaves files behind that a later load writes again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.tables import DUCKDB_TYPES, INGEST_RUN, TableSpec, portable_type

LAYOUT = "{table_name}/{load_id}.{file_id}.{ext}"
"""dlt's file layout of the log: the load id first, so that a file's package is known from its name."""

LOADS_TABLE = "_dlt_loads"


@dataclass(frozen=True)
class CompletedLoad:
    """One completed load package; ``kind`` is ``load`` or ``reconciliation``, ``observed_at`` the run's instant
    (UTC)."""

    load_id: str
    observed_at: datetime
    kind: str


def dataset(system: str) -> str:
    """Folder and schema name of a system's raw tables."""
    return f"raw_{system}"


def completed_loads(raw_path: Path, system: str) -> list[CompletedLoad]:
    """Every completed load of ``system``, oldest instant first; empty if nothing was ever loaded.

    Raises ``SourceError`` when a file that tells of loads cannot be read.
    """
    ids = completed_load_ids(raw_path, system)
    files = table_files(raw_path, system, INGEST_RUN.name)
    found: dict[str, CompletedLoad] = {}
    for path in files:
        try:
            columns = pq.read_table(path, columns=["_dlt_load_id", "observed_at", "kind"]).to_pydict()
            told = list(zip(*(columns[name] for name in ("_dlt_load_id", "observed_at", "kind")), strict=True))
        except (OSError, ValueError, KeyError) as error:
            what = f"load {load_id_of(path)}: the file that tells when it was made cannot be read"
            raise SourceError(system, what, str(path), "run `hirehouse log repair`") from error
        for load_id, observed_at, kind in told:
            if load_id in ids:
                found[load_id] = CompletedLoad(load_id, observed_at, kind)
    return sorted(found.values(), key=lambda load: (load.observed_at, load.load_id))


def completed_load_ids(raw_path: Path, system: str) -> frozenset[str]:
    """dlt's ids of the completed packages. The name of the marker file is enough: it is written last."""
    folder = raw_path / dataset(system) / LOADS_TABLE
    if not folder.is_dir():
        return frozenset()
    return frozenset(path.name.removesuffix(".jsonl").rsplit("__", 1)[1] for path in folder.glob("*__*.jsonl"))


def table_files(raw_path: Path, system: str, table: str) -> list[Path]:
    """Parquet files of completed loads of one raw table, oldest first. Spark reads exactly these, too."""
    folder = raw_path / dataset(system) / table
    if not folder.is_dir():
        return []
    ids = completed_load_ids(raw_path, system)
    return sorted(path for path in folder.glob("*.parquet") if load_id_of(path) in ids)


def load_id_of(path: Path) -> str:
    """The load id in a log file's name (``1795299343.96779.2244cc6bf3.parquet``)."""
    return ".".join(path.name.split(".")[:2])


def raw_relation_sql(raw_path: Path, system: str, spec: TableSpec) -> str:
    """A DuckDB ``select`` over one raw table: declared columns by their types, observation columns, then evolved
    columns.

    Without any completed file it is typed and empty. The list of files is fixed when the text is made.
    """
    empty = "select " + ", ".join(
        f"cast(null as {DUCKDB_TYPES[kind]}) as {quoted(name)}" for name, kind in spec.all_columns.items()
    )
    return f"{empty} where false" + _files_sql(table_files(raw_path, system, spec.name))


def _files_sql(files: Iterable[Path]) -> str:
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f" union all by name select * from read_parquet([{names}], union_by_name = true)" if names else ""


def latest_sql(raw_sql: str, spec: TableSpec) -> str:
    """The latest observation per record of ``raw_sql``, tombstones included: later instant first, then later load."""
    keys = ", ".join(quoted(name) for name in spec.key)
    return (
        f"select * from ({raw_sql}) as observations qualify row_number() over "
        f"(partition by {keys} order by _observed_at desc, _dlt_load_id desc) = 1"
    )


def evolved_columns(raw_path: Path, system: str, spec: TableSpec) -> dict[str, str]:
    """Columns found in the log that ``spec`` does not declare, name -> portable type.

    Looks at the newest file only: dlt writes every column it knows into every file of a table.
    """
    files = table_files(raw_path, system, spec.name)
    if not files:
        return {}
    schema: pa.Schema = pq.read_schema(files[-1])
    return {field.name: portable_type(field.type) for field in schema if field.name not in spec.all_columns}


def quoted(name: str) -> str:
    """A column name as SQL: ``timestamp``, ``open`` and ``current`` are column names of vendors."""
    return '"' + name.replace('"', '""') + '"'
