"""Which of several files of one entity is the newest.

By the date in the name, then by the other numbers in it (``_9`` before ``_10``), then by the number of a copy (``(1)``
came after none), then by the file's own time. A name without a date, next to names with one, takes the file's time for
its date. Alphabetical order says nothing: it puts ``(1)`` and ``-10`` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

_COPY = re.compile(r"(?: ?\((\d+)\)| ?-? ?cop(?:y|ia|ie)(?: ?\(?(\d+)\)?)?| - kopie(?: ?\((\d+)\))?)$", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_WORD = rf"(?P<w>{'|'.join(_MONTHS)})[a-z]*"
_DATES = [
    re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-_. ]{_MONTH}[-_. ]{_DAY}(?=T?\d*)",
        r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:T?\d{4,6})?",
        rf"{_DAY}\.{_MONTH}\.{_YEAR}",
        rf"(?P<d>3[01]|2\d|1[3-9])[-_ ]{_MONTH}[-_ ]{_YEAR}",
        rf"{_MONTH}[-_ ](?P<d>3[01]|2\d|1[3-9])[-_ ]{_YEAR}",
        rf"\d\d?[-_ ]\d\d?[-_ ]{_YEAR}",  # day or month first: the year is all that is sure
        rf"{_DAY}[-_. ]?{_WORD}[-_. ]?{_YEAR}",
        rf"{_WORD}[-_. ]?{_DAY},?[-_. ]{_YEAR}",
        rf"{_YEAR}[-_. ]?{_WORD}",
        rf"{_WORD}[-_. ]?{_YEAR}",
        rf"{_YEAR}[-_. ]?q(?P<q>[1-4])",
        rf"q(?P<q>[1-4])[-_. ]?{_YEAR}",
        rf"{_YEAR}[-_. ]{_MONTH}",
        rf"{_MONTH}[-_. ]{_YEAR}",
        _YEAR,
    )
]

Age = tuple[tuple[int, int, int], tuple[int, ...], int, int, str]


def newest_first(paths: Iterable[Path]) -> list[Path]:
    """``paths`` of one entity, the newest before the older ones."""
    found = list(paths)
    are_dated = any(_dated(path.stem)[0] for path in found)
    return sorted(found, key=lambda path: _age(path, are_dated), reverse=True)


def _age(path: Path, are_dated: bool) -> Age:
    stem, copy = _without_copy(path.stem)
    day, rest = _dated(stem)
    changed_ns = path.stat().st_mtime_ns
    if day is None:
        changed = datetime.fromtimestamp(changed_ns / 1e9, UTC)
        day = (changed.year, changed.month, changed.day) if are_dated else (0, 0, 0)
    return day, tuple(map(int, re.findall(r"\d+", rest))), copy, changed_ns, path.name


def _without_copy(stem: str) -> tuple[str, int]:
    found = _COPY.search(stem)
    if found is None:
        return stem, 0
    number = next((group for group in found.groups() if group), "1")
    return stem[: found.start()], int(number)


def _dated(stem: str) -> tuple[tuple[int, int, int] | None, str]:
    """The date in a name (month and day 0 where it does not say them), and the name without it."""
    for pattern in _DATES:
        found = pattern.search(stem)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts.get("m") or 0)
        if parts.get("w"):
            month = _MONTHS.index(parts["w"].lower()) + 1
        if parts.get("q"):
            month = 3 * int(parts["q"]) - 2
        # What follows the day in the same run of digits is the time of day: it stays among the other numbers.
        clock = found.group()[8:] if found.group()[:8].isdigit() else ""
        return (
            int(parts["y"]),
            month,
            int(parts.get("d") or 0),
        ), f"{stem[: found.start()]} {clock}{stem[found.end() :]}"
    return None, stem
