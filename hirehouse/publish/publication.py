"""Write-audit-publish, the last step: copy what passed the gates to a new version and make it current in one stroke.

Everything a reader can reach goes through one symbolic link, ``published/.current``, which names a finished version.
``current.duckdb``, ``current.json`` and ``parquet/current`` lead through it, so replacing that one link (``os.replace``
is atomic) changes all three together, and a crash at any instant leaves the old version whole. What a crashed publish
left behind is swept by the next one. Readers should open the file the links lead to (``current()``), not the link:
DuckDB caches open databases by path, so a process that keeps ``current.duckdb`` open would go on seeing the old one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import manifest_path, public_tables, read_manifest
from hirehouse.base.settings import Settings
from hirehouse.build.run_identity import Identity
from hirehouse.publish.restricted import publish_fairness
from hirehouse.publish.version_files import file_digest, sync, write_version

VERSIONS = ".versions"
CURRENT = ".current"
PUBLISH_AGAIN = "run `hirehouse run` again: it publishes whole files, also of the same instant"
PARTIAL = ".partial-"


@dataclass(frozen=True)
class Publication:
    """One published version; paths are relative to ``published/``, ``as_of`` is UTC.

    Size and SHA-256 of the DuckDB file are its own: equal rows may lie in unequal files. Versions made before they were
    noted have none.
    """

    version: str
    run_id: str
    as_of: str
    database: str
    parquet: str
    row_counts: dict[str, int]
    digests: dict[str, str]
    database_size: int = field(default=0, compare=False)
    database_digest: str = field(default="", compare=False)

    @property
    def as_of_at(self) -> datetime:
        """The instant the numbers are as of."""
        return datetime.fromisoformat(self.as_of)


Progress = Callable[[str, int, int], None]


def publish(settings: Settings, run: Identity, progress: Progress | None = None) -> Publication:
    """Make this run's public tables the current version and return what was published.

    Expects the gates to have passed and the run lock to be held. A replay that gives the same bytes keeps its version
    name; one that differs (other code cannot: it has another ``run_id``) gets a new name next to the old. Adverse
    impact is no public table: ``publish_fairness`` writes it apart, for those who turned it on.
    """
    root = settings.published_path
    (root / VERSIONS).mkdir(parents=True, exist_ok=True)
    (root / "parquet").mkdir(exist_ok=True)
    sweep(root)
    tables = public_tables(read_manifest(manifest_path(settings)))
    partial = root / f"{PARTIAL}{run.version}"
    partial.mkdir()
    counts = write_version(settings.warehouse_path, tables, partial, progress)
    digests = _digests(partial / "parquet", counts)
    described = _describe(run, _version_name(root, run, digests), counts, digests)
    publication = _settle(settings, partial, _with_database(described, partial / "hirehouse.duckdb"))
    _point(root, publication.version)
    _forget_old(root, settings.keep_versions)
    publish_fairness(settings)
    return publication


def current(settings: Settings) -> Path:
    """The version-named DuckDB file that is current; raises ``HirehouseError`` when nothing is published or it is
    broken."""
    publication = current_publication(settings)
    if publication is None:
        where, remedy = str(settings.published_path), "run `hirehouse run` or `make demo` first"
        raise HirehouseError("nothing has been published yet", where, remedy)
    return settings.published_path / publication.database


def current_publication(settings: Settings) -> Publication | None:
    """What is published now, or None; raises ``HirehouseError`` when it is there and broken."""
    while True:
        version = current_version(settings)
        try:
            return _described(settings.published_path, version) if version else None
        except HirehouseError:
            if current_version(settings) == version:
                raise  # else it was swept while it was looked at: another one is current by now


def current_version(settings: Settings) -> str | None:
    """The name of the version that the link leads to, or None; whether it is whole is not looked at."""
    link = settings.published_path / CURRENT
    return link.readlink().name if link.exists() else None


def _described(root: Path, version: str) -> Publication:
    path = root / VERSIONS / version / "publication.json"
    publication = _read(path)
    if publication is None:
        raise HirehouseError("what is published is not known: its description is broken", str(path), PUBLISH_AGAIN)
    database = root / publication.database
    size = database.stat().st_size if database.exists() else None
    if size is None or (publication.database_size and size != publication.database_size):
        what = "is missing" if size is None else "is cut, or not what was published"
        raise HirehouseError(f"the published file {what}", str(database), PUBLISH_AGAIN)
    return publication


def publications(settings: Settings) -> list[Publication]:
    """Every version that is kept, oldest first."""
    folder = settings.published_path / VERSIONS
    found = [_read(entry / "publication.json") for entry in sorted(folder.iterdir())] if folder.is_dir() else []
    return [publication for publication in found if publication is not None]


def is_whole(settings: Settings, publication: Publication) -> bool:
    """Whether every file of a version is byte for byte what was published."""
    parquet = settings.published_path / publication.parquet
    return _has_database(settings, publication) and publication.digests == _digests(parquet, publication.digests)


def whole_publications(settings: Settings) -> list[Publication]:
    """The versions whose DuckDB file is what was published, oldest first: a run reads no others."""
    return [publication for publication in publications(settings) if _has_database(settings, publication)]


def _has_database(settings: Settings, publication: Publication) -> bool:
    """Whether the DuckDB file is there and, where its digest was noted, is what was published."""
    database = settings.published_path / publication.database
    return database.exists() and publication.database_digest in ("", file_digest(database))


def sweep(root: Path) -> list[Path]:
    """Remove what crashed publishes left: partial folders and files of versions that were never finished."""
    finished = {entry.name for entry in (root / VERSIONS).iterdir() if (entry / "publication.json").exists()}
    leftovers = [path for path in root.iterdir() if path.name.startswith(PARTIAL)]
    leftovers += [path for path in root.glob("hirehouse-*.duckdb*") if _version_of(path) not in finished]
    leftovers += [path for path in (root / "parquet").iterdir() if path.name not in finished | {"current"}]
    leftovers += [path for path in (root / VERSIONS).iterdir() if path.name not in finished]
    for path in leftovers:
        _remove(path)
    return leftovers


def _describe(run: Identity, version: str, counts: dict[str, int], digests: dict[str, str]) -> Publication:
    return Publication(
        version=version,
        run_id=run.run_id,
        as_of=run.as_of.isoformat(),
        database=f"hirehouse-{version}.duckdb",
        parquet=f"parquet/{version}",
        row_counts=counts,
        digests=digests,
    )


def _version_name(root: Path, run: Identity, digests: dict[str, str]) -> str:
    """The run's version name, with a number behind it while that name is taken by other bytes."""
    name, attempt = run.version, 1
    while True:
        taken = _read(root / VERSIONS / name / "publication.json")
        if taken is None or taken.digests == digests:
            return name
        attempt += 1
        name = f"{run.version}-{attempt}"


