"""Settings: arguments win over the environment, which wins over the project's file; mistakes name their remedy."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hirehouse.settings import SettingError, load_settings, parse_as_of

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
