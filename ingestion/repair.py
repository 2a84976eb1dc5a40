"""Taking a load out of the log, and putting right what can be put right without asking the source again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from glob import escape
from pathlib import Path

import duckdb

from hirehouse.ingestion import load_manifest, observation_log
from hirehouse.ingestion.deletions import digest_of
from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.guard import CHANGED, CUT, DOUBLED, FOREIGN, FUTURE, MISSING, UNNOTED, Damage, inspect
from hirehouse.ingestion.load_manifest import LoadNote
from hirehouse.ingestion.registry import connectors


def adopt(raw_path: Path, system: str) -> int:
    """Note every completed load that has no note, as it is: a log made before loads were noted.

    What packages left that were never completed is noted as such, and swept by the next load. A load with a file that
    cannot be read gets no note, which every check then tells. Returns how many were noted.
    """
    base, noted = raw_path / observation_log.dataset(system), load_manifest.read(raw_path, system)
    completed = observation_log.completed_load_ids(raw_path, system)
    files: dict[str, list[Path]] = {load_id: [] for load_id in completed}
    for path in sorted(base.glob("[!_]*/*.parquet")):
        files.setdefault(observation_log.load_id_of(path), []).append(path)
    count = 0
    for load_id, paths in sorted(files.items()):
        if load_id in noted.loads:
            continue
        jobs = ((path.parent.name, path.name.split(".")[2], path) for path in paths)
        try:
            load_manifest.note_package(raw_path, system, load_id, jobs)
            if load_id in completed:
                load_manifest.complete(raw_path, system, load_id)
        except (OSError, ValueError, KeyError):
            (load_manifest.folder(raw_path, system) / f"{load_id}.json").unlink(missing_ok=True)
            continue
        count += 1
    return count


def forget(raw_path: Path, system: str, load_id: str) -> list[str]:
    """Take a load and the reconciliation that followed it out of the log; returns the ids taken out.

    Observations of it that a compaction merged with others' go as well. The next load lists every record, so what the
    source still shows comes back. Raises ``SourceError`` when the log has no such load.
    """
    noted, base = load_manifest.read(raw_path, system), raw_path / observation_log.dataset(system)
    known = set(noted.loads) | observation_log.completed_load_ids(raw_path, system)
    known |= {observation_log.load_id_of(path) for path in base.glob("[!_]*/*.parquet")} | {
        path.stem for path in noted.unreadable
    }
    if load_id not in known:
        remedy = "`hirehouse log verify` names the loads that are not as they should be"
        raise SourceError(system, f"the log has no load {load_id}", str(base), remedy)
    ids = [load_id, *_reconciliations_of(noted.loads, load_id)]
    load_manifest.ask_again(raw_path, system, _marked_as_deleted(raw_path, system, ids))
    _rewrite_merged(raw_path, system, ids)
    for each in ids:
        for path in (base / observation_log.LOADS_TABLE).glob(f"*__{escape(each)}.jsonl"):
            path.unlink()
        for path in [
            *base.glob(f"[!_]*/{escape(each)}.*parquet"),
            *(base / "_dlt_pipeline_state").glob(f"*__{escape(each)}__*.jsonl"),
        ]:
            path.unlink()
        (load_manifest.folder(raw_path, system) / f"{each}.json").unlink(missing_ok=True)
        _drop_from_compacted(raw_path, system, each)
    return ids


def repair(raw_path: Path, system: str, now: datetime, set_aside: Path) -> list[str]:
    """Make the log what its notes say again, and forget the loads of which something is lost; says what was done.

    What no load wrote is moved to ``set_aside``. A mark is written again from the note. A load with a file that is
    missing or not its own is forgotten, and the next load lists every record.
    """
    done = []
    noted = load_manifest.read(raw_path, system)
    lost_all = any(path.stem == load_manifest.COMPACTED for path in noted.unreadable) or not noted.loads
    if lost_all and observation_log.completed_load_ids(raw_path, system):
        for path in noted.unreadable:
            path.unlink()
        done.append(f"{system}: noted {adopt(raw_path, system)} loads as they lie there; their own notes were lost")
        noted = load_manifest.read(raw_path, system)
    found, _ = inspect(raw_path, system, now, thorough=True)
    for damage in found:
        if damage.kind in (FOREIGN, DOUBLED):
            done.append(_move_away(damage, set_aside / observation_log.dataset(system)))
    for damage in found:
        if damage.is_mark and damage.kind in (MISSING, CUT, CHANGED):
            done.append(_write_mark_again(raw_path, system, noted.loads[damage.load_id], damage))
    lost = (d for d in found if d.kind in (UNNOTED, FUTURE) or (not d.is_mark and d.kind in (MISSING, CUT, CHANGED)))
    forgotten: set[str] = set()
    for load_id in dict.fromkeys(damage.load_id for damage in lost):
        if load_id not in forgotten:
            ids = forget(raw_path, system, load_id)
            forgotten.update(ids)
            done.append(f"{system}: forgot load {', '.join(ids)}; the next load lists every record")
    return done


def _move_away(damage: Damage, folder: Path) -> str:
    target = folder / damage.path.parent.name / damage.path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(damage.path, target)
    return f"{damage.text}: moved to {target}"


def _write_mark_again(raw_path: Path, system: str, note: LoadNote, damage: Damage) -> str:
    """dlt's mark comes from the note. Its state and schema it writes again with the next load, which looks at all."""
    if damage.path.parent.name == observation_log.LOADS_TABLE:
        damage.path.parent.mkdir(parents=True, exist_ok=True)
        damage.path.write_text(note.mark)
        return f"{damage.text}: written again"
    damage.path.unlink(missing_ok=True)
    load_manifest.ask_again(raw_path, system)
    name = damage.path.relative_to(raw_path / observation_log.dataset(system)).as_posix()
    _change(raw_path, system, lambda each: replace(each, marks={k: v for k, v in each.marks.items() if k != name}))
    return f"{damage.text}: removed; the next load lists every record and writes it again"


