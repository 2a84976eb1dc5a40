"""How the pages look and feel: wide and narrow, on light and on dark ground, by keyboard and to a screen reader."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import duckdb
import pytest

from hirehouse.dashboard.app import PAGES
from tests.dashboard.browsing import Reader

READABLE = 4.5  # WCAG 2.2 AA, text
TABS = 60
# Contrast of what is written against the ground it stands on, for the kinds of text our style gives a colour.
CONTRAST = """() => {
    const channel = value => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    const parts = text => {
        const numbers = text.match(/[\\d.]+/g).map(Number);
        return text.startsWith('color(') ? [...numbers.slice(0, 3).map(v => v * 255), numbers[3] ?? 1] : numbers;
    };
    const light = rgb => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
    const ground = node => {
        for (let each = node; each; each = each.parentElement) {
            const colour = parts(getComputedStyle(each).backgroundColor);
            if (colour.length < 4 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const found = {};
    for (const name of ['.hh-page h1', '.hh-page p', '.hh-asof', '.hh-value', '.hh-about', '.hh-note', '.hh-tile h3',
                        '.hh-scroll caption', '.hh-scroll td', '.hh-hidden', '.hh-term p', '.stDownloadButton p']) {
        const node = document.querySelector(name);
        if (!node) continue;
        const [one, two] = [light(parts(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
        found[name] = (one + 0.05) / (two + 0.05);
    }
    return found;
}"""
FOCUSED = """() => {
    const node = document.activeElement;
    return (node.getAttribute('aria-label') || node.textContent || '').trim();
}"""


GROUNDS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1440, 390)


@pytest.mark.parametrize(("path", "title"), [(path, title) for _, title, path in PAGES])
def test_a_page_fits_and_can_be_read(
    reader: Reader, published: duckdb.DuckDBPyConnection, path: str, title: str
) -> None:
    ((run, zone),) = published.execute("select run_id, company_timezone from core.publication").fetchall()
    reader.open("" if path == PAGES[0][2] else path)
    assert (reader.title(), reader.page.title()) == (title, title)
    told = reader.page.locator(".hh-asof").inner_text()
    assert run in told and zone in told, "every page says as of when its numbers are"
    assert reader.page.locator(".stException, .stAlert").count() == 0
    charts = reader.page.locator("[data-testid='stVegaLiteChart']")
    words = reader.page.locator("[data-testid='stVegaLiteChart'] [aria-label]")
    assert words.count() >= charts.count(), "each chart says in words what it shows"
    grounds = {}
    for ground in GROUNDS:
        reader.page.emulate_media(color_scheme=ground)
        for width in WIDTHS:
            reader.page.set_viewport_size({"width": width, "height": 900})
            reader.drawn()
            assert reader.page.evaluate("() => document.documentElement.scrollWidth") <= width, "it is too wide"
        contrast = reader.page.evaluate(CONTRAST)
        assert contrast and {name: ratio for name, ratio in contrast.items() if ratio < READABLE} == {}, ground
        grounds[ground] = reader.page.evaluate(
            "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
        )
    assert len(set(grounds.values())) == 2, "light and dark are the reader's choice"
    reader.page.emulate_media(color_scheme="light")
    reader.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert reader.complaints == []
    assert reader.strangers == []


def test_the_keyboard_reaches_everything(reader: Reader) -> None:
    reader.open("funnel")
    reached = []
    for _ in range(TABS):
        reader.page.keyboard.press("Tab")
        reached.append(reader.page.evaluate(FOCUSED))
    for wanted in ("Speed", "Function", "Periods", "Quarter", "Definition of Win rate from screen"):
        assert any(wanted in each for each in reached), f"{wanted} is not reached: {reached}"
    assert any(each.startswith("Applications by stage") for each in reached), "a wide table is scrolled by keyboard"
    assert any("Download funnel (CSV)" in each for each in reached)


def test_a_definition_shows_on_focus(reader: Reader) -> None:
    reader.open("funnel")
    button = reader.page.get_by_role("button", name="Definition of Win rate from screen", exact=True)
    words = reader.page.locator(f"#{button.get_attribute('aria-describedby')}")
    words.wait_for(state="hidden")  # styles may come a moment after the words
    button.focus()
    words.wait_for(state="visible")
    told = words.inner_text()
    assert "M-31" in told and "metrics.win_rate.rate" in told and "as of" in told


def test_a_download_holds_every_row(reader: Reader, published: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    reader.open("definitions")
    with reader.page.expect_download() as expected:
        reader.page.get_by_role("button", name="Download rules (CSV)").click()
    file = tmp_path / "rules.csv"
    expected.value.save_as(file)
    rules = "select count(*), count(distinct rule_id) from {}"
    assert (
        published.execute(rules.format(f"'{file}'")).fetchall()
        == published.execute(rules.format("hygiene.rule")).fetchall()
    )
    assert (published.execute("select as_of_date from core.publication").fetchall()[0][0]).isoformat() in (
        expected.value.suggested_filename
    )
