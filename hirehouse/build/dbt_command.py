"""How this project's dbt is called: its program, folders, variables, manifest and code version.

dbt runs in the home and writes inside it, so that two homes never write over each other's partial parse. Variables,
profile and paths are the same for every home, so that no call has to parse the project again: what one home has parsed,
the next one takes from ``PARSED``.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import manifest_path, target_path
from hirehouse.base.settings import DBT_PROJECT_DIR, PROJECT_ROOT, Settings, environment
from hirehouse.base.staging import delivered
from hirehouse.ingestion import registry

THREADS = 2
# What decides the shape of incremental tables; seeds are data and may change daily.
CODE = ("models", "macros", "dbt_project.yml", "vars.yml", "profiles.yml")
PROJECT = (*CODE, "seeds", "tests", "analyses", "snapshots")
SUFFIXES = {".sql", ".yml", ".csv", ".py", ".md"}
# Parsed projects by fingerprint, for homes that have none yet; safe to delete.
PARSED = PROJECT_ROOT / ".cache" / "dbt"
ARTIFACTS = ("manifest.json", "semantic_manifest.json", "partial_parse.msgpack")
KEEP_PARSED = 4
NAMED = 3
PYTHON_ROOMS = ("hirehouse", "ingestion", "expectations")


def executable() -> str:
    """The dbt program of the Python that runs us, whatever PATH says."""
    program = Path(sys.executable).parent / "dbt"
    if not program.exists():
        remedy = "run `make install`, or start hirehouse with the Python dbt-core is installed for"
        raise HirehouseError("dbt is not installed with this Python", str(program), remedy)
    return str(program)


def arguments(settings: Settings, *command: str, project: Path | None = None) -> list[str]:
    """The full command line of one dbt call; ``command`` starts with dbt's subcommand.

    ``project`` is a copy of the project (:func:`snapshot`), None for the project itself.
    """
    folder = str(project or DBT_PROJECT_DIR)
    return [
        executable(),
        "--no-use-colors",
        *command,
        "--target",
        settings.target,
        "--project-dir",
        folder,
        "--profiles-dir",
        folder,
        "--vars",
        json.dumps(variables(settings, project)),
    ]


def variables(settings: Settings, project: Path | None = None) -> dict[str, Any]:
    """What dbt is told of this installation: its systems, which of them are the home's own, and what each delivers.

    ``project`` as in :func:`arguments`.
    """
    return {
        "systems": list(systems(settings)),
        "own_systems": own_systems(),
        "delivered": delivered(project or DBT_PROJECT_DIR),
    }


def systems(settings: Settings) -> tuple[str, ...]:
    """The connectors this installation uses, in alphabetical order: those asked for, and always the home's own."""
    found, own = sorted(registry.connectors()), own_systems()
    return tuple(name for name in found if settings.connectors is None or name in settings.connectors or name in own)


def own_systems() -> list[str]:
    """The connectors that read the home's own files, in alphabetical order."""
    return sorted(name for name, found in registry.connectors().items() if found.is_own)


def dbt_environment(settings: Settings, **changes: str) -> dict[str, str]:
    """The environment of one dbt call."""
    return environment(
        DBT_TARGET_PATH=str(target_path(settings)),
        DBT_LOG_PATH=str(settings.logs_path / "dbt"),
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        DBT_PARTIAL_PARSE="true",
        DO_NOT_TRACK="1",
        PYTHONUNBUFFERED="1",
        **changes,
    )


def call(settings: Settings, *command: str, fail: bool = True) -> subprocess.CompletedProcess[str]:
    """Run one dbt command to its end; raises ``HirehouseError`` with dbt's own words unless ``fail`` is false."""
    prepare_folders(settings)
    done = subprocess.run(
        arguments(settings, *command),
        env=dbt_environment(settings),
        cwd=settings.home,
        capture_output=True,
        text=True,
        check=False,
    )
    if fail and done.returncode != 0:
        log = settings.logs_path / "dbt" / "dbt.log"
        raise HirehouseError(
            f"dbt {command[0]} failed: {_last_words(done.stdout)}", "dbt_project/", f"details in {log}"
        )
    return done


def prepare_folders(settings: Settings) -> None:
    """Make the folders dbt writes to."""
    target_path(settings).mkdir(parents=True, exist_ok=True)
    (settings.logs_path / "dbt").mkdir(parents=True, exist_ok=True)


