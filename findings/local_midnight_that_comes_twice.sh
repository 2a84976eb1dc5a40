#!/usr/bin/env bash
# A day without a time (an offer's "sent on", the day of a hire) is placed at the local midnight it begins with. Where
# clocks go back at midnight, that midnight comes twice. DuckDB takes the second one, Spark the first: with the same dbt
# model on both engines the same offer lies an hour apart, and on DuckDB the day's first hour belongs to no day at all.
#
# Versions: duckdb 1.5.5, pyspark 4.3.0 (Java 17 or newer). In Havana 2026-11-01 goes back from 01:00 to 00:00.
# Seen:
#   DuckDB 2026-11-01 05:00 UTC, the second midnight
#   Spark  2026-11-01 04:00 UTC, the first
set -euo pipefail
command -v java >/dev/null || { echo "Spark needs Java 17 or newer" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==1.5.5 pyspark==4.3.0
cd "$folder"
venv/bin/python - 2>spark.log <<'PYTHON' || { cat spark.log >&2; exit 1; }
import duckdb
from pyspark.sql import SparkSession

midnight, zone = "2026-11-01 00:00:00", "America/Havana"
with duckdb.connect() as connection:
    connection.execute("set timezone = 'UTC'")
    placed = f"strftime(timezone('{zone}', timestamp '{midnight}'), '%Y-%m-%d %H:%M')"
    in_duckdb = connection.execute(f"select {placed}").fetchone()[0]

session = SparkSession.builder.master("local[1]").config("spark.sql.session.timeZone", "UTC").getOrCreate()
placed = f"date_format(to_utc_timestamp(timestamp_ntz '{midnight}', '{zone}'), 'yyyy-MM-dd HH:mm')"
in_spark = session.sql(f"select {placed}").first()[0]

print("DuckDB", in_duckdb, "UTC")
print("Spark ", in_spark, "UTC")
assert in_duckdb == "2026-11-01 05:00", in_duckdb
assert in_spark == "2026-11-01 04:00", in_spark
PYTHON
