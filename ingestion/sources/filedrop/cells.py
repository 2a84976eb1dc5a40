"""What one cell of a canonical column means: its words by the mapping, its value by the one reader of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from hirehouse.ingestion.sources.filedrop.endpoints import ABOVE_ZERO, FROM_ZERO, VOCABULARIES
from hirehouse.ingestion.sources.filedrop.mapping import Mapping
from hirehouse.ingestion.values import (
    POINT,
    UNKNOWN,
    Misfit,
    Numbers,
    agreed_numbers,
    read_boolean,
    read_currency,
    read_day,
    read_id,
    read_moment,
    read_number,
    read_text,
    read_whole,
    tidy,
)

Read = Callable[[Any], Any]


@dataclass(frozen=True)
class CellReader:
    """Reads cells of one canonical column: ``entity`` and ``name`` say its vocabulary, ``kind`` its portable type."""

    entity: str
    name: str
    kind: str
    mapping: Mapping

    @cached_property
    def said(self) -> dict[str, str | None]:
        """What the mapping says of words: casefolded word of the file -> its meaning, None for no value."""
        words = self.mapping.words.get(self.name, {})
        nothing: dict[str, str | None] = {word.casefold(): None for word in self.mapping.empty}
        return nothing | {word.casefold(): tidy(meaning) or None for word, meaning in words.items()}

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the type says what a cell means."""
        return not self.said and not self._words and self.name not in _SPECIAL and not self.is_bounded

    @property
    def is_bounded(self) -> bool:
        """Whether there are numbers that it cannot be."""
        return self.name in ABOVE_ZERO or self.name in FROM_ZERO

    @property
    def _words(self) -> frozenset[str] | None:
        return VOCABULARIES.get((self.entity, self.name))

    def meaning(self, cell: Any) -> Any:
        """A cell without blanks around it, or what the mapping says it stands for; None for no value."""
        word = tidy(cell) if isinstance(cell, str) else cell
        if self.said:
            word = self.said.get(_word(word).casefold(), word)
        return None if isinstance(word, str) and not word else word

    def numbers(self, texts: Iterable[str], says_point: bool) -> Numbers:
        """How the column writes numbers: as the mapping says, else as far as its ``texts`` prove it."""
        if self.kind not in ("bigint", "double"):
            return UNKNOWN
        if self.mapping.numbers is not None:
            return self.mapping.numbers
        # A whole number with three zeros after its point is more likely one of thousands, whatever the separator.
        return agreed_numbers(texts, POINT if says_point and self.kind == "double" else UNKNOWN)

    def reader(self, numbers: Numbers) -> Read:
        """What reads one meaning of a cell; raises Misfit."""
        read = _SPECIAL.get(self.name) or self._by_kind(numbers)
        if self.is_bounded:
            return lambda value: _bounded(read(value), is_above_zero=self.name in ABOVE_ZERO)
        words = self._words
        return read if words is None else lambda value: _one_of(read(value), words)

    def _by_kind(self, numbers: Numbers) -> Read:
        readers: dict[str, Read] = {
            "string": lambda value: read_text(_flat(value)),
            "id": read_id,
            "bigint": lambda value: read_whole(value, numbers),
            "double": lambda value: read_number(value, numbers),
            "boolean": read_boolean,
            "date": lambda value: read_day(value, self.mapping.date_format),
            "timestamp": self._moment,
        }
        return readers[self.kind]

    def _moment(self, value: Any) -> Any:
        """A time in ``timestamp_format``, else in ISO; days as ``date_format`` says them, if it says anything."""
        mapping = self.mapping
        if mapping.timestamp_format or not mapping.date_format or not isinstance(value, str):
            return read_moment(value, (*mapping.timestamp_format, *mapping.date_format), mapping.zone)
        try:
            return read_day(value, mapping.date_format)
        except Misfit:
            found = read_moment(value, (), mapping.zone)
            if isinstance(found, datetime):
                return found
            raise


def _one_of(value: Any, words: frozenset[str]) -> Any:
    if value is not None and value not in words:
        raise Misfit(f"one of {', '.join(sorted(words))}")
    return value


def _bounded(number: float, is_above_zero: bool) -> float:
    if is_above_zero and number <= 0:
        raise Misfit("a number above zero, e.g. 1.08")
    if number < 0:
        raise Misfit("a number not below zero")
    return number


def _zone_name(value: Any) -> str | None:
    name = read_text(value)
    try:
        return name and ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Misfit("a time zone's name, e.g. Europe/London") from None


_SPECIAL: dict[str, Read] = {"currency": read_currency, "timezone": _zone_name}


def _flat(value: Any) -> Any:
    """Lists and objects of JSON as one text."""
    return orjson.dumps(value).decode() if isinstance(value, (dict, list)) else value


def _word(cell: Any) -> str:
    """A cell as a mapping's words name it: a whole float as a spreadsheet shows it."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
