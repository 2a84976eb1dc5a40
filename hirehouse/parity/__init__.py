"""Proof that the distributed engine gives the same numbers: same models, same observation log, every table.

Spark and its dbt adapter live in a virtual environment of their own (``requirements/spark.lock``), so the work is
split: ``plan`` writes what Spark needs to know as JSON, ``spark`` runs in Spark's environment and builds the models,
``compare`` reads the Parquet files both engines wrote with DuckDB and counts the rows that differ.
"""
