"""A mapping is checked whole before anything is read, and its words stay the words that were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.mapping import read_mappings

COLUMNS = "expected `columns: {name in the file: canonical name}`"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns:\n  - Group: function", [COLUMNS]),
        ("columns: {Group: [function]}", ["columns.Group", COLUMNS]),
        ("columns: Group", [COLUMNS]),
        ("columns: {Group: funktion}", ["maps to funktion", "plan_seats"]),
        ("constants: [1]", ["`constants: {canonical name: value}`"]),
        ("constants: {day_columns: planned_at}", ["maps to day_columns"]),
        ("words: {plan_seats: two}", ["words.plan_seats", "word it stands for"]),
        ("ignore: {Note: true}", ["`ignore: [column in the file]`"]),
        ("header_row: first", ["`header_row: 3`"]),
        ("header_row: 0", ["`header_row: 3`"]),
        ("decimal: point", ['`decimal: ","`']),
        ('decimal: ","\nthousands: ","', ["two different marks"]),
        ('date_format: "%d.%m"', ["a year, a month and a day"]),
        ('timestamp_format: ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M %Z"]', ["timestamp_format.1", "no %Z", "%z"]),
        ('timestamp_format: "%d.%m.%Y %H:%M CET"', ["CET", "timezone"]),
        ("timezone: Middle/Earth", ["unknown time zone 'Middle/Earth'"]),
        ("may_vanish: perhaps", ["`may_vanish: true`"]),
        ("separator: ;", ["unknown keys (separator)", "header_row"]),
        ("columns: {Group: function, Group: plan_version}", ["Group is there twice"]),
        ("- columns", ["has no keys"]),
        ("columns: {", ["is no YAML"]),
        ("header_row: none\ntimezone: Nowhere", ["header_row", "timezone"]),
    ],
)
def test_each_mistake_is_told_in_the_mappings_own_words(tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / "hiring_plan.mapping.yml").write_text(text)
    with pytest.raises(SourceError) as stopped:
        read_mappings(tmp_path)
    assert stopped.value.where == "hiring_plan.mapping.yml"
    for words in told:
        assert words in str(stopped.value)


def test_yamls_own_words_are_names_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "hiring_plan.mapping.yaml").write_text(
        "columns: {Yes: plan_seats, On: function, 2026: planned_at, null: plan_version}\nignore: [No, off, ~]\n"
        "constants: {plan_version: 007}\nwords: {function: {NO: Norway, y: Yard}}\nmay_vanish: yes\nheader_row: 2\n"
    )
    mapping = read_mappings(tmp_path)["hiring_plan"]
    assert mapping.columns == {"Yes": "plan_seats", "On": "function", "2026": "planned_at", "null": "plan_version"}
    assert mapping.ignore == ["No", "off", "~"]
    assert mapping.constants == {"plan_version": "007"}
    assert mapping.words == {"function": {"NO": "Norway", "y": "Yard"}}
    assert (mapping.may_vanish, mapping.header_row) == (True, 2)


def test_one_name_is_a_list_of_one(tmp_path: Path) -> None:
    (tmp_path / "offers.mapping.yml").write_text('ignore: Notes\nsheets: June\ndate_format: "%d.%m.%Y"\nempty:\n')
    mapping = read_mappings(tmp_path)["offers"]
    assert (mapping.ignore, mapping.sheets, mapping.date_format, mapping.empty) == (
        ["Notes"],
        ["June"],
        ["%d.%m.%Y"],
        [],
    )


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["offer.mapping.yml"], "is of no known entity"),
        (["offers.mapping.yml", "offers.mapping.yaml"], "is there twice"),
    ],
)
def test_a_mapping_nobody_would_read_is_told(tmp_path: Path, names: list[str], told: str) -> None:
    for name in names:
        (tmp_path / name).write_text("may_vanish: true")
    with pytest.raises(SourceError, match=told):
        read_mappings(tmp_path)
