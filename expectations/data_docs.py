"""The pages for people: a readable index of what the gates decided, and Great Expectations' own Data Docs behind it.

No page asks the web for anything: Great Expectations' own fetch style sheets, scripts and a counted picture from other
hosts, and these are taken out.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from hirehouse.expectations.results import GateResult, Verdict

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
# What the pages need of the style sheet they no longer fetch. Nothing folds without scripts, so all is shown.
PAGE_STYLE = """
.row{display:flex;gap:2rem}.col-lg-2,.col-md-2{flex:0 0 16rem}.col{flex:1}.nav{list-style:none;padding:0}
.modal,.popover,footer,#ge-cta-footer{display:none}table{width:auto}.text-success{color:#2f7d4f}.text-danger{color:#b3261e}
.fa-check-circle::before{content:"\\2713"}.fa-times::before{content:"\\2717"}
"""
FOREIGN = re.compile(
    r"<link\b[^>]*>|<script\b.*?</script>|<img\b[^>]*>|<iframe\b.*?</iframe>"
    r"|<footer\b.*?</footer>",
    re.DOTALL | re.IGNORECASE,
)


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


def keep_to_ourselves(docs_path: Path, gate: str) -> None:
    """Take out of Great Expectations' pages of one gate whatever a browser would fetch from elsewhere.

    Its index is filled by one of those scripts; a plain list of the pages takes its place.
    """
    style = f"<style>{STYLE}{PAGE_STYLE}</style></head>"
    site = docs_path / "great_expectations" / gate
    for page in site.rglob("*.html"):
        text = FOREIGN.sub("", page.read_text(encoding="utf-8"))
        page.write_text(text.replace("</head>", style, 1), encoding="utf-8")
    lists = "".join(
        f"<h2>{title}</h2><ul>{_links(site, folder)}</ul>"
        for folder, title in (("validations", "What was found"), ("expectations", "What was expected"))
    )
    index = f"<h1>{TITLES[gate]}, told by Great Expectations</h1>{lists}<p><a href='../../index.html'>Index</a></p>"
    (site / "index.html").write_text(_document(TITLES[gate], index), encoding="utf-8")


def _links(site: Path, folder: str) -> str:
    """List items that link the pages of one folder of a site, by the name of their suite."""
    pages = {
        page.relative_to(site): page.relative_to(site / folder).parts[0].removesuffix(".html")
        for page in sorted((site / folder).rglob("*.html"))
    }
    return "".join(f'<li><a href="{quote(str(page))}">{html.escape(name)}</a></li>' for page, name in pages.items())


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
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in [*result.reasons, *result.quarantined])
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
