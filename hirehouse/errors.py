"""Errors that reach a person: what happened, where, and what to do about it."""

from __future__ import annotations


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


def describe(error: BaseException) -> HirehouseError:
    """``error`` as something printable: our own errors as they are, others by their type and first line.

    Errors of the ingestion room carry ``what``, ``where`` and ``remedy`` too; they are recognised by these attributes.
    """
    if isinstance(error, HirehouseError):
        return error
    told = [getattr(error, name, None) for name in ("what", "where", "remedy")]
    if all(isinstance(part, str) for part in told):
        return HirehouseError(*(str(part) for part in told))
    first_line = (str(error).strip().splitlines() or [""])[0]
    return HirehouseError(f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__)
