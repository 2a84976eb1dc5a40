"""The environment variables of hirehouse: what each sets, its unit and its default. ``settings.py`` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Variable:
    """One environment variable. ``default`` is its text, None where ``absent`` says what holds without it."""

    name: str
    form: str
    sets: str
    default: str | None = None
    absent: str = ""
    option: str = ""


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable(
            "HIREHOUSE_HOME",
            "path of a folder",
            "where all state of the installation is: log, warehouse, published versions, reports",
            default=".hirehouse",
            option="--home",
        ),
        Variable(
            "HIREHOUSE_AS_OF",
            "ISO 8601: a day, meant to its end, or a time; company time unless it has an offset",
            "the instant the run's numbers are as of; one in the past is a replay and loads nothing",
            absent="the machine's clock",
            option="--as-of",
        ),
        Variable(
            "HIREHOUSE_CONNECTORS",
            "names of connectors, separated by commas",
            "which systems are loaded and built; the journal is always among them",
            absent="every connector that is found",
        ),
        Variable("HIREHOUSE_TARGET", "duckdb or spark", "the engine that builds the models", default="duckdb"),
        Variable(
            "HIREHOUSE_MEMORY_LIMIT",
            "a size as DuckDB writes it, such as 3GB",
            "what DuckDB keeps in memory before it writes to disk; Python's own memory comes on top",
            default="3GB",
        ),
        Variable(
            "HIREHOUSE_KEEP_VERSIONS",
            "number of files, at least 1",
            "how many published versions are kept, the current one included",
            default="5",
        ),
        Variable(
            "HIREHOUSE_COMPANY_TIMEZONE",
            "IANA name, such as Europe/London",
            "the time zone of days without an office",
            absent="`company_timezone` of `dbt_project/vars.yml`",
        ),
        Variable(
            "HIREHOUSE_COMPANY_CURRENCY",
            "ISO 4217 code, such as GBP",
            "the currency of amounts in metrics",
            absent="`company_currency` of `dbt_project/vars.yml`",
        ),
        Variable(
            "HIREHOUSE_FAIRNESS_PATH",
            "path of a folder",
            "where adverse impact is written, apart from everything published",
            absent="it is not written",
        ),
    )
}
