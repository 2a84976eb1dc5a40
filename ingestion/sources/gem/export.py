"""Gem's data export: CSV files of which only the newest set can be had, so the log keeps what older sets said.

Columns are found by their header's name, never by position: Gem appends new ones at the end.
"""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from requests import Request

from hirehouse.ingestion.errors import SourceError, safe_address
from hirehouse.ingestion.http import ListClient
from hirehouse.ingestion.observe import Rows
from hirehouse.ingestion.pages import STOPS_FROM
from hirehouse.ingestion.sources.gem.endpoints import CANDIDATE_INFO, EVENT_LOG
from hirehouse.ingestion.values.misfit import Misfit, tidy
from hirehouse.ingestion.values.texts import read_id

Row = dict[str, Any]
_Record = tuple[int, list[str] | None]
NoteRow = Callable[[str, str, str], None]
"""Hears of a row that is set aside: file, line and reason."""

_PAGE_ROWS = 5_000
_TIME_FORMATS = ("%Y-%m-%d %H:%M:%S UTC", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M")
_EVENT_NEEDS = ("timestamp", "event_type", "candidate_id")
_KNOWN = CANDIDATE_INFO.columns.keys() | EVENT_LOG.columns.keys()
_EVENT_IDENTITY = ("user_email", "candidate_id", "event_type", "event_subtype")
"""With the time, what makes an event the same event in every export: names change, and columns are added with the
years."""


class Export:
    """The newest export of one load; the list of its files is asked for once."""

    def __init__(self, client: ListClient, note: NoteRow) -> None:
        self._client, self._note = client, note
        self._files: dict[str, str] | None = None
        self._lock = threading.Lock()

    def events(self) -> Iterator[Rows]:
        """Outreach touches of the newest export, each with an ``event_id`` that is the same in every export."""
        seen: Counter[str] = Counter()
        for page in self._rows("event_log", _EVENT_NEEDS, "timestamp"):
            for row in page:
                identity = _identity(row)
                seen[identity] += 1  # two equal touches in one second are two touches
                row["event_id"] = _digest(f"{identity}|{seen[identity]}", 16)
            yield page

    def candidate_info(self) -> Iterator[Rows]:
        """The bridge rows of the newest export, only the columns that join: contact details come from the API."""
        for page in self._rows("candidate_info", ("all_candidate_emails",), "sourced_timestamp"):
            yield [_bridge(row) for row in page]

    def _rows(self, name: str, needed: tuple[str, ...], dated_by: str) -> Iterator[list[dict[str, Any]]]:
        """Pages of the rows of an export file, the time in ``dated_by`` read."""
        for file, url in self._found(name):
            lines = list(io.StringIO(self._download(url), newline=""))
            header = [_plain(column) for column in next(csv.reader(lines), [])]
            missing = [column for column in needed if column not in header]
            if header and missing:
                # Where no column is known it is no header but a page or a row of data, and stays out of the error.
                has = f"it has {', '.join(header)}" if _KNOWN & set(header) else "it is no such file"
                raise SourceError(
                    "gem",
                    f"the export file has no column {', '.join(missing)}; {has}",
                    f"data_export file {file}",
                    "see whether Gem renamed it, then correct ingestion/sources/gem/export.py",
                )
            records = _records(lines, len(header))
            while page := list(islice(records, _PAGE_ROWS)):
                yield self._readable(name, page, header, dated_by)

    def _readable(self, name: str, page: list[_Record], header: list[str], dated_by: str) -> list[Row]:
        """The page's rows without those that cannot be read, which are noted; raises SourceError if those are half of
        the page or more: then the file is another than it was."""
        rows: list[Row] = []
        faults: dict[int, str] = {}
        for line, values in page:
            if values is None:
                faults[line] = "a quote in it is not closed, or stands within a cell"
                continue
            row = {column: value or None for column, value in zip(header, values, strict=False)}
            needs_time = dated_by in _EVENT_NEEDS or row.get(dated_by) is not None
            moment = _moment(row.get(dated_by)) if needs_time else None
            if len(values) != len(header):
                faults[line] = f"{len(values)} cells where the header has {len(header)}"
            elif needs_time and moment is None:
                faults[line] = f"column {dated_by} is no time, expected e.g. 2026-01-14 09:30:00"
            else:
                rows.append(row | {dated_by: moment})
        if faults and len(faults) >= STOPS_FROM * len(page):
            line, fault = next(iter(faults.items()))
            raise SourceError(
                "gem",
                f"rows cannot be read: {fault}",
                f"data_export file {name}, line {line}",
                "see whether Gem changed the format of its export, then add it in ingestion/sources/gem/export.py",
            )
        for line, fault in faults.items():
            self._note(name, f"line {line}", fault)
        return rows

    def _found(self, name: str) -> list[tuple[str, str]]:
        with self._lock:
            if self._files is None:
                answer = self._client.get("data_export").parsed  # type: ignore[attr-defined]
                try:
                    files = answer.get("files") or []
                    self._files = {str(file["name"]): str(file["download_url"]) for file in files}
                except (AttributeError, KeyError, TypeError):
                    raise SourceError(
                        "gem",
                        "expected an object with files, each with name and download_url, got another JSON value",
                        f"{safe_address(self._client.base_url)}/data_export",
                        "check base_url of gem: it may point to another API or version",
                    ) from None
            return sorted((file, url) for file, url in self._files.items() if _plain(file).startswith(name))

    def _download(self, url: str) -> str:
        session = self._client.session
        headers = {"Accept": "text/csv"}
        if safe_address(url).startswith(safe_address(self._client.base_url)):
            headers["X-API-Key"] = self._client.auth.api_key  # type: ignore[union-attr]
        response = session.send(session.prepare_request(Request("GET", url, headers=headers)))
        return response.content.decode("utf-8-sig", "surrogateescape")  # a broken character costs its row, not the file


def _records(lines: list[str], width: int) -> Iterator[_Record]:
    """Records of a CSV file behind its header of ``width`` cells, each with the number of its first line.

    A quote that nobody closed would swallow the lines behind it, as one cell of one record. Such a line is None, and
    the next one is read as a record of its own.
    """
    start = 1
    while start < len(lines):
        begun = start
        try:
            reader = csv.reader(islice(lines, start, None), strict=True)
            for values in reader:
                end = start + reader.line_num
                if end - begun > 1 and len(values) != width:
                    break
                if values:
                    yield begun + 1, values
                begun = end
            else:
                return
        except csv.Error:
            pass
        yield begun + 1, None
        start = begun + 1


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=size).hexdigest()


