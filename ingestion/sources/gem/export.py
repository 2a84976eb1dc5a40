"""Gem's data export: CSV files of which only the newest set can be had, so the log keeps what older sets said.

Columns are found by their header's name, never by position: Gem appends new ones at the end.
"""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from requests import Request

from ingestion.errors import SourceError, safe_address
from ingestion.http import ListClient
from ingestion.observe import Rows
from ingestion.sources.gem.endpoints import CANDIDATE_INFO

_PAGE_ROWS = 5_000
_TIME_FORMATS = ("%Y-%m-%d %H:%M:%S %Z", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M")
_EVENT_NEEDS = ("timestamp", "event_type", "candidate_id")
_EVENT_IDENTITY = ("user_email", "candidate_id", "event_type", "event_subtype")
"""With the time, what makes an event the same event in every export: names change, and columns are added with the
years."""


class Export:
    """The newest export of one load; the list of its files is asked for once."""

    def __init__(self, client: ListClient) -> None:
        self._client = client
        self._files: dict[str, str] | None = None
        self._lock = threading.Lock()

    def events(self) -> Iterator[Rows]:
        """Outreach touches of the newest export, each with an ``event_id`` that is the same in every export."""
        seen: Counter[str] = Counter()
        for page in self._rows("event_log", _EVENT_NEEDS):
            for number, row in page:
                row["timestamp"] = _moment(row["timestamp"], "event_log", number, "timestamp")
                identity = _identity(row)
                seen[identity] += 1  # two equal touches in one second are two touches
                row["event_id"] = hashlib.blake2b(f"{identity}|{seen[identity]}".encode(), digest_size=16).hexdigest()
            yield [row for _, row in page]

    def candidate_info(self) -> Iterator[Rows]:
        """The bridge rows of the newest export, only the columns that join: contact details come from the API."""
        for page in self._rows("candidate_info", ("all_candidate_emails",)):
            yield [_bridge(row, number) for number, row in page]

    def _rows(self, name: str, needed: tuple[str, ...]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
        for file, url in self._found(name):
            reader = csv.reader(io.StringIO(self._download(url), newline=""))
            header = [_plain(column) for column in next(reader, [])]
            missing = [column for column in needed if column not in header]
            if header and missing:
                raise SourceError(
                    "gem",
                    f"the export file has no column {', '.join(missing)}; it has {', '.join(header)}",
                    f"data_export file {file}",
                    "see whether Gem renamed it, then correct ingestion/sources/gem/export.py",
                )
            page: list[tuple[int, dict[str, Any]]] = []
            for number, values in enumerate(reader, start=2):
                page.append((number, {name: value or None for name, value in zip(header, values, strict=False)}))
                if len(page) >= _PAGE_ROWS:
                    yield page
                    page = []
            if page:
                yield page

    def _found(self, name: str) -> list[tuple[str, str]]:
        with self._lock:
            if self._files is None:
                answer = self._client.get("data_export").parsed  # type: ignore[attr-defined]
                files = answer.get("files") if isinstance(answer, dict) else None
                self._files = {str(file["name"]): str(file["download_url"]) for file in files or []}
            return sorted((file, url) for file, url in self._files.items() if _plain(file).startswith(name))

    def _download(self, url: str) -> str:
        session = self._client.session
        headers = {"Accept": "text/csv"}
        if safe_address(url).startswith(safe_address(self._client.base_url)):
            headers["X-API-Key"] = self._client.auth.api_key  # type: ignore[union-attr]
        response = session.send(session.prepare_request(Request("GET", url, headers=headers)))
        return response.content.decode("utf-8-sig")


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _identity(row: Mapping[str, Any]) -> str:
    parts = [row["timestamp"].isoformat(), *((row.get(name) or "").strip().lower() for name in _EVENT_IDENTITY)]
    return "|".join(parts)


def _bridge(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    bridge: dict[str, Any] = {name: row.get(name) for name in CANDIDATE_INFO.columns}
    if bridge["sourced_timestamp"] is not None:
        bridge["sourced_timestamp"] = _moment(
            bridge["sourced_timestamp"], "candidate_info", number, "sourced_timestamp"
        )
    if bridge["candidate_id"] is None:
        known_by = (
            row.get("candidate_ats_id") or row.get("candidate_greenhouse_id") or row.get("all_candidate_emails") or ""
        )
        bridge["candidate_id"] = "x" + hashlib.blake2b(known_by.encode(), digest_size=12).hexdigest()
    return bridge


def _moment(text: str | None, file: str, number: int, column: str) -> datetime:
    """The instant a cell means; without a zone it is UTC, as everything in Gem's API."""
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
    raise SourceError(
        "gem",
        f"a cell is no time: {words[:40]!r}, expected e.g. 2026-01-14 09:30:00",
        f"data_export file {file}, row {number}, column {column}",
        "see whether Gem changed the format of its export, then add it in ingestion/sources/gem/export.py",
    )
