"""What each system delivers of the contract: the files of its staging folder."""

from __future__ import annotations

from pathlib import Path


def delivered(project: Path) -> dict[str, list[str]]:
    """System -> the entities it delivers, both in alphabetical order; ``project`` is a dbt project's folder.

    An entity is delivered where the folder has ``stg_<system>__<entity>.sql``; a project without staging delivers
    nothing. dbt resolves references while it parses,
    when no model knows which others there are: so it is told.
    """
    folders = sorted(path for path in (project / "models" / "staging").glob("*") if path.is_dir())
    return {folder.name: _entities(folder, f"stg_{folder.name}__") for folder in folders}


def _entities(folder: Path, prefix: str) -> list[str]:
    return sorted(path.stem.removeprefix(prefix) for path in folder.rglob(f"{prefix}*.sql"))
