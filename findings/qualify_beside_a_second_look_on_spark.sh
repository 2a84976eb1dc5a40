#!/usr/bin/env bash
# "The notes of the newest load": a dbt model that keeps the rows of known loads (where load_id in (select ... from loads))
# and joins them with the newest load (select load_id from loads qualify row_number() over (...) = 1). DuckDB answers. Spark
# ends with an internal error, because the statement reads one table twice: it numbers the columns of the second look anew
# and forgets to do so above the `qualify`. Each half alone is answered, and so is the same question with a subquery in
# the place of `qualify`.
#
# Versions: duckdb 1.5.5, pyspark 4.3.0 (Java 17 or newer).
# Seen:
#   DuckDB qualify [('n2',)]
#   Spark  qualify MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_APPEAR_IN_OPERATION
#   Spark  subquery [('n2',)]
set -euo pipefail
command -v java >/dev/null || { echo "Spark needs Java 17 or newer" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==1.5.5 pyspark==4.3.0
cd "$folder"
venv/bin/python - 2>spark.log <<'PYTHON' || { cat spark.log >&2; exit 1; }
import duckdb
from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

LOADS = "select 'l1' as load_id, 1 as loaded_on union all select 'l2', 2"
NOTES = "select 'n1' as note_id, 'l1' as load_id union all select 'n2', 'l2'"
QUALIFY = "select load_id from loads qualify row_number() over (order by loaded_on desc) = 1"
SUBQUERY = """
    select load_id
    from (select load_id, row_number() over (order by loaded_on desc) as number from loads) as numbered
    where number = 1
"""


def notes_of(newest):
    return f"""
        with known as (select * from notes where load_id in (select load_id from loads)),
        newest as ({newest})
        select known.note_id from known inner join newest on known.load_id = newest.load_id
    """


with duckdb.connect() as connection:
    connection.execute(f"create table loads as {LOADS}").execute(f"create table notes as {NOTES}")
    in_duckdb = connection.execute(notes_of(QUALIFY)).fetchall()
session = SparkSession.builder.master("local[1]").getOrCreate()
for name, rows in (("loads", LOADS), ("notes", NOTES)):
    session.sql(f"create table {name} using parquet as {rows}")
halves = [session.sql(QUALIFY).count(), session.sql("select * from notes where load_id in (select load_id from loads)").count()]
try:
    condition = str(session.sql(notes_of(QUALIFY)).collect())
except AnalysisException as error:
    condition = error.getCondition()
in_subquery = [tuple(row) for row in session.sql(notes_of(SUBQUERY)).collect()]

print("DuckDB qualify", in_duckdb)
print("Spark  qualify", condition)
print("Spark  subquery", in_subquery)
assert in_duckdb == in_subquery == [("n2",)]
assert halves == [1, 2], halves
assert condition == "MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_APPEAR_IN_OPERATION", condition
PYTHON