def _identity(row: Mapping[str, Any]) -> str:
    values = {name: row.get(name) for name in _EVENT_IDENTITY}
    values["candidate_id"] = _id(values["candidate_id"])
    words = (tidy(value or "").lower() for value in values.values())
    return "|".join([row["timestamp"].astimezone(UTC).isoformat(), *words])


def _id(value: str | None) -> str | None:
    """An id as the log will have it, so that what is composed of it is the same however the export writes it. One that
    cannot be read stays as it is: its record is set aside where columns are read."""
    try:
        return read_id(value)
    except Misfit:
        return value


def _bridge(row: Mapping[str, Any]) -> Row:
    bridge: Row = {name: row.get(name) for name in CANDIDATE_INFO.columns}
    if bridge["candidate_id"] is None:
        known_by = (
            _id(row.get("candidate_ats_id"))
            or _id(row.get("candidate_greenhouse_id"))
            or row.get("all_candidate_emails")
            or ""
        )
        bridge["candidate_id"] = "x" + _digest(known_by, 12)
    return bridge


def _moment(text: str | None) -> datetime | None:
    """The instant a cell means, None if it is no time; without a zone it is UTC, as everything in Gem's API."""
    words = (text or "").strip()
    try:
        moment = datetime.fromtimestamp(int(words), UTC) if words.isdigit() else datetime.fromisoformat(words)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    for form in _TIME_FORMATS:
        try:
            return datetime.strptime(words, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
