#!/usr/bin/env bash
# Who wrote first to a candidate: min_by(sender, sent_at), a function that DuckDB and Spark both have. Where the first
# sender is unknown (null), Spark answers null, and DuckDB passes the message over and names who wrote second. One dbt
# model, two sourcers for the same hire, and no error on either engine.
#
# Versions: duckdb 1.5.5, pyspark 4.3.0 (Java 17 or newer).
# Seen:
#   DuckDB second sender
#   Spark  None
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

first_sender = """
    select min_by(sender, sent_at)
    from (
        select cast(null as varchar(20)) as sender, timestamp '2026-03-02 09:00:00' as sent_at
        union all
        select 'second sender', timestamp '2026-03-05 09:00:00'
    ) as messages
"""
with duckdb.connect() as connection:
    in_duckdb = connection.execute(first_sender).fetchone()[0]
session = SparkSession.builder.master("local[1]").getOrCreate()
in_spark = session.sql(first_sender).first()[0]

print("DuckDB", in_duckdb)
print("Spark ", in_spark)
assert in_duckdb == "second sender", in_duckdb
assert in_spark is None, in_spark
PYTHON
