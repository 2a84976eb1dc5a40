"""The page of rules is what the yml says, of every rule, and says what a rule's description lacks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from hirehouse.base.manifest import rules_of
from hirehouse.papers.rules_page import PAGE, page, rule_pages


def test_the_page_is_up_to_date(manifest: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(rule_pages(manifest)), "run `hirehouse dictionary`"


def test_every_rule_that_is_judged_has_a_section_with_its_threshold(manifest: dict[str, Any]) -> None:
    sections = dict(part.split(" ", 1) for part in page(rule_pages(manifest)).split("\n## ")[1:])
    judged = {rule.rule_id: rule for rule in rules_of(manifest)}
    assert set(sections) == set(judged)
    for rule_id, rule in judged.items():
        assert f"* threshold: {rule.threshold}\n" in sections[rule_id]
        assert f"* owner: {rule.owner_role}\n" in sections[rule_id]
        held = (rule.quarantines or "").replace(",", ", ")
        assert ("* quarantines" in sections[rule_id]) == bool(held)
        assert held in sections[rule_id]


def test_a_rule_whose_description_lacks_a_part_is_named(manifest: dict[str, Any]) -> None:
    changed = {"nodes": deepcopy({k: v for k, v in manifest["nodes"].items() if ".hyg_rej_01" in k})}
    (node,) = changed["nodes"].values()
    assert [rule.id for rule in rule_pages(changed)] == ["REJ-01"]
    node["description"] = node["description"].replace("Why:", "Because:")
    with pytest.raises(ValueError, match=r"REJ-01: its description needs .*Why:"):
        rule_pages(changed)