def ensure_manifest(settings: Settings) -> Path:
    """The manifest's path, built first when it is missing or any project file or the set of systems has changed.

    Who asks while another process builds it waits for that one: two would write over each other's file.
    """
    path, fingerprint = manifest_path(settings), fingerprint_of(settings)
    if _is_made(path, fingerprint):
        return path
    prepare_folders(settings)
    with path.with_name("manifest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_made(path, fingerprint):
            if not _take_parsed(path.parent, fingerprint):
                call(settings, "parse")
                _keep_parsed(path.parent, fingerprint)
            _mark(path).write_text(f"{fingerprint} {_size(path)}")
    return path


def _is_made(manifest: Path, fingerprint: str) -> bool:
    """Whether the manifest is of the project as it is now, and whole."""
    mark = _mark(manifest)
    return mark.exists() and mark.read_text() == f"{fingerprint} {_size(manifest)}"


def _mark(manifest: Path) -> Path:
    return manifest.with_name("manifest.fingerprint")


def _size(path: Path) -> int:
    """Bytes of a file, 0 where there is none: a manifest that was cut is not the one that was written."""
    return path.stat().st_size if path.exists() else 0


def fingerprint_of(settings: Settings) -> str:
    """Digest of everything the manifest depends on: project files, connectors, target."""
    names = ",".join(sorted(registry.connectors()))
    context = f"{settings.target}|{settings.connectors}|{names}"
    return _digest(_project_files(DBT_PROJECT_DIR, PROJECT), context)


def _take_parsed(target: Path, fingerprint: str) -> bool:
    """Copy what another home has parsed of the same project; whether there was something."""
    try:
        for name in ARTIFACTS:
            shutil.copyfile(PARSED / fingerprint / name, target / name)
    except FileNotFoundError:
        return False
    return True


def _keep_parsed(target: Path, fingerprint: str) -> None:
    """Store the parse results in the shared cache, atomically. If that fails, the next home parses again."""
    with suppress(OSError):
        PARSED.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=PARSED))
        for name in ARTIFACTS:
            shutil.copyfile(target / name, made / name)
        with suppress(OSError):  # another process was faster
            made.rename(PARSED / fingerprint)
        shutil.rmtree(made, ignore_errors=True)
        for old in sorted(PARSED.iterdir(), key=lambda each: each.stat().st_mtime)[:-KEEP_PARSED]:
            shutil.rmtree(old, ignore_errors=True)


def incremental_version(settings: Settings, project: Path | None = None) -> str:
    """Digest of the code that shapes incremental tables; when it changes they are rebuilt.

    ``project`` as in :func:`arguments`.
    """
    return _digest(_project_files(project or DBT_PROJECT_DIR, CODE), str(settings.connectors))


def code_version(project: Path | None = None) -> str:
    """Digest of the code and mappings that turn observations into numbers; ``project`` as in :func:`arguments`."""
    python = {name: path for room in PYTHON_ROOMS for name, path in _files(PROJECT_ROOT / room, PROJECT_ROOT)}
    return _digest(python | _project_files(project or DBT_PROJECT_DIR, PROJECT), "")[:12]


def snapshot(settings: Settings) -> Path:
    """Copy the project to where one run builds from, so that what is edited meanwhile is of the next run.

    Replaces the copy of the run before. The run lock must be held.
    """
    folder = settings.state_path / "project"
    shutil.rmtree(folder, ignore_errors=True)
    for name, path in _project_files(DBT_PROJECT_DIR, PROJECT).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def refuse_removed(manifest: Mapping[str, Any], project: Path) -> None:
    """Raise ``HirehouseError`` when the copy a run builds from lacks a model or seed of the manifest it is planned by.

    It was removed meanwhile, and its table would be published as an earlier run left it. One that was added is built,
    and published by the next run, which knows of it.
    """
    nodes = (node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed"))
    gone = sorted(node["name"] for node in nodes if not (project / node["original_file_path"]).is_file())
    if gone:
        named = ", ".join(gone[:NAMED]) + (f" and {len(gone) - NAMED} more" if len(gone) > NAMED else "")
        raise HirehouseError(
            f"the project was changed while data was loaded: {named} is not there any more",
            str(DBT_PROJECT_DIR),
            "run `hirehouse run` again, which plans by the project as it is now; in Dagster reload the code location "
            "first",
        )


def _project_files(project: Path, names: Iterable[str]) -> dict[str, Path]:
    return {inner: path for name in names for inner, path in _files(project / name, project)}


def _files(root: Path, base: Path) -> Iterable[tuple[str, Path]]:
    """Name below ``base`` and path of ``root``, or of each file of the project's kinds in it."""
    found = [root] if root.is_file() else root.rglob("*")
    return ((str(p.relative_to(base)), p) for p in found if p.is_file() and p.suffix in SUFFIXES)


def _digest(files: Mapping[str, Path], context: str) -> str:
    digest = hashlib.sha256(context.encode())
    for name, path in sorted(files.items()):
        digest.update(name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _last_words(output: str) -> str:
    """dbt's own explanation: its last error with the lines that follow."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    starts = [number for number, line in enumerate(lines) if "Error" in line or "[WARNING]" in line]
    words = lines[starts[-1] : starts[-1] + 3] if starts else lines[-1:]
    return " ".join(words)[:400] or "no output"
