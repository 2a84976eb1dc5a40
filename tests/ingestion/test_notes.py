"""Notes on the input add up, stay small, land in the log, and are told in words a person can act on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from hirehouse.answers import status
from hirehouse.base.settings import load_settings
from hirehouse.ingestion.load import load_connector
from hirehouse.ingestion.notes import ELSEWHERE, PLACES_KEPT, Note, NoteBook, newest_notes, told
from hirehouse.ingestion.observe import Feed, LoadContext, observed_source
from hirehouse.ingestion.registry import Connector
from hirehouse.ingestion.report import LoadReport
from hirehouse.ingestion.tables import COMMON_TABLES, TableSpec
from tests.ingestion.conftest import NOON

WIDGETS = TableSpec("widgets", {"id": "string"}, ("id",), "One row per widget.")


def test_notes_on_one_place_add_up_from_any_thread_and_keep_the_first_reason() -> None:
    book = NoteBook()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: book.add(Note("offers", "overruled", "offers_3.csv", 2)), range(500)))
    book.add(Note("offers", "set_aside", "id=7", detail="a key is empty"))
    book.add(Note("offers", "set_aside", "id=7", detail="another reason"))
    assert book.all() == [
        Note("offers", "overruled", "offers_3.csv", 1000),
        Note("offers", "set_aside", "id=7", 2, "a key is empty"),
    ]


def test_a_note_on_every_row_of_a_large_list_stays_small_and_counts_all_rows() -> None:
    book = NoteBook()
    for number in range(PLACES_KEPT + 37):
        book.add(Note("offers", "set_aside", f"id={number}"))
    notes = book.all()
    assert len(notes) == PLACES_KEPT + 1 and sum(note.rows for note in notes) == PLACES_KEPT + 37
    assert [note.rows for note in notes if note.place == ELSEWHERE] == [37]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError, match="forgotten"):
        NoteBook().add(Note("offers", "forgotten", "id=7"))


def test_people_are_told_how_many_where_and_what_to_do() -> None:
    notes = [Note("offers", "set_aside", f"id={number}", 1, "a key is empty") for number in range(5)]
    (line,) = told(notes, "greenhouse")
    assert line.startswith("offers: 5 set aside (id=0: a key is empty; id=1: a key is empty; id=2: a key is empty; and")
    assert "and 2 more places" in line and "the next load takes them" in line


def _loaded(home: Path, days: int, say: Callable[[LoadContext], None]) -> LoadReport:
    def build(context: LoadContext) -> object:
        say(context)
        return observed_source(context, [Feed(WIDGETS, lambda: iter([[{"id": "1"}]]))])

    toy = Connector("journal", "", {"widgets": WIDGETS, **COMMON_TABLES}, build)
    folders = {"raw_path": home / "raw", "state_path": home / "state"}
    return load_connector(toy, observed_at=NOON + timedelta(days=days), **folders)


def test_notes_are_in_the_report_and_in_the_log_and_only_the_newest_loads_are_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = _loaded(home, 0, lambda context: context.note("widgets", "overruled", "widgets", 3))
    assert report.notes == newest_notes(home / "raw", "journal") == [Note("widgets", "overruled", "widgets", 3)]
    _loaded(home, 1, lambda context: context.note("widgets", "unread_sheet", "plan.xlsx, sheet Old", 1, "hidden"))
    assert newest_notes(home / "raw", "journal") == [
        Note("widgets", "unread_sheet", "plan.xlsx, sheet Old", 1, "hidden")
    ]

    monkeypatch.setenv("HIREHOUSE_CONNECTORS", "journal")
    console = Console(record=True, width=300)
    status.show(load_settings(home=home), console)
    assert "journal widgets: 1 unread sheet (plan.xlsx, sheet Old: hidden): a sheet that was not read" in (
        console.export_text()
    )
    assert _loaded(home, 2, lambda context: None).notes == newest_notes(home / "raw", "journal") == []
