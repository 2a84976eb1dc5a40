"""Every page of the dashboard and the review pack names the tables it reads, and reads public ones only."""

from __future__ import annotations

from typing import Any

from hirehouse.public_tables import is_public

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
