"""How Greenhouse v3 reads a list request: which parameters an endpoint takes, dates, ids, and the opaque cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from hirehouse.sandbox.clock import read_instant

MAX_PER_PAGE, DEFAULT_PER_PAGE, MAX_IDS = 500, 100, 50
OPERATORS = ("gte", "lte", "gt", "lt")


class Unprocessable(Exception):
    """A request Greenhouse answers with 422; the text is what it says."""


@dataclass(frozen=True)
class ServedCollection:
    """One collection.

    ``sql`` selects every row and field at the simulated now, hidden rows included; columns that begin with an
    underscore are for filters only. ``lists`` are the comma-list parameters and the column each looks at, ``single``
    the ones that take one id, ``flags`` the true/false ones. ``dates`` are the columns a date window may be asked on.
    """

    name: str
    sql: str
    lists: dict[str, str] = field(default_factory=dict)
    single: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    dates: tuple[str, ...] = ("created_at", "updated_at")

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns the filters look at."""
        marks = {"active": "active", "show_service_accounts": "_is_hidden", "include_defaults": "_is_hidden"}
        marks |= {"current_only": "_is_current"}
        flags = [marks[flag] for flag in self.flags if flag in marks]
        hidden = ["_is_offer_candidate"] if self.name == "approval_flows" else []
        wanted = ["id", "created_at", "updated_at", *self.dates, *self.lists.values(), *self.single.values(), *flags]
        return tuple(dict.fromkeys([*wanted, *hidden]))

    def parameters(self) -> set[str]:
        """Names of the parameters a first request may carry, brackets aside."""
        return {"per_page", "ids", *self.lists, *self.single, *self.flags, *self.dates}


@dataclass(frozen=True)
class ListQuery:
    """A list request understood. Bounds are (column, operator, UTC microseconds)."""

    per_page: int
    ids: tuple[tuple[str, tuple[int, ...]], ...]
    flags: tuple[tuple[str, bool], ...]
    bounds: tuple[tuple[str, str, int], ...]

    def key(self) -> tuple[Any, ...]:
        """What two requests have in common that go through the same rows."""
        return (self.ids, self.flags, self.bounds)


@dataclass(frozen=True)
class Cursor:
    """Where a pass stands: its query, the last id served, the simulated second it was made at, and whether the rows
    that come late are kept from it."""

    query: ListQuery
    last_id: int
    made_at: int
    is_early: bool

    def encode(self, endpoint: str) -> str:
        """The opaque text."""
        query = self.query
        parts = [
            endpoint,
            query.per_page,
            query.ids,
            query.flags,
            query.bounds,
            self.last_id,
            self.made_at,
            self.is_early,
        ]
        return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")

    @classmethod
    def decode(cls, endpoint: str, text: str) -> Cursor:
        """Read ``encode``'s text. Raises Unprocessable if it is none, or another endpoint's."""
        try:
            parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            name, per_page, ids, flags, bounds, last_id, made_at, is_early = parts
        except (ValueError, TypeError, binascii.Error):
            raise Unprocessable("Invalid cursor.") from None
        if name != endpoint:
            raise Unprocessable("Invalid cursor.")
        query = ListQuery(
            per_page,
            tuple((column, tuple(values)) for column, values in ids),
            tuple((flag, value) for flag, value in flags),
            tuple((column, operator, bound) for column, operator, bound in bounds),
        )
        return cls(query, last_id, made_at, is_early)


def read_query(endpoint: ServedCollection, items: Iterable[tuple[str, str]]) -> ListQuery:
    """Understand a first request's parameters. Raises Unprocessable for what Greenhouse refuses with 422."""
    given = list(items)
    names = [name.split("[")[0] for name, _ in given]
    unknown = sorted(set(names) - endpoint.parameters())
    if unknown:
        raise Unprocessable(f"Invalid query params: {', '.join(unknown)}")
    if "created_at" in names and "updated_at" in names:
        raise Unprocessable("Filter on created_at or on updated_at, not on both.")
    per_page = DEFAULT_PER_PAGE
    ids: list[tuple[str, tuple[int, ...]]] = []
    flags: list[tuple[str, bool]] = []
    bounds: list[tuple[str, str, int]] = []
    for name, value in given:
        plain = name.split("[")[0]
        if plain in endpoint.dates:
            bounds += [(plain, operator, bound) for operator, bound in _read_dates(name, value)]
        elif name == "per_page":
            per_page = _whole_number(name, value)
            if not 1 <= per_page <= MAX_PER_PAGE:
                raise Unprocessable(f"per_page must be between 1 and {MAX_PER_PAGE}.")
        elif name in endpoint.flags:
            if value not in ("true", "false"):
                raise Unprocessable(f"{name} must be true or false.")
            flags.append((name, value == "true"))
        elif name in endpoint.single:
            ids.append((endpoint.single[name], (_whole_number(name, value),)))
        elif name == "ids" or name in endpoint.lists:
            wanted = tuple(_whole_number(name, each) for each in value.split(","))
            if len(wanted) > MAX_IDS:
                raise Unprocessable(f"{name} takes at most {MAX_IDS} ids.")
            ids.append(("id" if name == "ids" else endpoint.lists[name], wanted))
        else:
            raise Unprocessable(f"Invalid query params: {name}")
    return ListQuery(per_page, tuple(sorted(ids)), tuple(sorted(flags)), tuple(sorted(bounds)))


def _read_dates(name: str, value: str) -> list[tuple[str, int]]:
    """``gte|<from>|lte|<to>`` or, with the operator in the name's brackets, one instant."""
    parts = value.split("|")
    if name.endswith("]"):
        parts = [name[name.index("[") + 1 : -1], *parts]
    if len(parts) not in (2, 4) or any(operator not in OPERATORS for operator in parts[::2]):
        raise Unprocessable(f"{name.split('[')[0]} must look like gte|2026-01-01T00:00:00.000Z.")
    try:
        return [
            (op, round(read_instant(at).timestamp() * 1_000_000))
            for op, at in zip(parts[::2], parts[1::2], strict=True)
        ]
    except ValueError:
        raise Unprocessable(f"{name.split('[')[0]} is not a valid date-time.") from None


def _whole_number(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise Unprocessable(f"{name} must be a whole number.") from None
