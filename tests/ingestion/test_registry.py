"""A folder is a connector; looking needs no secret and no network."""

from __future__ import annotations

import socket
from pathlib import Path

import duckdb
import pytest
from dlt.common.normalizers.naming.snake_case import NamingConvention
from hypothesis import given, settings
from hypothesis import strategies as st

from hirehouse.ingestion import observation_log, registry
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.load import load_system
from hirehouse.ingestion.tables import TableSpec, log_name
from tests.ingestion.conftest import NOON

TOY = '''"""A toy system."""

from hirehouse.ingestion.observe import Feed, observed_source
from hirehouse.ingestion.tables import TableSpec, log_name

WIDGETS = TableSpec("widgets", {"id": "bigint", "name": "string"}, ("id",), "One row per widget.")
TABLES = {"widgets": WIDGETS}


def build_source(context):
    return observed_source(context, [Feed(WIDGETS, lambda: iter([[{"id": 1, "name": "one"}, {"id": 2}]]))])
'''


def test_connectors_are_found_without_secrets_or_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("network at import"))
    found = registry.connectors()
    assert list(found) == ["filedrop", "gem", "greenhouse", "journal"]
    assert {"applications", "application_stages", "reconciliation", "input_note", "ingest_run"} <= set(
        found["greenhouse"].tables
    )
    assert all(spec.key and spec.description for each in found.values() for spec in each.tables.values())
    assert found["gem"].description.startswith("Gem")


def test_a_folder_elsewhere_is_a_connector_too(tmp_path: Path) -> None:
    (tmp_path / "sources" / "toy").mkdir(parents=True)
    (tmp_path / "sources" / "toy" / "__init__.py").write_text(TOY)
    roots = [tmp_path / "sources"]
    report = load_system(
        "toy", raw_path=tmp_path / "raw", state_path=tmp_path / "state", observed_at=NOON, extra_roots=roots
    )
    assert report.rows["widgets"] == 2
    spec = registry.connectors(roots)["toy"].tables["widgets"]
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select id, name from ({observation_log.raw_relation_sql(tmp_path / 'raw', 'toy', spec)})"
        )
        assert found.fetchall() == [(1, "one"), (2, None)]


def test_an_unknown_or_unfinished_connector_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="use one of filedrop, gem, greenhouse, journal"):
        registry.connector("greenhose")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "__init__.py").write_text('"""Half."""\nTABLES = {}\n')
    with pytest.raises(SourceError, match="lacks build_source"):
        registry.connectors([tmp_path])


def test_a_table_without_files_is_typed_and_empty(tmp_path: Path) -> None:
    spec = TableSpec("things", {"id": "bigint", "at": "timestamp", "tags": "json"}, ("id",), "One row per thing.")
    assert observation_log.completed_loads(tmp_path, "toy") == []
    with duckdb.connect() as connection:
        connection.execute(f"create view things as {observation_log.raw_relation_sql(tmp_path, 'toy', spec)}")
        assert connection.execute("select * from things").fetchall() == []
        types = {name: kind for name, kind, *_ in connection.execute("describe things").fetchall()}
    assert types["id"] == "BIGINT" and types["at"] == "TIMESTAMP WITH TIME ZONE" and types["_is_deleted"] == "BOOLEAN"


def test_a_declaration_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown types"):
        TableSpec("things", {"id": "number"}, ("id",), "One row per thing.")
    with pytest.raises(ValueError, match="key columns not declared"):
        TableSpec("things", {"id": "bigint"}, ("key",), "One row per thing.")
    for name, right in (("createdAt", "created_at"), ("a__b", "a_b"), ("ID", "id"), ("1st", "_1st")):
        with pytest.raises(ValueError, match=f"declare {name} as {right}"):
            TableSpec("things", {"id": "bigint", name: "string"}, ("id",), "One row per thing.")
    with pytest.raises(ValueError, match="declare StageHistory as stage_history"):
        TableSpec("StageHistory", {"id": "bigint"}, ("id",), "One row per stay.")
    with pytest.raises(ValueError, match="_is_deleted is a column of the log's own"):
        TableSpec("things", {"id": "bigint", "_is_deleted": "boolean"}, ("id",), "One row per thing.")


@settings(deadline=None)
@given(st.text("abAZ_09é -", max_size=9))
def test_a_name_that_is_taken_as_it_is_would_not_be_renamed_by_dlt(name: str) -> None:
    if name and log_name(name) == name:
        assert NamingConvention().normalize_identifier(name) == name