def _reconciliations_of(loads: dict[str, LoadNote], load_id: str) -> list[str]:
    """The reconciliation that followed a load: the next package, if it is one of the same instant."""
    later = sorted(
        (each for each in loads.values() if float(each.load_id) > float(load_id)), key=lambda n: float(n.load_id)
    )
    own = loads.get(load_id)
    if own is None or not later or later[0].kind != "reconciliation" or later[0].observed_at != own.observed_at:
        return []
    return [later[0].load_id]


def _marked_as_deleted(raw_path: Path, system: str, ids: list[str]) -> dict[str, set[str]]:
    """By table, digests of the records that loads marked as deleted: nobody has to wait or to say it a second time."""
    base, found = raw_path / observation_log.dataset(system), connectors().get(system)
    gone: dict[str, set[str]] = {}
    for table, spec in found.tables.items() if found else ():
        own = [path for load_id in ids for path in (base / table).glob(f"{escape(load_id)}.*parquet")]
        keys = ", ".join(f'"{name}"' for name in spec.key)
        for path in {*own, *(base / table).glob("*.compacted*.parquet")}:
            marked = "_is_deleted and list_contains(?, _dlt_load_id)"
            try:
                with duckdb.connect(":memory:") as connection:
                    connection.execute("set TimeZone = 'UTC'")
                    sql = f"select {keys} from read_parquet('{_quoted(path)}') where {marked}"
                    rows = connection.execute(sql, [ids]).to_arrow_table().to_pylist()
            except duckdb.Error:  # a file that was cut may be why its load is forgotten
                continue
            gone.setdefault(table, set()).update(digest_of(row) for row in rows)
    return gone


def _rewrite_merged(raw_path: Path, system: str, ids: Iterable[str]) -> None:
    """Write compacted files that hold observations of ``ids`` again without them."""
    base, gone = raw_path / observation_log.dataset(system), list(ids)
    for path in sorted(base.glob("[!_]*/*.compacted*.parquet")):
        unfinished = path.with_name(f".{path.name}.rewritten")
        source = f"read_parquet('{_quoted(path)}')"
        try:
            with duckdb.connect(":memory:") as connection:
                connection.execute("set TimeZone = 'UTC'")
                held = {row[0] for row in connection.execute(f"select distinct _dlt_load_id from {source}").fetchall()}
                left = held - set(gone)
                if held == left or not left:
                    continue
                names = ", ".join(f"'{each}'" for each in gone)
                connection.execute(
                    f"copy (from {source} where _dlt_load_id not in ({names})) to '{_quoted(unfinished)}' "
                    "(format parquet, compression snappy)"
                )
        except duckdb.Error:
            continue  # nothing of it can be read: it goes with the load it belongs to
        owner = max(left, key=float) if observation_log.load_id_of(path) in gone else observation_log.load_id_of(path)
        _take_over(raw_path, system, path, unfinished, owner)


def _take_over(raw_path: Path, system: str, path: Path, unfinished: Path, owner: str) -> None:
    """Put a rewritten file in the place of the one it was made from, under a name of a load that stays."""
    base, number = raw_path / observation_log.dataset(system), 0
    while (target := path.with_name(f"{owner}.compacted{number}.parquet")).exists():
        number += 1
    old, new = (each.relative_to(base).as_posix() for each in (path, target))
    unfinished.replace(target)
    file = load_manifest.note_of(target)

    def changed(note: LoadNote) -> LoadNote:
        files = {name: kept for name, kept in note.files.items() if name != old}
        return replace(note, files=files | ({new: file} if note.load_id == owner else {}))

    _change(raw_path, system, changed)
    path.unlink()


def _drop_from_compacted(raw_path: Path, system: str, load_id: str) -> None:
    path = load_manifest.folder(raw_path, system) / f"{load_manifest.COMPACTED}.json"
    if path.exists():
        kept = [note for note in load_manifest.read_notes(path) if note.load_id != load_id]
        load_manifest.write_compacted(raw_path, system, kept, load_manifest.read(raw_path, system).replaced)


def _change(raw_path: Path, system: str, changed: Callable[[LoadNote], LoadNote]) -> None:
    """Apply ``changed`` to every note that it changes."""
    for path in sorted(load_manifest.folder(raw_path, system).glob("*.json")):
        notes = load_manifest.read_notes(path)
        after = [changed(note) for note in notes]
        if after != notes and path.stem == load_manifest.COMPACTED:
            load_manifest.write_compacted(raw_path, system, after, load_manifest.read(raw_path, system).replaced)
        elif after != notes:
            load_manifest.write(raw_path, system, after[0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
