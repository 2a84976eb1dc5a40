#!/usr/bin/env bash
# Hires per day, in the zone of the office: a program sets the zone of its DuckDB connection once and gives each thread a
# cursor of it, as the Python API asks for. The cursors do not have the zone: a cursor is a connection of its own, and
# `set TimeZone` is of one connection. The same query then counts a hire on the day before, by the machine's zone, with no
# warning. `set global TimeZone` reaches the cursors.
#
# Versions: duckdb 1.5.5, pytz 2026.2.
# Seen:
#   connection [('2026-10-07', 1)]
#   cursor     [('2026-10-06', 1)]
#   cursor after set global [('2026-10-07', 1)]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==1.5.5 pytz==2026.2
cd "$folder"
TZ=UTC venv/bin/python - <<'PYTHON'
from concurrent.futures import ThreadPoolExecutor

import duckdb

HIRES = "select cast(cast(hired_at as date) as varchar), count(*) from hires group by 1"

with duckdb.connect() as connection:
    connection.execute("create table hires as select timestamptz '2026-10-06 23:30:00+00' as hired_at")
    connection.execute("set TimeZone = 'Pacific/Auckland'")
    by_connection = connection.execute(HIRES).fetchall()
    with ThreadPoolExecutor(1) as thread:
        by_cursor = thread.submit(lambda: connection.cursor().execute(HIRES).fetchall()).result()
        connection.execute("set global TimeZone = 'Pacific/Auckland'")
        after_global = thread.submit(lambda: connection.cursor().execute(HIRES).fetchall()).result()

print("connection", by_connection)
print("cursor    ", by_cursor)
print("cursor after set global", after_global)
assert by_connection == after_global == [("2026-10-07", 1)]
assert by_cursor == [("2026-10-06", 1)]
PYTHON
