"""A sheet's header: which column means what, and all that is wrong with it in one error."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.sources.filedrop.endpoints import Entity
from hirehouse.ingestion.sources.filedrop.mapping import Mapping, beside
from hirehouse.ingestion.sources.filedrop.sheets import Sheet


def name_in_file(sheet: Sheet, at: int) -> str:
    """A column's name as a mapping and an error say it; ``column 7`` where the header has none."""
    return sheet.header[at] or f"column {at + 1}"


def canonical_columns(sheet: Sheet, entity: Entity, mapping: Mapping) -> dict[str, int]:
    """Canonical name -> column of the sheet. Raises SourceError telling all that is wrong with the header."""
    wrong: list[str] = []
    sources: dict[str, int] = {}
    unknown: list[str] = []
    for at, name in enumerate(sheet.header):
        said = name_in_file(sheet, at)
        canonical = mapping.columns.get(said) or (name if name in entity.columns else None)
        if said in mapping.ignore:
            continue
        if canonical is None and not name:
            if _has_values(sheet, at):
                wrong.append(f"{said} has values and no name")
        elif canonical is None:
            unknown.append(name)
        elif canonical in sources:
            wrong.append(f"two columns mean {canonical}")
        else:
            sources[canonical] = at
    if unknown and not sources and not sheet.place.endswith((".jsonl", ".parquet")):
        # Where no name is known it is no header but a row of data, perhaps a person's, and stays out of the error.
        wrong = [f"none of the {len(sheet.header)} cells is the name of a column; it may be a title or a row of data"]
    elif unknown:
        wrong.append(f"column {', '.join(map(repr, unknown))} is unknown")
    absent = sorted(entity.required - sources.keys() - mapping.constants.keys())
    # JSON lines without a line have no rows; every other kind names its columns even then.
    if absent and (sheet.header or not sheet.place.endswith(".jsonl") or len(sheet.numbers)):
        wrong.append(f"column {', '.join(absent)} is missing")
    if wrong:
        raise SourceError(
            "filedrop",
            f"{'; '.join(wrong)}: expected columns are {', '.join(entity.columns)}",
            f"{sheet.place}, row {mapping.header_row}",
            f"correct the header, or say in {beside(entity)}: columns (what a name means), ignore (a name, or "
            f"column 7 for one without), constants (a value for all rows), header_row (where the header is), "
            f"sheets (which of a workbook to read)",
        )
    return sources


def _has_values(sheet: Sheet, at: int) -> bool:
    column = sheet.columns[at]
    if isinstance(column, (pa.Array, pa.ChunkedArray)):
        return bool(pc.any(pc.not_equal(column.cast(pa.string()), "")).as_py())
    return bool(sheet.unread.get(at)) or any(cell not in (None, "") for cell in column)
