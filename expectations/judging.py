"""Great Expectations, started only when there is something to judge: importing it takes seconds.

Context and data source are made in memory for one gate and thrown away. Progress bars and analytics are off.
"""

from __future__ import annotations

import contextlib
import importlib
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hirehouse.base.settings import switch_off
from hirehouse.expectations.duckdb_dialect import connection_url

if TYPE_CHECKING:
    from great_expectations.checkpoint.checkpoint import CheckpointResult
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.datasource.fluent import SQLDatasource

# The tool reads it once, while it is imported.
ANALYTICS = "GX_ANALYTICS_ENABLED"


@dataclass(frozen=True)
class Judgement:
    """What Great Expectations said about one expectation; ``error`` says why it could not (no verdict then)."""

    subject: str
    level: str
    success: bool
    evaluated: int
    failed: int
    error: str = ""


def warm_up() -> None:
    """Start importing Great Expectations while other work goes on; a gate that comes too early waits for the same
    import."""

    switch_off(ANALYTICS)

    def load() -> None:
        with contextlib.suppress(Exception):  # the gate that needs it meets the error again, and tells it
            importlib.import_module("great_expectations")

    threading.Thread(target=load, name="great-expectations", daemon=True).start()


@contextmanager
def judging(warehouse_path: Path) -> Iterator[tuple[EphemeralDataContext, SQLDatasource]]:
    """A context and a data source over a DuckDB file, whose connections are closed at the end of the block."""
    switch_off(ANALYTICS)
    with warnings.catch_warnings():
        # what the tool's own dependencies will drop one day is not for the people who read our output
        warnings.simplefilter("ignore")
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source = context.data_sources.add_sql(
            "warehouse", connection_string=connection_url(warehouse_path), create_temp_table=False
        )
        try:
            yield context, source
        finally:
            source.get_engine().dispose()
            source.get_execution_engine().close()


def judgements_of(outcome: CheckpointResult) -> list[Judgement]:
    """Every expectation's outcome; an expectation carries its ``subject`` and ``level`` in its meta."""
    found = []
    for validation in outcome.run_results.values():
        for result in validation.results:
            config = result.expectation_config
            meta: Mapping[str, Any] = (config.meta if config is not None else None) or {}
            numbers = result.result or {}
            found.append(
                Judgement(
                    subject=str(meta.get("subject", "")),
                    level=str(meta.get("level", "")),
                    success=bool(result.success),
                    evaluated=int(numbers.get("element_count") or 0),
                    failed=int(numbers.get("unexpected_count") or 0),
                    error=_error(result.exception_info),
                )
            )
    return found


def _error(info: Mapping[str, Any] | None) -> str:
    """The message of the exception behind a result, flat or by metric; empty when nothing was raised."""
    if not info:
        return ""
    parts = [info] if "raised_exception" in info else [part for part in info.values() if isinstance(part, Mapping)]
    messages = [first_line(part.get("exception_message")) for part in parts if part.get("raised_exception")]
    return "; ".join(dict.fromkeys(messages))


def first_line(message: object) -> str:
    """The first line of an error: the rest is for the log of who debugs it."""
    return (str(message or "").strip().splitlines() or ["unknown error"])[0]
