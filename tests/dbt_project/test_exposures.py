"""Every page of the dashboard and the review pack names the tables it reads, and reads public ones only."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hirehouse.base.manifest import is_public
from hirehouse.base.settings import PROJECT_ROOT
from hirehouse.dashboard.app import PAGES
from hirehouse.forecast.read import PUBLISHED
from hirehouse.publish.published import CURRENT_FORECAST

VIEWS = PROJECT_ROOT / "dashboard" / "views"
FROM = re.compile(r"(?:from|join) ((?:core|metrics|hygiene)\.\w+)")

READERS = {
    "Overview",
    "Coverage & forecast",
    "Funnel",
    "Speed",
    "Sources & cost",
    "Sourcing & CRM",
    "Hygiene",
    "Definitions",
    "Review pack",
}


def test_pages_and_the_review_pack_are_exposures_over_public_tables(manifest: dict[str, Any]) -> None:
    exposures = manifest["exposures"].values()
    assert {exposure["label"] for exposure in exposures} == READERS
    for exposure in exposures:
        read = exposure["depends_on"]["nodes"]
        assert "model.hirehouse.publication" in read, exposure["name"]
        assert all(is_public(manifest["nodes"][node]) for node in read), exposure["name"]


def test_every_metric_table_has_a_reader(manifest: dict[str, Any]) -> None:
    tables = {key for key, node in manifest["nodes"].items() if is_public(node) and node["schema"] == "metrics"}
    read = {node for exposure in manifest["exposures"].values() for node in exposure["depends_on"]["nodes"]}
    assert tables <= read, tables - read


@pytest.mark.parametrize(("name", "title"), [(name, title) for name, title, _ in PAGES])
def test_a_page_names_the_tables_its_queries_read(manifest: dict[str, Any], name: str, title: str) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (*VIEWS.glob(f"{name}.py"), *VIEWS.glob(f"{name}_*.py"))
    )
    read = {"core.publication", *FROM.findall(text)}
    if "CURRENT_FORECAST" in text:
        read |= set(FROM.findall(CURRENT_FORECAST))
    if "filters.function(" in text:
        read |= set(FROM.findall((VIEWS.parent / "components" / "filters.py").read_text(encoding="utf-8")))
    if "what_if.compare(" in text:
        read |= {PUBLISHED.clock, *PUBLISHED.tables}
    exposure = next(each for each in manifest["exposures"].values() if each["label"] == title)
    nodes = [manifest["nodes"][key] for key in exposure["depends_on"]["nodes"]]
    assert {f"{node['schema']}.{node['name']}" for node in nodes} == read
