"""The pack as people open it: in a browser, without asking anybody else for anything, and as PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hirehouse.review.build import Pack, build_pack
from tests.companies.reviewed import publish_company


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    settings, _ = publish_company(tmp_path_factory.mktemp("shown") / "home")
    return build_pack(settings)


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    yield context.new_page()
    context.close()


def test_every_page_opens_alone_and_in_silence(pack: Pack, browser_page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: said.append(message.text))
    browser_page.on("pageerror", lambda error: said.append(str(error)))
    for name in pack.pages:
        browser_page.goto((pack.folder / f"{name}.html").as_uri())
        assert browser_page.locator("h1").inner_text().startswith("Pipeline review: ")
        assert browser_page.locator("section").count() == 9
        overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not browser_page.evaluate(overflow)
    assert said == []
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
    assert {Path(url).name for url in asked if url.startswith("file")} == {f"{name}.html" for name in pack.pages}


def test_the_page_leads_to_its_parts_and_to_the_other_pages(pack: Pack, browser_page: Page) -> None:
    browser_page.goto((pack.folder / "company.html").as_uri())
    browser_page.get_by_role("link", name="Review cadence").click()
    assert browser_page.url.endswith("#cadence")
    decisions = browser_page.locator("ol.decisions li")
    assert decisions.count() == 8
    assert "P(plan) is 41 % with 9 seats to fill" in decisions.first.inner_text()
    assert browser_page.get_by_role("img", name=re.compile("Hires forecast by quarter")).is_visible()
    assert browser_page.get_by_text("Account <Executive>").first.is_visible()
    browser_page.get_by_role("navigation", name="Pages of the pack").get_by_role("link", name="Legal").click()
    assert browser_page.locator(".notice").first.inner_text().startswith("Legal has no data")
    browser_page.set_viewport_size({"width": 390, "height": 800})
    assert not browser_page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_no_name_of_a_person_and_no_address_of_another_site_is_in_it(pack: Pack) -> None:
    for name in pack.pages:
        text = (pack.folder / f"{name}.html").read_text(encoding="utf-8")
        assert "<script" not in text and "Secret Engineer" not in text
        linked = set(re.findall(r'(?:href|src)="(https?://[^"/]+)', text))
        assert linked <= {"https://ats.example"}


def test_the_pdf_is_whole_and_the_same_each_time(pack: Pack) -> None:
    first = {name: (pack.folder / f"{name}.pdf").read_bytes() for name in pack.pages}
    assert all(each.startswith(b"%PDF-") and each.rstrip().endswith(b"%%EOF") for each in first.values())
    settings, _ = publish_company(pack.folder.parents[2])
    again = build_pack(settings)
    assert {name: (again.folder / f"{name}.pdf").read_bytes() for name in again.pages} == first
