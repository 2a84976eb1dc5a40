"""The columns that the metric tables read outside of `core`, and their types in DuckDB."""

from __future__ import annotations

OTHER_COLUMNS: dict[str, dict[str, str]] = {
    "fairness.int_demographic_answers__unioned": {
        "system": "varchar",
        "application_system": "varchar",
        "application_id": "varchar",
        "group_type": "varchar",
        "group_name": "varchar",
        "known_at": "timestamptz",
    },
    "intermediate.int_applications__enriched": {
        "application_key": "varchar",
        "candidate_id": "varchar",
    },
    "seeds.record_links": {
        "system": "varchar",
        "record_type": "varchar",
        "url_pattern": "varchar",
    },
    "intermediate.int_forecast_calls__keyed": {
        "opening_key": "varchar",
        "caller_key": "varchar",
        "category": "varchar",
        "reason": "varchar",
        "is_latest": "boolean",
        "quarter_start_date": "date",
        "called_at": "timestamptz",
        "known_at": "timestamptz",
    },
}
