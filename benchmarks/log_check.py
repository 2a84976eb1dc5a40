"""What comparing the log with its notes costs before a build, on a log like that of 250,000 applications.

    python -m benchmarks.log_check [DAYS]

Three systems, loaded once a day for ``DAYS`` days (900), merged weekly but for the last week. Prints CPU-seconds of the
first check, which reads every byte, and of the next, which finds every file as it was.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hirehouse.ingestion import guard, load_manifest, observation_log
from hirehouse.ingestion.load_manifest import FileNote, LoadNote

TABLES = {"ats": 25, "crm": 8, "files": 14}
FIRST_BYTES, WEEK_BYTES = 2_000_000, 20_000
STATES_KEPT = 100
START = datetime(2024, 1, 1, 6, tzinfo=UTC)


def make(raw: Path, system: str, tables: int, days: int) -> None:
    """Write a system's log: files of random bytes, dlt's marks and states, and the notes of them all."""
    base, merged = raw / observation_log.dataset(system), []
    for day in range(days):
        for kind, written in (("load", tables), ("reconciliation", 2)):
            load_id = f"{1_700_000_000 + day * 86_400 + (kind == 'reconciliation')}.{100_000 + day}"
            is_fresh = day >= days - 7
            names = [f"t{number}/{load_id}.0123abcdef.parquet" for number in range(written)]
            files = {
                name: put(base, name, WEEK_BYTES if day else FIRST_BYTES) for name in names if keeps(day, is_fresh)
            }
            text = json.dumps(
                {"load_id": load_id, "schema_name": system, "status": 0, "inserted_at": START.isoformat()}
            )
            marks = {f"_dlt_loads/{system}__{load_id}.jsonl": put(base, f"_dlt_loads/{system}__{load_id}.jsonl", text)}
            if day >= days - STATES_KEPT:
                state = f"_dlt_pipeline_state/raw_{system}__{load_id}__00.jsonl"
                marks[state] = put(base, state, 3_000)
            note = LoadNote(load_id, kind, START + timedelta(days=day), True, files, marks, text)
            load_manifest.write(raw, system, note) if is_fresh else merged.append(note)
    load_manifest.write_compacted(raw, system, merged, {})


def keeps(day: int, is_fresh: bool) -> bool:
    """Whether a day's files are there: the first load's, one merged file a week, and those of the last week."""
    return is_fresh or day % 7 == 0


def put(base: Path, name: str, content: int | str) -> FileNote:
    """Write a file of so many random bytes, or of a text; returns its note."""
    path = base / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(content) if isinstance(content, int) else content.encode())
    return FileNote(path.stat().st_size, load_manifest.digest_of(path), 10 if isinstance(content, int) else None)


def main(days: int) -> None:
    """Make the log, check it twice, print what each cost."""
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        for system, tables in TABLES.items():
            make(raw, system, tables, days)
        sizes = [path.stat().st_size for path in raw.rglob("*") if path.is_file()]
        sys.stdout.write(f"{len(sizes):,} files, {sum(sizes) / 1e6:,.0f} MB\n")
        seen: dict[str, guard.Seen] = {}
        for label in ("first check", "next check"):
            began = time.process_time()
            for system in TABLES:
                found, seen[system] = guard.inspect(raw, system, START + timedelta(days=9999), seen.get(system))
                assert not found, found[0].text
            sys.stdout.write(f"{label:<12} {time.process_time() - began:.2f} CPU-seconds\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 900)
