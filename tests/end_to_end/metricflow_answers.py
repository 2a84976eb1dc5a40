"""MetricFlow's engine over a published file, the same that ``hirehouse mf query`` starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from metricflow.data_table.mf_table import MetricFlowDataTable
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup
from metricflow_semantics.sql.sql_bind_parameters import SqlBindParameterSet


class PublishedFile:
    """What the engine asks of a database: the file is attached under the name the semantic manifest uses."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute(f"attach '{path}' as warehouse (read_only)")
        self._connection.execute("use warehouse")

    def query(self, stmt: str, sql_bind_parameter_set: SqlBindParameterSet | None = None) -> MetricFlowDataTable:
        """Run one select."""
        cursor = self._connection.execute(stmt)
        names = [column[0] for column in cursor.description]
        return MetricFlowDataTable.create_from_rows(column_names=names, rows=cursor.fetchall())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a plain query."""
        return self._connection.execute(sql).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Answers:
    """Asks one published file; ``metrics`` and ``saved_queries`` are the names the project defines."""

    def __init__(self, semantic_manifest: Path, published: Path) -> None:
        manifest = parse_manifest_from_dbt_generated_manifest(semantic_manifest.read_text())
        self.metrics = [metric.name for metric in manifest.metrics]
        self.saved_queries = [query.name for query in manifest.saved_queries]
        self.file = PublishedFile(published)
        self._engine = MetricFlowEngine(SemanticManifestLookup(manifest), self.file)

    def ask(
        self, metrics: Sequence[str], group_by: Sequence[str], where: str | None = None
    ) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Values of ``metrics`` by the values of ``group_by`` (in that order; instants as days)."""
        request = MetricFlowQueryRequest.create(
            metric_names=list(metrics), group_by_names=list(group_by), where_constraints=[where] if where else None
        )
        return self._rows(request, group_by)

    def ask_saved(self, name: str) -> int:
        """How many rows a saved query gives."""
        return len(list(self._engine.query(MetricFlowQueryRequest.create(saved_query_name=name)).result_df.rows))

    def _rows(self, request: MetricFlowQueryRequest, group_by: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
        table = self._engine.query(request).result_df
        names = list(table.column_names)
        found = {}
        for row in table.rows:
            values = dict(zip(names, row, strict=True))
            found[tuple(_day(values.pop(name)) for name in group_by)] = values
        return found


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
