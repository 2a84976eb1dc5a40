"""The dictionary and the code agree: every id is built or known to wait, every worked example is stated by a test."""

from __future__ import annotations

from typing import Any

import pytest

from hirehouse.papers.dictionary import NOT_YET, PAGE, Metric, ids_of, metrics, page, read_page


@pytest.fixture(scope="module")
def found(manifest: dict[str, Any]) -> list[Metric]:
    """Every metric of the dictionary."""
    return metrics(manifest)


def test_the_page_is_up_to_date(found: list[Metric]) -> None:
    assert PAGE.read_text() == page(found), "run `hirehouse dictionary`"


def test_every_metric_is_implemented_or_known_to_be_work_of_its_own(found: list[Metric]) -> None:
    assert len(found) >= 44
    assert {metric.id for metric in found if not metric.is_implemented} <= set(NOT_YET)


def test_every_worked_example_of_what_is_implemented_is_stated_by_a_test(found: list[Metric]) -> None:
    silent = {
        (metric.id, example)
        for metric in found
        if metric.is_implemented and metric.id not in NOT_YET
        for example, tests in metric.examples.items()
        if not tests
    }
    assert not silent


def test_every_id_in_the_code_is_in_the_dictionary(found: list[Metric], manifest: dict[str, Any]) -> None:
    nodes = [*manifest["nodes"].values(), *manifest["metrics"].values()]
    used = {metric_id for node in nodes for metric_id in ids_of(node)}
    assert used and used <= {metric.id for metric in found}


def test_every_semantic_metric_carries_an_id_and_words(manifest: dict[str, Any]) -> None:
    bare = [node["name"] for node in manifest["metrics"].values() if not ids_of(node) or not node["description"]]
    assert not bare


def test_the_page_can_be_read_back(found: list[Metric]) -> None:
    read = read_page(page(found))
    assert {entry.id: (entry.title, entry.words) for entry in read.values()} == {
        metric.id: (metric.title, metric.words) for metric in found
    }
    assert {entry.id: dict(entry.places).get("table", ()) for entry in read.values()} == {
        metric.id: metric.tables for metric in found
    }


def test_a_metric_of_the_forecast_names_its_python_and_its_decision(found: list[Metric]) -> None:
    (gap,) = (metric for metric in found if metric.id == "M-45")
    assert "hirehouse/forecast/gap.py" in gap.python
    assert [name for name in gap.decisions if "0011" in name]
    (exits,) = (metric for metric in found if metric.id == "M-03")
    assert exits.python == () and "* Python" not in page([exits])
