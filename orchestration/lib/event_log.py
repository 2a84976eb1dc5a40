"""Dagster's SQLite event log with one SQLAlchemy engine per file instead of one per event.

A run of this project stores some three thousand events, each in two or three statements. The stock storage makes a new
engine for every one of them and so compiles every statement again: about a third of the whole process's time. It also
waits for the disk after each; its write-ahead log keeps the file whole without, whatever process dies (a machine that
loses power may lose the last events of a run, which then is no longer running either).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 60


class SharedEngineEventLogStorage(SqliteEventLogStorage):
    """The same files and behaviour, each file opened once and kept; its lock lets one thread in at a time."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> SharedEngineEventLogStorage:
        """Made by Dagster from ``dagster.yaml``."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engines.get(shard)
            if engine is None:
                options = {"timeout": BUSY_SECONDS, "check_same_thread": False}
                engine = create_engine(self.conn_string_for_shard(shard), poolclass=StaticPool, connect_args=options)
                event.listen(engine, "connect", _do_not_wait_for_the_disk)
                self._engines[shard] = engine
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def dispose(self) -> None:
        """Let go of every file."""
        for engine in self._engines.values():
            engine.dispose()
        super().dispose()


def _do_not_wait_for_the_disk(connection: Any, _: object) -> None:
    """Sync at checkpoints of the write-ahead log, not at every commit."""
    connection.execute("pragma synchronous = normal")
