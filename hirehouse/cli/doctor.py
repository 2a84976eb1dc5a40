"""Looks for what keeps a run from working: versions, disk, settings, credentials, scopes, clocks. Changes nothing."""

from __future__ import annotations

import http.client
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from urllib.parse import urlsplit

from hirehouse.base.errors import HirehouseError, describe
from hirehouse.base.lock import run_lock
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build.dbt_command import ensure_manifest, executable
from hirehouse.build.preflight import check_systems, find_faults
from hirehouse.home.log_guard import damages, error_of
from hirehouse.home.schema import VERSION, version_of
from hirehouse.ingestion import credentials, registry
from hirehouse.ingestion.errors import SourceError
from hirehouse.journal.journal import strangers
from hirehouse.publish.publication import PUBLISH_AGAIN, current_publication, is_whole

PINNED = {"dagster": "1.13", "dbt-core": "1.12", "dbt-duckdb": "1.11", "dlt": "1.31", "great-expectations": "1.24"}
SMALLEST_DISK = 2 * 1024**3
LARGEST_SKEW_SECONDS = 60
MOST_DAMAGES = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``ok``, ``warn`` or ``fail``, what was found, and what to do about it."""

    status: str
    subject: str
    text: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, cheap ones first; asks each system for a token, nothing more."""
    yield _python()
    yield from _versions()
    yield from _tools(settings)
    yield _disk(settings)
    yield _lock(settings)
    yield from home_findings(settings)
    try:
        names = check_systems(settings, [])
    except HirehouseError as error:
        yield _failed("connectors", error)
        return
    for name in names:
        yield from _system(settings, name)
    yield from _journal(settings)


def _python() -> Finding:
    text = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info[:2] < (3, 14):
        return Finding("ok", "python", text)
    return Finding("fail", "python", text, "use Python 3.11, 3.12 or 3.13: make PYTHON=/path/to/python3.11")


def _versions() -> Iterator[Finding]:
    for name, prefix in PINNED.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding("fail", name, "not installed", "run `make install`")
            continue
        fits = found.startswith(prefix + ".")
        remedy = "" if fits else f"this project is tested with {prefix}: run `make install`"
        yield Finding("ok" if fits else "warn", name, found, remedy)


def _tools(settings: Settings) -> Iterator[Finding]:
    try:
        executable()
        ensure_manifest(settings)
        yield Finding("ok", "dbt project", "parses")
    except HirehouseError as error:
        yield _failed("dbt project", error)


def _disk(settings: Settings) -> Finding:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    text = f"{free / 1024**3:.1f} GB free at {settings.home}"
    if free >= SMALLEST_DISK:
        return Finding("ok", "disk", text)
    return Finding("warn", "disk", text, "make room, or keep fewer versions with HIREHOUSE_KEEP_VERSIONS")


def _lock(settings: Settings) -> Finding:
    try:
        with run_lock(settings.home, "hirehouse doctor"):
            return Finding("ok", "home", f"free to work in: {settings.home}")
    except HirehouseError as error:
        return Finding("warn", "home", error.what, error.remedy)


def home_findings(settings: Settings) -> Iterator[Finding]:
    """The home's version, its log against what was loaded, and what is published."""
    try:
        version = version_of(settings.home)
        if version < VERSION:
            yield Finding("warn", "home", f"its version is {version}, today's is {VERSION}", "the next run upgrades it")
        else:
            found = damages(settings, keep=False)
            for damage in found[:MOST_DAMAGES]:
                yield Finding("fail", "log", damage.text, error_of([damage]).remedy)
            if not found:
                yield Finding("ok", "log", "every load is as it was noted")
        publication = current_publication(settings)
        if publication is not None and not is_whole(settings, publication):
            where = settings.published_path / publication.database
            yield Finding("fail", "published", f"its files are not what was published ({where})", PUBLISH_AGAIN)
    except (HirehouseError, SourceError) as error:
        yield _failed("home", describe(error))


def _system(settings: Settings, name: str) -> Iterator[Finding]:
    faults = find_faults(settings, [name])
    if faults:
        yield _failed(name, faults[0])
    else:
        yield Finding("ok", name, "settings are there and accepted")
        yield from _scopes(settings, name)
    address = credentials.setting(name, "base_url")
    if address and not settings.as_of_is_explicit:
        yield from _skew(name, address)


def _journal(settings: Settings) -> Iterator[Finding]:
    """Lines that speak of something no source knows; one that cannot be read is told with its system."""
    with suppress(SourceError):
        for text in strangers(settings):
            remedy = "correct the line's id in the journal, or take it out; a record that is new is known after a run"
            yield Finding("warn", "journal", text, remedy)


def _scopes(settings: Settings, name: str) -> Iterator[Finding]:
    """What the credentials may not read, where the connector can tell."""
    check = getattr(registry.connectors()[name], "check", None)
    if check is None:
        return
    for error in check(settings.raw_path, settings.as_of):
        yield Finding("fail", name, f"{error.what} ({error.where})", error.remedy)


def _skew(name: str, address: str) -> Iterator[Finding]:
    """This machine's clock against the ``Date`` the system answers with: windows are cut by both."""
    theirs = _date_at(address)
    if theirs is None:
        return
    seconds = abs((load_settings().as_of - theirs).total_seconds())
    text = f"{seconds:.0f} s away from the clock of {name}"
    if seconds <= LARGEST_SKEW_SECONDS:
        yield Finding("ok", "clock", text)
    else:
        yield Finding("fail", "clock", text, "set this machine's clock: changes near the end of a window get lost")


def _date_at(address: str) -> datetime | None:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("HEAD", parts.path or "/")
        text = connection.getresponse().getheader("Date")
        return parsedate_to_datetime(text) if text else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def _failed(subject: str, error: HirehouseError) -> Finding:
    return Finding("fail", subject, f"{error.what} ({error.where})" if error.where else error.what, error.remedy)
