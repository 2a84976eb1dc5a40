"""All that is wrong in one file, told in one error: the first twenty places, then how many more there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from hirehouse.ingestion.errors import SourceError

SHOWN = 20


@dataclass
class Misfits:
    """Collects what does not fit in ``place``, a file. The texts must not repeat what people wrote in text cells."""

    place: str
    count: int = 0
    _first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, column: str | None, what: str, of: int = 1, sheet: str = "") -> None:
        """``what`` does not fit in row ``number``; ``of`` says how many faults this one stands for."""
        self.count += of
        where = f"{sheet}row {number}" + (f", column {column}" if column else "")
        self._first = sorted([*self._first, (number, f"{where}: {what}")])[:SHOWN]

    def raise_any(self, remedy: str) -> None:
        """Raises SourceError telling all of them, if there are any."""
        if not self.count:
            return
        more = self.count - len(self._first)
        told = "; ".join(text for _, text in self._first) + (f"; and {more} more" if more > 0 else "")
        cells = "1 place does" if self.count == 1 else f"{self.count} places do"
        raise SourceError("filedrop", f"{cells} not fit: {told}", self.place, remedy)