def _digests(folder: Path, tables: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each table's Parquet file, empty where it is missing."""
    files = {name: folder / f"{name.replace('.', '/')}.parquet" for name in tables}
    return {name: file_digest(file) if file.exists() else "" for name, file in files.items()}


def _with_database(publication: Publication, database: Path) -> Publication:
    return replace(publication, database_size=database.stat().st_size, database_digest=file_digest(database))


def _settle(settings: Settings, partial: Path, publication: Publication) -> Publication:
    """Move the finished files to their final names; the version counts as finished when its folder appears last.

    A version that is there already stays, unless its files are not what was published.
    """
    root = settings.published_path
    folder = root / VERSIONS / publication.version
    if folder.exists():
        earlier = _read(folder / "publication.json")
        if earlier is not None and is_whole(settings, earlier):
            _remove(partial)
            return earlier
        for broken in (folder, root / publication.parquet):
            _remove(broken)
    entry = partial / "version"
    entry.mkdir()
    (entry / "publication.json").write_text(json.dumps(asdict(publication), indent=2, sort_keys=True) + "\n")
    (entry / "hirehouse.duckdb").symlink_to(f"../../{publication.database}")
    (entry / "parquet").symlink_to(f"../../{publication.parquet}")
    sync(partial)
    (partial / "hirehouse.duckdb").replace(root / publication.database)
    (partial / "parquet").replace(root / publication.parquet)
    sync(root / "parquet", deep=False)
    sync(root, deep=False)
    entry.replace(folder)
    sync(root / VERSIONS, deep=False)
    _remove(partial)
    return publication


def _point(root: Path, version: str) -> None:
    """Make ``version`` current: one atomic replacement of one link."""
    for name, target in (
        ("current.duckdb", f"{CURRENT}/hirehouse.duckdb"),
        ("current.json", f"{CURRENT}/publication.json"),
        ("parquet/current", f"../{CURRENT}/parquet"),
    ):
        link = root / name
        if not link.is_symlink() or link.readlink() != Path(target):
            _link(link, target)
    _link(root / CURRENT, f"{VERSIONS}/{version}")
    sync(root, deep=False)


def _link(path: Path, target: str) -> None:
    temporary = path.with_name(f"{PARTIAL}{path.name}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(path)


def _forget_old(root: Path, keep: int) -> None:
    """Remove all but the newest ``keep`` versions, never the current one.

    A reader that still has an old file open keeps reading it: the operating system frees it when the reader closes.
    """
    now = (root / CURRENT).resolve().name
    entries = sorted((root / VERSIONS).iterdir(), key=lambda entry: (entry.stat().st_mtime_ns, entry.name))
    others = [entry for entry in entries if entry.name != now]
    for entry in others[: max(0, len(entries) - keep)]:
        _remove(entry)
        _remove(root / f"hirehouse-{entry.name}.duckdb")
        _remove(root / "parquet" / entry.name)


def _read(path: Path) -> Publication | None:
    try:
        return Publication(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _version_of(database: Path) -> str:
    return database.name.removeprefix("hirehouse-").split(".duckdb")[0]


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
