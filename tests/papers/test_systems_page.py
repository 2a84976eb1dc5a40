"""The page of systems is what staging has, and a system that lacks an entity says why."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from hirehouse.base.settings import DBT_PROJECT_DIR
from hirehouse.base.staging import delivered
from hirehouse.papers.systems_page import PAGE, entities, page, systems


def test_the_page_is_up_to_date(manifest: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(entities(manifest), systems(manifest)), "run `hirehouse dictionary`"


def test_a_system_has_derives_or_lacks_each_entity(manifest: dict[str, Any]) -> None:
    found = systems(manifest)
    assert {system.name: sorted(system.has) for system in found} == delivered(DBT_PROJECT_DIR)
    for system in found:
        assert sorted([*system.has, *system.derives, *system.lacks]) == list(entities(manifest)), system.name
        assert {"input_notes", "reconciliations"} <= system.derives | set(system.has)
        reasons = [*system.lacks.values(), *(why for columns in system.has.values() for why in columns.values())]
        assert all(why.strip().endswith(".") for why in reasons), system.name


def test_what_files_have_derive_and_lack(manifest: dict[str, Any]) -> None:
    files = next(system for system in systems(manifest) if system.name == "filedrop")
    assert files.derives == {
        "application_versions",
        "input_notes",
        "opening_versions",
        "reconciliations",
        "requisition_versions",
    }
    assert files.has["holidays"] == {} and list(files.has["sources"]) == ["source_type"]
    assert {"interviews", "scorecards", "touches", "users"} < set(files.lacks)


def test_a_reason_for_what_is_there_and_a_lack_without_a_reason_are_named(manifest: dict[str, Any]) -> None:
    changed = deepcopy({name: manifest[name] for name in ("nodes", "sources", "parent_map")})
    of_gem = [source for source in changed["sources"].values() if source["source_name"] == "raw_gem"]
    for source in of_gem:
        source["source_meta"] = {"lacks": {"others": "A CRM.", "users": "It has some."}}
    with pytest.raises(ValueError, match="gem: there is nothing to say of users"):
        systems(changed)
    for source in of_gem:
        source["source_meta"] = {"lacks": {"offers": "A CRM."}}
    with pytest.raises(ValueError, match="gem: say in the meta of raw_gem why it lacks application_gaps, "):
        systems(changed)
