"""The last look before publishing: no public table may hold a name, an e-mail, a phone number or free text.

Two halves: a text column is a key, an id, or on the list of columns somebody has looked at; and no text anywhere in a
public table looks like an e-mail address or a phone number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from hirehouse.base.manifest import PublicTable

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
PHONE = r"(\+\d[\d .()/-]{7,}\d)|(\(\d{2,4}\) ?\d{3,4}[-. ]\d{3,})|(\b\d{3}[-. ]\d{3}[-. ]\d{4}\b)"
PATTERN = f"{EMAIL}|{PHONE}"
KEY_ENDINGS = ("_key", "_id", "_type", "_stage", "_system", "_basis", "_kind", "_status", "_side")
# Text columns that hold labels of the company or vocabularies of ours, never of a person.
LABELS = frozenset(
    {
        "attribution_model",
        "basis",
        "canonical_stage",
        "category",
        "category_source",
        "channel",
        "channel_of_record",
        "company_currency",
        "company_timezone",
        "country",
        "currency",
        "deep_link",
        "department",
        "detail",
        "direction",
        "dq_flags",
        "escalated_severity",
        "exit_reason",
        "family",
        "function",
        "group",
        "horizon",
        "match_rule",
        "measure",
        "method",
        "model_category",
        "office",
        "owner_role",
        "parameter_set",
        "plan_version",
        "remedy",
        "scope",
        "sequence_name",
        "severity",
        "source_name",
        "stage_name",
        "stall_reason",
        "state",
        "status",
        "system",
        "team",
        "threshold",
        "timezone",
        "title",
        "verdict",
    }
)


def scan(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]) -> Iterator[tuple[str, bool, str]]:
    """(table, is_failed, detail) per table and finding; a clean table gives one row that did not fail.

    Surrogate keys are hashes and are not searched. A finding names the column and how many values, never a value.
    """
    for table in tables:
        texts = [name for name, kind in table.columns.items() if kind.lower() in ("varchar", "string", "text")]
        problems = [
            f"text column {name} is new: look at what it holds, then list it in expectations/personal_data.py"
            for name in texts
            if name not in LABELS and not name.endswith(KEY_ENDINGS)
        ]
        searched = [name for name in texts if not name.endswith("_key")]
        if searched:
            hits = connection.execute(
                "select "
                + ", ".join(
                    f'count(distinct "{name}") filter (where regexp_matches("{name}", $1))' for name in searched
                )
                + f" from {_narrow(table, searched)}",
                [PATTERN],
            ).fetchone()
            for name, number in zip(searched, hits or (), strict=False):
                if number:
                    problems.append(f"column {name} holds {number} values that look like an e-mail or a phone number")
        yield table.full_name, bool(problems), "; ".join(problems)


def _narrow(table: PublicTable, columns: Sequence[str]) -> str:
    """The table's distinct texts where one row of labels repeats often; ids make every row distinct anyway."""
    if any(name.endswith("_id") for name in columns):
        return table.full_name
    names = ", ".join(f'"{name}"' for name in columns)
    return f"(select distinct {names} from {table.full_name})"
