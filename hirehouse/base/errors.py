"""Errors that reach a person: what happened, where, and what to do about it."""

from __future__ import annotations

import errno
import os

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class HirehouseError(Exception):
    """Something a person can act on.

    ``what`` is one sentence, ``where`` a file, setting or address (never a secret), ``remedy`` the next step. The
    command line prints the three and exits 1.
    """

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def lines(self) -> list[str]:
        """The message as lines for a terminal, the first saying what happened."""
        return [
            self.what,
            *([f"  where:  {self.where}"] if self.where else []),
            *([f"  remedy: {self.remedy}"] if self.remedy else []),
        ]


class HomeBusyError(HirehouseError):
    """Another process is running the pipeline on the same home."""


def file_fault(error: BaseException) -> HirehouseError | None:
    """A full disk or a missing permission behind ``error`` or what it came from, by errno or, of a library that keeps
    none, by the system's words; None when it is something else."""
    inner: BaseException | None = error
    while inner is not None:
        number = inner.errno if isinstance(inner, OSError) else None
        where = str(inner.filename or "") if isinstance(inner, OSError) else ""
        if number in _FULL or any(os.strerror(each) in str(inner) for each in _FULL):
            remedy = "make room (HIREHOUSE_KEEP_VERSIONS keeps fewer published versions), then run again"
            return HirehouseError("the disk is full", where, f"{remedy}: what was published has not changed")
        if number in _FORBIDDEN or any(os.strerror(each) in str(inner) for each in _FORBIDDEN):
            remedy = "run as the home's owner, give this user write permission there, or use another --home DIR"
            return HirehouseError("this user may not write here", where, remedy)
        inner = inner.__cause__ or inner.__context__
    return None


def describe(error: BaseException) -> HirehouseError:
    """``error`` as something printable: our own errors as they are, others by their type and first line.

    Errors of the ingestion room carry ``what``, ``where`` and ``remedy`` too; they are recognised by these attributes.
    """
    if isinstance(error, HirehouseError):
        return error
    told = [getattr(error, name, None) for name in ("what", "where", "remedy")]
    if all(isinstance(part, str) for part in told):
        return HirehouseError(*(str(part) for part in told))
    fault = file_fault(error)
    if fault is not None:
        return fault
    first_line = (str(error).strip().splitlines() or [""])[0]
    return HirehouseError(f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__)
