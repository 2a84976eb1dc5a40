"""The pages for people: a readable index of what the gates decided, and Great Expectations' own Data Docs behind it.

The index needs nothing from outside. Great Expectations' pages take their style sheet from the web and are plain
without it.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.results import GateResult, Verdict

if TYPE_CHECKING:
    from great_expectations.data_context import EphemeralDataContext

TITLES = {"rules": "Gate 1: hygiene rules", "publish": "Gate 2: public tables"}
ORDER = ("errored", "blocked", "quarantined", "warned", "passed")
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2530}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #dde3ea}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
.status{border-radius:.3rem;padding:.1rem .5rem;color:#fff;background:#2f7d4f}
.warned{background:#9a6b00}.quarantined{background:#b4540a}.blocked,.errored{background:#b3261e}
"""


def add_site(context: EphemeralDataContext, gate: str, docs_path: Path) -> None:
    """Have Great Expectations write its pages of one gate under ``docs_path``."""
    folder = docs_path / "great_expectations" / gate
    folder.mkdir(parents=True, exist_ok=True)
    context.add_data_docs_site(
        site_name=gate,
        site_config={
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )


def write_index(docs_path: Path, gate: str, as_of: str, result: GateResult) -> Path:
    """Write the page of one gate and the index that links both; returns the index."""
    docs_path.mkdir(parents=True, exist_ok=True)
    (docs_path / f"{gate}.html").write_text(_page(gate, as_of, result), encoding="utf-8")
    links = "".join(
        f'<li><a href="{name}.html">{title}</a></li>'
        for name, title in TITLES.items()
        if (docs_path / f"{name}.html").exists()
    )
    index = docs_path / "index.html"
    body = f"<h1>What the gates decided</h1><p>As of {html.escape(as_of)}</p><ul>{links}</ul>"
    index.write_text(_document("What the gates decided", body), encoding="utf-8")
    return index


def _page(gate: str, as_of: str, result: GateResult) -> str:
    title = TITLES[gate]
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in result.reasons)
    rows = "".join(
        _row(verdict) for verdict in sorted(result.verdicts, key=lambda v: (ORDER.index(v.status), v.rule_id))
    )
    site = f"great_expectations/{gate}/index.html"
    body = (
        f"<h1>{title}</h1><p>As of {html.escape(as_of)}: {_status(result.status)}</p>"
        f"<ul>{reasons}</ul>"
        "<table><thead><tr><th>Id</th><th>What</th><th>Verdict</th><th class='number'>Looked at</th>"
        "<th class='number'>Failed</th><th class='number'>Legacy</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f"<p><a href='index.html'>Index</a> · <a href='{site}'>Every expectation, told by Great Expectations</a></p>"
    )
    return _document(title, body)


def _row(verdict: Verdict) -> str:
    numbers = (verdict.evaluated, verdict.failed, verdict.legacy_failed)
    what = "" if verdict.title == verdict.rule_id else verdict.title
    return (
        f"<tr><td>{html.escape(verdict.rule_id)}</td><td>{html.escape(what)}</td>"
        f"<td>{_status(verdict.status)}</td>"
        + "".join(f"<td class='number'>{number:,}</td>" for number in numbers)
        + "</tr>"
    )


def _status(status: str) -> str:
    return f"<span class='status {status}'>{status}</span>"


def _document(title: str, body: str) -> str:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{html.escape(title)}</title>"
        f"<style>{STYLE}</style></head><body>{body}</body></html>\n"
    )
