"""The frame around the pages: navigation, as of when the numbers are, and what to do when there are none."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import streamlit as st

from hirehouse.answers.figures import moment
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, load_settings
from hirehouse.dashboard.components.cards import nothing, page_title
from hirehouse.dashboard.data import newest
from hirehouse.publish.publication import current_version
from hirehouse.publish.published import Published

HERE = Path(__file__).parent
LOOK_SECONDS = 5
# Module, title and address of each page; the first is where one arrives.
PAGES = (
    ("overview", "Overview", "overview"),
    ("coverage", "Coverage & forecast", "coverage"),
    ("funnel", "Funnel", "funnel"),
    ("speed", "Speed", "speed"),
    ("sources", "Sources & cost", "sources"),
    ("sourcing", "Sourcing & CRM", "sourcing"),
    ("hygiene", "Hygiene", "hygiene"),
    ("definitions", "Definitions", "definitions"),
)


def main() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_icon=str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "components" / "style.css")
    settings = _settings()
    try:
        published, problem = newest(settings), None
    except HirehouseError as error:
        published, problem = None, error
    pages = [
        st.Page(_drawing(module_of(name), published, settings, problem), title=title, url_path=path, default=not number)
        for number, (name, title, path) in enumerate(PAGES)
    ]
    chosen = st.navigation(pages, position="top")
    chosen.run()


def module_of(name: str) -> ModuleType:
    """The module of a page."""
    return importlib.import_module(f"hirehouse.dashboard.views.{name}")


@st.cache_resource(show_spinner=False)
def _settings() -> Settings:
    return load_settings()


def _drawing(
    page: ModuleType, published: Published | None, settings: Settings, problem: HirehouseError | None
) -> Callable[[], None]:
    return partial(_draw, page, published, settings, problem)


def _draw(page: ModuleType, published: Published | None, settings: Settings, problem: HirehouseError | None) -> None:
    page_title(page.TITLE, page.QUESTION)
    if published is None:
        _nothing_published(settings, problem)
        _drawn()
        return
    _fresh(settings, published)
    try:
        page.draw(published, settings)
    except HirehouseError as error:
        _to_fix(error)
    _drawn()


def _drawn() -> None:
    """A mark at the end of the page that changes with every drawing, for whoever waits for one."""
    number = st.session_state["drawings"] = st.session_state.get("drawings", 0) + 1
    st.html(f'<span class="hh-end" data-drawing="{number}" hidden></span>')


def _nothing_published(settings: Settings, problem: HirehouseError | None) -> None:
    if problem is None:
        nothing(f"Nothing has been published yet in {settings.home}. Run the pipeline first, then reload this page:")
        st.code("make demo          # a simulated company\nhirehouse run      # your own", language="bash")
    else:
        _to_fix(problem)


def _to_fix(problem: HirehouseError) -> None:
    nothing(f"{problem.what} ({problem.where}). To fix it: {problem.remedy}")
    st.code("hirehouse run", language="bash")


@st.fragment(run_every=LOOK_SECONDS)
def _fresh(settings: Settings, shown: Published) -> None:
    """As of when the numbers are; says so when newer ones have been published since this page was drawn."""
    when = moment(shown.as_of_at, shown.zone)
    st.html(f'<p class="hh-asof">As of <strong>{when}</strong> {shown.timezone} · run {shown.run_id}</p>')
    if current_version(settings) not in (shown.version, None):
        st.info("Newer numbers have been published. They show with your next click.")
        st.button("Show the newer numbers", on_click=lambda: None, key="newer", type="primary")
        if st.session_state.get("newer"):
            st.rerun()


if __name__ == "__main__":
    main()
