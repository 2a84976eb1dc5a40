"""A DuckDB dialect for SQLAlchemy whose results outlive their cursor, which Great Expectations needs.

Great Expectations 1.24 has no DuckDB engine. Over the plain dialect it reads a result after the connection that made
it has gone back to the pool, and DuckDB's results do not live that long: every value metric fails, without raising.
Reading the whole result when the statement ends cures it. The results here are aggregates, so this costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from duckdb_engine import Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedPrimaryKeyConstraint

DRIVER = "duckdb+buffered"
_COLUMNS = sa.text(
    "select column_name, data_type from information_schema.columns "
    "where table_schema = :schema and table_name = :table order by ordinal_position"
)
_TABLES = sa.text("select table_name from information_schema.tables where table_schema = :schema")
_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "BOOLEAN": sa.types.Boolean,
    "BIGINT": sa.types.BigInteger,
    "DATE": sa.types.Date,
    "DOUBLE": sa.types.Double,
    "TIMESTAMP WITH TIME ZONE": sa.types.DateTime,
    "VARCHAR": sa.types.String,
}


class _BufferedContext(Dialect.execution_ctx_cls):  # type: ignore[misc,valid-type]
    """Execution context that has the result in memory before it hands it out."""

    def post_exec(self) -> None:
        """Fetch everything while the cursor is still open."""
        super().post_exec()
        description = self.cursor.description
        if description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                self.cursor, alternate_description=description, initial_buffer=self.cursor.fetchall()
            )


class BufferedDuckDBDialect(Dialect):
    """The DuckDB dialect with buffered results."""

    supports_statement_cache = True
    execution_ctx_cls = _BufferedContext

    def get_columns(
        self, connection: Any, table_name: Any, schema: Any | None = None, **kw: Any
    ) -> list[ReflectedColumn]:
        """Names and types of a relation's columns, in order; raises ``NoSuchTableError``."""
        rows = connection.execute(_COLUMNS, {"schema": schema or "main", "table": table_name}).all()
        if not rows:
            raise sa.exc.NoSuchTableError(table_name)
        return [
            {"name": name, "type": _TYPES.get(kind, sa.types.NullType)(), "nullable": True, "default": None}
            for name, kind in rows
        ]

    def get_pk_constraint(
        self, connection: Any, table_name: Any, schema: Any | None = None, **kw: Any
    ) -> ReflectedPrimaryKeyConstraint:
        """No relation here declares a key to the engine: dbt tests keys."""
        return {"constrained_columns": [], "name": None}

    def get_table_names(self, connection: Any, schema: Any | None = None, **kw: Any) -> list[str]:
        """Tables and views of a schema: to a reader they are the same."""
        return list(connection.execute(_TABLES, {"schema": schema or "main"}).scalars())

    def get_view_names(
        self, connection: Any, schema: Any | None = None, include: Any | None = None, **kw: Any
    ) -> list[str]:
        """Views are listed with the tables."""
        return []

    def has_table(self, connection: Any, table_name: Any, schema: Any | None = None, **kw: Any) -> bool:
        """Whether the schema holds a table or view of that name."""
        return table_name in self.get_table_names(connection, schema)

    def get_schema_names(self, connection: Any, **kw: Any) -> list[str]:
        """Every schema of the file."""
        return list(connection.execute(sa.text("select schema_name from information_schema.schemata")).scalars())


def connection_url(warehouse_path: Path) -> str:
    """The SQLAlchemy address of a DuckDB file, over the buffered dialect."""
    registry.register("duckdb.buffered", __name__, BufferedDuckDBDialect.__name__)
    return URL.create(DRIVER, database=str(warehouse_path)).render_as_string(hide_password=False)
