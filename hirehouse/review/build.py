"""Writing the pack: a page per scope, as HTML and as PDF, under ``<home>/reports/review/<as-of day>/``."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hirehouse.answers.figures import day, plural
from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings
from hirehouse.publish.published import Published, open_published
from hirehouse.review.pack import Since, build_page
from hirehouse.review.page import html
from hirehouse.review.paper import pdf
from hirehouse.review.scopes import last_day, scopes

WEEK = timedelta(days=7)
TOLD = "pack.json"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Pack:
    """What was written: the folder, its pages' names without ending (the company's first), and since when it tells
    changes; ``notices`` are those of all pages, once each."""

    folder: Path
    pages: tuple[str, ...]
    as_of_date: date
    since: date | None
    notices: tuple[str, ...]


def build_pack(settings: Settings, since: date | None = None, progress: Progress | None = None) -> Pack:
    """Write the pack of the current version; one of the same day is replaced as a whole.

    ``since`` is the day from whose end changes are told: else the last pack's, else a week before. Raises
    ``HirehouseError`` when nothing is published or the day is not before the last one that is over.
    """
    with open_published(settings) as published:
        compared = _since(settings, published, since)
        every = scopes(published)
        target = folder(settings) / f"{published.as_of_date}"
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".partial-", dir=target.parent))
        try:
            notices: dict[str, None] = {}
            for number, scope in enumerate(every):
                if progress is not None:
                    progress(scope.label, number, len(every))
                page = build_page(settings, published, scope, every, compared)
                notices |= dict.fromkeys(notice.text for notice in page.notices)
                (made / f"{scope.file}.html").write_text(html(page), encoding="utf-8")
                (made / f"{scope.file}.pdf").write_bytes(pdf(page))
            until = last_day(published)
            told = {"run_id": published.run_id, "as_of_date": str(published.as_of_date), "until": until and str(until)}
            (made / TOLD).write_text(json.dumps(told, indent=2) + "\n")
            made.chmod(0o755)
            _replace(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        pages = tuple(scope.file for scope in every)
        return Pack(target, pages, published.as_of_date, compared.day, tuple(notices))


def folder(settings: Settings) -> Path:
    """Where packs lie, one folder per as-of day."""
    return settings.reports_path / "review"


def _replace(made: Path, target: Path) -> None:
    """Put the finished folder in the place of the old one, which is there until the new one is."""
    old = made.with_name(f"{made.name}-old")
    if target.exists():
        target.replace(old)
    made.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def _since(settings: Settings, published: Published, asked: date | None) -> Since:
    until = last_day(published)
    if until is None:
        return Since(None, "")
    if asked is not None:
        if asked >= until:
            what = f"changes since {asked} are not known: the last day that is over is {until}"
            raise HirehouseError(what, "--since", "give an earlier day")
        return Since(asked, "as asked")
    last = _last_until(settings, published.as_of_date, until)
    if last is not None:
        return Since(last, "the last pack")
    return Since(until - WEEK, "a week before: there is no earlier pack")


def _last_until(settings: Settings, today: date, before: date) -> date | None:
    """The day to whose end, before ``before``, the newest pack of a day before ``today`` told changes."""
    found = []
    for path in folder(settings).glob(f"*/{TOLD}"):
        try:
            told = json.loads(path.read_text())
            found.append((date.fromisoformat(told["as_of_date"]), date.fromisoformat(told["until"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # another's file, or a pack without snapshots: nothing to compare with
    earlier = [until for day, until in found if day < today and until < before]
    return max(earlier, default=None)


def told(pack: Pack) -> list[str]:
    """What was written, as lines for a terminal."""
    since = f", changes since {day(pack.since)}" if pack.since else ""
    return [
        f"review pack of {day(pack.as_of_date)}{since}: {plural(len(pack.pages), 'page')}",
        *(f"  {pack.folder / name}.html (and .pdf)" for name in pack.pages),
        *(f"  note: {text}" for text in pack.notices),
    ]
