"""Ingestion: dlt connectors that append what the vendors say to the observation log.

Knows nothing of Dagster, dbt or Great Expectations, and reads no environment of its own: settings are arguments,
secrets come through dlt's providers.
"""
