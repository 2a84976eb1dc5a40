"""Publish is atomic for readers, the same bytes for the same rows, and survives being killed at any instant."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import manifest_path
from hirehouse.publish.publication import current, current_publication, publications, publish, sweep
from tests.companies.small import AS_OF, ROWS, fill, fill_and_publish, read_number, settings_in

ROOT = Path(__file__).parents[2]


def test_a_version_holds_the_public_tables_in_contract_order(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    done = fill_and_publish(settings, 1)
    assert done.row_counts["core.fct_application"] == ROWS + 1
    assert done.row_counts["metrics.hiring_volume"] == 1
    database = current(settings)
    assert database.name == "hirehouse-20260701T180000Z-0000000000000001.duckdb"
    assert (settings.published_path / "current.duckdb").resolve() == database
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = [row[0] for row in connection.execute("describe core.fct_application").fetchall()]
        keys = [row[0] for row in connection.execute("select application_key from core.fct_application").fetchall()]
        schemas = connection.execute("select distinct schema_name from duckdb_tables() order by 1").fetchall()
    assert columns == ["application_key", "run_number", "applied_at"]
    assert keys == sorted(keys)
    assert schemas == [("core",), ("metrics",), ("quarantine",)]
    assert not list(settings.published_path.glob("*.wal"))


def test_pointers_agree(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    fill_and_publish(settings, 1)
    done = fill_and_publish(settings, 2)
    root = settings.published_path
    pointer = json.loads((root / "current.json").read_text())
    assert pointer["version"] == done.version
    assert (root / "parquet" / "current").resolve() == (root / pointer["parquet"]).resolve()
    assert (root / "current.duckdb").resolve() == root / pointer["database"]


def test_same_rows_in_another_order_give_the_same_parquet_bytes(tmp_path: Path) -> None:
    first = fill_and_publish(settings_in(tmp_path / "a"), 1, shuffle=0)
    second = fill_and_publish(settings_in(tmp_path / "b"), 1, shuffle=99)
    assert first.digests == second.digests
    name = f"parquet/{first.version}/core/fct_application.parquet"
    files = [tmp_path / home / "published" / name for home in ("a", "b")]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_replay_keeps_its_version_and_other_rows_get_a_new_one(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    first = fill_and_publish(settings, 1)
    fill_and_publish(settings, 2)
    again = fill_and_publish(settings, 1, shuffle=3)
    assert again == first
    assert current_publication(settings) == first
    run = fill(settings, 1)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("update metrics.hiring_volume set applications = 0")
    other = publish(settings, run)
    assert other.version == f"{first.version}-2"
    assert read_number(settings.published_path / first.database) == 1


def test_old_versions_go_but_an_open_reader_keeps_reading(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home", keep=2)
    first = fill_and_publish(settings, 1)
    with duckdb.connect(str(settings.published_path / first.database), read_only=True) as reader:
        for number in (2, 3, 4):
            fill_and_publish(settings, number)
        assert not (settings.published_path / first.database).exists()
        assert reader.execute("select count(*) from core.fct_application").fetchone() == (ROWS + 1,)
    assert [entry.run_id[-1] for entry in publications(settings)] == ["3", "4"]
    assert len(list((settings.published_path / "parquet").iterdir())) == 3


def test_quarantined_rows_are_counted_beside(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    run = fill(settings, 1)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("create schema quarantine")
        connection.execute(
            "create table quarantine.quarantined_keys as "
            "select 'application' as entity_type, 'OFF-01' as rule_id, i as entity_key from range(3) as t(i)"
        )
    publish(settings, run)
    with duckdb.connect(str(current(settings)), read_only=True) as connection:
        assert connection.execute("from quarantine.quarantined_row_counts").fetchall() == [("application", "OFF-01", 3)]


def test_former_names_are_views_of_the_schema_deprecated(tmp_path: Path) -> None:
    """Of a column, of values and of a table; the file may be opened under any name, and attached under any other."""
    settings = settings_in(tmp_path / "home")
    described = json.loads(manifest_path(settings).read_bytes())
    volume = described["nodes"]["model.small.hiring_volume"]
    volume["config"] = {"meta": {"former_name": "volume"}}
    volume["columns"]["applications"]["config"] = {"meta": {"former_name": "applicants"}}
    volume["columns"]["function"]["config"] = {"meta": {"former_values": {"People": "HR", "O'Hare": "Airport's"}}}
    manifest_path(settings).write_text(json.dumps(described))
    run = fill(settings, 1)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("delete from metrics.hiring_volume")
        connection.execute(
            "insert into metrics.hiring_volume by name select * from (values ('People', 7, 1), ('O''Hare', 8, 1), "
            "('Sales', 9, 1), (null, 10, 1)) as t(function, applications, run_number)"
        )
    publish(settings, run)
    former = [(None, 1, 10), ("Airport's", 1, 8), ("HR", 1, 7), ("Sales", 1, 9)]
    with duckdb.connect(str(current(settings)), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        assert [row[0] for row in connection.execute("describe deprecated.volume").fetchall()] == [
            *("function", "run_number", "applicants"),
        ]
        assert connection.execute("from deprecated.volume order by 1 nulls first").fetchall() == former
        found = connection.execute("select view_name, comment from duckdb_views() where schema_name = 'deprecated'")
        assert sorted(found.fetchall()) == [
            ("held_back", "quarantine.quarantined_row_counts under the names of one version ago; "
             "the next version no longer has this view."),
            ("volume", "metrics.hiring_volume under the names of one version ago; "
             "the next version no longer has this view."),
        ]  # fmt: skip
        assert connection.execute("select function from metrics.hiring_volume where applications = 7").fetchall() == [
            ("People",)
        ]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{current(settings)}' as elsewhere (read_only)")
        assert connection.execute("from elsewhere.deprecated.volume order by 1 nulls first").fetchall() == former


def test_a_missing_public_table_publishes_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    fill_and_publish(settings, 1)
    run = fill(settings, 2)
    with duckdb.connect(str(settings.warehouse_path)) as connection:
        connection.execute("alter table metrics.hiring_volume rename applications to applicants")
    with pytest.raises(HirehouseError, match=r"metrics\.hiring_volume lacks applications"):
        publish(settings, run)
    assert read_number(current(settings)) == 1


def test_nothing_published_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(HirehouseError) as caught:
        current(settings_in(tmp_path / "home"))
    assert caught.value.lines() == [
        "nothing has been published yet",
        f"  where:  {tmp_path / 'home' / 'published'}",
        "  remedy: run `hirehouse run` or `make demo` first",
    ]


def test_leftovers_of_a_crash_are_swept(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    fill_and_publish(settings, 1)
    root = settings.published_path
    (root / ".partial-x").mkdir()
    (root / "hirehouse-20260705T180000Z-dead.duckdb").write_text("half")
    (root / "parquet" / "20260705T180000Z-dead").mkdir()
    (root / ".versions" / "20260705T180000Z-dead").mkdir()
    assert len(sweep(root)) == 4
    assert read_number(current(settings)) == 1


def test_fifty_readers_see_no_error_and_no_torn_read_during_five_publishes(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home", keep=3)
    fill_and_publish(settings, 0)
    stop = tmp_path / "stop"
    command = [sys.executable, "-m", "tests.publish.reader_process", str(settings.published_path), str(stop)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(5)
    ]
    try:
        for number in range(1, 6):
            time.sleep(1.2)
            fill_and_publish(settings, number)
        time.sleep(1.2)
    finally:
        stop.touch()
    told = []
    for reader in readers:
        output, problem = reader.communicate(timeout=60)
        assert reader.returncode == 0, problem
        told.append(json.loads(output))
    assert [entry["errors"] for entry in told] == [[]] * 5
    seen = {int(number) for entry in told for number in entry["seen"]}
    assert seen <= set(range(6)) and 5 in seen and len(seen) >= 3
    assert sum(sum(entry["seen"].values()) for entry in told) >= 50


PUBLISH_FOREVER = """
import sys
from pathlib import Path
from tests.companies.small import fill_and_publish, settings_in
settings = settings_in(Path(sys.argv[1]), keep=2)
number = int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    fill_and_publish(settings, number)
    print(number, flush=True)
"""


def test_killed_at_random_moments_the_current_version_is_whole(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home", keep=2)
    fill_and_publish(settings, 0)
    chance = random.Random(11)
    last = 0
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH_FOREVER, str(settings.home), str(last)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.45))
        os.kill(process.pid, signal.SIGKILL)
        finished = [int(line) for line in process.communicate()[0].splitlines()]
        number = read_number(current(settings))
        assert number >= max(finished, default=last)
        last = number
    done = fill_and_publish(settings, last + 1)
    root = settings.published_path
    assert read_number(current(settings)) == last + 1
    assert not list(root.glob(".partial-*"))
    assert {path.name for path in (root / "parquet").iterdir()} == {"current"} | {
        entry.version for entry in publications(settings)
    }
    assert done.as_of_at > AS_OF
