"""What the pages read: the current version, whole, and a file of an earlier version explained."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import PROJECT_ROOT, Settings, load_settings
from hirehouse.build.run_identity import Run
from hirehouse.dashboard.data import newest
from hirehouse.publish.publication import current_version, publish
from tests.companies.asked import AS_OF, publish_answers

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A home with a small publication; what Streamlit remembers ends with the test."""
    made, _ = publish_answers(tmp_path / "home")
    yield made
    st.cache_resource.clear()


def test_rows_words_and_identity_come_from_the_file(settings: Settings) -> None:
    published = newest(settings)
    assert published is not None
    assert (published.run_id, published.currency, published.as_of_at) == ("run-1", "EUR", AS_OF)
    assert published.row("select matched, agreeing from metrics.system_consistency")["agreeing"] == 456
    stages = "select canonical_stage from metrics.funnel_conversion where function = $function order by 1"
    assert published.column(stages, function="all") == ["applied", "screen"]
    assert published.row(stages, function="nobody") == {}
    assert published.words("metrics.win_rate.rate") == ""
    assert published.words("metrics.vacancy_cost.clock_days") == "vacancy_cost.clock_days in words"


def test_a_version_is_read_to_its_end_after_a_newer_one_replaced_it(settings: Settings) -> None:
    first = newest(settings)
    assert first is not None and first.column("select run_id from core.publication") == ["run-1"]
    again = publish(replace(settings, keep_versions=1), Run("run-2", AS_OF, ("filedrop",), (), False, "code"))
    assert not Path(first.path).exists()
    assert first.column("select count(*) from metrics.review_cadence") == [3], "the file is gone, its reader is not"
    second = newest(settings)
    assert second is not None and second.version == again.version == current_version(settings) != first.version


def test_nothing_published_and_a_pointer_without_a_file(settings: Settings, tmp_path: Path) -> None:
    assert newest(load_settings(home=tmp_path / "other")) is None
    shutil.rmtree(settings.published_path / ".versions")
    assert newest(settings) is None
    made, publication = publish_answers(tmp_path / "broken")
    (made.published_path / publication.database).unlink()
    with pytest.raises(HirehouseError) as raised:
        newest(made)
    assert "hirehouse run" in raised.value.remedy


def test_a_file_of_an_earlier_version_is_explained(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIREHOUSE_HOME", str(settings.home))
    page = AppTest.from_file(str(PROJECT_ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    assert not page.exception
    told = [element.proto.body for element in page.main.children.values() if element.type == "html"]
    assert any("an earlier version of hirehouse published it" in text for text in told), told
    assert page.code[0].value == "hirehouse run"
