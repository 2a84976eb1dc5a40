"""Settings: arguments win over the environment, which wins over the project's file; mistakes name their remedy."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hirehouse.base.settings import DBT_PROJECT_DIR, PROJECT_ROOT, SettingError, load_settings, parse_as_of
from hirehouse.base.variables import VARIABLES
from hirehouse.papers.settings_page import PAGE, page

NEW_YORK = ZoneInfo("America/New_York")


def test_a_date_means_the_end_of_that_day_in_company_time() -> None:
    assert parse_as_of("2026-03-07", NEW_YORK) == datetime(2026, 3, 8, 4, 59, 59, 999999, tzinfo=UTC)


def test_a_time_without_offset_is_company_time() -> None:
    assert parse_as_of("2026-07-01T08:00", NEW_YORK) == datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_argument_wins_over_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HIREHOUSE_AS_OF", "2026-01-01T00:00:00Z")
    monkeypatch.setenv("HIREHOUSE_HOME", str(tmp_path / "environment"))
    monkeypatch.setenv("HIREHOUSE_COMPANY_TIMEZONE", "Asia/Tokyo")
    settings = load_settings(as_of="2026-06-30T18:00:00Z", home=tmp_path / "argument")
    assert settings.home == tmp_path / "argument"
    assert settings.as_of == datetime(2026, 6, 30, 18, tzinfo=UTC)
    assert settings.as_of_date == date(2026, 7, 1)
    assert load_settings().as_of == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HIREHOUSE_AS_OF", "yesterday", "2026-06-30T18:00:00Z"),
        ("HIREHOUSE_TARGET", "oracle", "duckdb, spark"),
        ("HIREHOUSE_COMPANY_TIMEZONE", "Mars/Olympus", "Europe/London"),
        ("HIREHOUSE_KEEP_VERSIONS", "0", "whole number from 1"),
    ],
)
def test_a_wrong_setting_names_itself_and_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=said) as caught:
        load_settings()
    assert value in str(caught.value)


def test_the_page_of_settings_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `hirehouse dictionary`"


def test_every_variable_that_is_named_anywhere_is_declared() -> None:
    rooms = (
        "benchmarks",
        "dashboard",
        "dbt_project",
        "docs",
        "expectations",
        "hirehouse",
        "ingestion",
        "orchestration",
    )
    files = [
        path for room in rooms for path in (PROJECT_ROOT / room).rglob("*") if path.suffix in (".py", ".yml", ".md")
    ]
    texts = [
        path.read_text(encoding="utf-8") for path in (*files, PROJECT_ROOT / "README.md", PROJECT_ROOT / "Makefile")
    ]
    named = {name for text in texts for name in re.findall(r"HIREHOUSE_[A-Z_]*[A-Z]", text)}
    assert named == set(VARIABLES)


def test_dbt_falls_back_to_the_declared_defaults() -> None:
    profile = (DBT_PROJECT_DIR / "profiles.yml").read_text(encoding="utf-8")
    read = dict(re.findall(r"env_var\('(HIREHOUSE_\w+)', ''\) or '(\w+)'", profile))
    assert read == {name: VARIABLES[name].default for name in ("HIREHOUSE_TARGET", "HIREHOUSE_MEMORY_LIMIT")}
    assert profile.count("env_var(") == len(read)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert settings.home == tmp_path / ".hirehouse"
    assert (settings.target, settings.keep_versions) == ("duckdb", 5)
    assert (settings.connectors, settings.fairness_path, settings.as_of_is_explicit) == (None, None, False)
