"""The one error a connector shows to people: what happened, where, and what to do about it.

Texts are built from settings' *names*, never from their values, and addresses go through :func:`safe_address`, so no
secret reaches a log, a Dagster event or a terminal.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from urllib.parse import urlsplit


class SourceError(Exception):
    """A source cannot be loaded. Its text is meant for people: what, where, remedy.

    ``system`` is the connector's name, ``what`` one sentence about the fault, ``where`` the file, address, table,
    record or setting concerned, ``remedy`` one sentence telling what to do.
    """

    def __init__(self, system: str, what: str, where: str, remedy: str) -> None:
        super().__init__(system, what, where, remedy)
        self.system = system
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.system}: {self.what} (where: {self.where}). Remedy: {self.remedy}"


class NotPermitted(SourceError):
    """One list, or the rows of one parent, that the source will not show (``status`` 403) or does not have (404). The
    rest can still be loaded."""

    def __init__(self, system: str, what: str, where: str, remedy: str, status: int) -> None:
        super().__init__(system, what, where, remedy)
        self.status = status


def safe_address(url: str) -> str:
    """``url`` without user name, password, query and fragment: queries carry cursors, and some vendors' keys."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{host}{port}{parts.path}"


def source_error_in(error: BaseException | None) -> SourceError | None:
    """The SourceError at the root of ``error`` (dlt wraps what a resource raises several times), or None."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, SourceError):
            return error
        seen.add(id(error))
        inner = getattr(error, "exception", None)
        error = error.__cause__ or (inner if isinstance(inner, BaseException) else None) or error.__context__
    return None


def unexpected(system: str, error: BaseException) -> SourceError:
    """What is told of an error that no check expected: its kind and the place in our code.

    Its own text stays out: it may repeat what a record says.
    """
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    frames = traceback.extract_tb(error.__traceback__)
    root = Path(__file__).parents[1]
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(root / "ingestion")]
    places = [f"{Path(frame.filename).relative_to(root)}, line {frame.lineno}" for frame in ours]
    return SourceError(
        system,
        f"the load stopped at an error that no check expected: {type(error).__name__}",
        places[-1] if places else "dlt",
        "run again; if it stops at the same place, report this line to those who maintain hirehouse",
    )
