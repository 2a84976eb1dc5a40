"""A reader at the pages before anything is published, and while version after version is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.run_identity import Run
from hirehouse.publish.publication import current_publication, publish
from tests.dashboard.browsing import Reader, serving
from tests.dashboard.conftest import copied
from tests.end_to_end.conftest import History

PUBLISHES = 3


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home in which nothing has been published; the tests fill it in their order."""
    return load_settings(home=tmp_path_factory.mktemp("serving") / "home")


@pytest.fixture(scope="module")
def visitor(browser: Browser, empty: Settings) -> Iterator[Reader]:
    """Somebody at the pages over that home."""
    with serving(empty.home, empty.home.parent / "server.log") as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        yield Reader(context.new_page(), address)
        context.close()


def publish_again(home: Settings, number: int) -> None:
    """Publish the warehouse as another run would, keeping no version but that."""
    now = current_publication(home)
    assert now is not None
    run = Run(f"again{number}", now.as_of_at + timedelta(seconds=number), ("filedrop",), (), False, "code")
    publish(replace(home, keep_versions=1), run)


def test_before_the_first_publication_there_is_a_remedy(visitor: Reader) -> None:
    visitor.open("speed")
    assert "Nothing has been published yet" in visitor.page.locator(".hh-nothing").inner_text()
    assert "hirehouse run" in visitor.page.locator("code").inner_text()
    assert visitor.complaints == []


def test_publishing_disturbs_nobody(empty: Settings, history: History, visitor: Reader) -> None:
    copied(history.home, empty.home)
    before = current_publication(empty)
    visitor.open("funnel")
    functions = visitor.table("Share that went on")
    with ThreadPoolExecutor(1) as beside:
        for number in range(PUBLISHES):
            publishing = beside.submit(publish_again, empty, number)
            visitor.choose("Function", functions[-1][0] if number % 2 == 0 else "All functions")
            assert visitor.table("Applications by stage"), "the pages answer while a version is being published"
            publishing.result()
    after = current_publication(empty)
    assert before and after and after.version != before.version
    assert not (empty.published_path / before.database).exists(), "the version that was first read is gone"
    visitor.choose("Function", "All functions")
    assert visitor.table("Share that went on") == functions
    assert visitor.complaints == []


def test_an_open_page_says_that_there_is_something_newer(empty: Settings, visitor: Reader) -> None:
    visitor.open("sourcing")
    publish_again(empty, PUBLISHES)
    button = visitor.page.get_by_role("button", name="Show the newer numbers")
    button.wait_for()
    button.click()
    button.wait_for(state="detached")
    visitor.drawn()
    assert visitor.complaints == []
