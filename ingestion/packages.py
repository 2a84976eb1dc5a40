"""dlt's pipeline, with a note of every package it completes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
from dlt.common.storages.load_package import ParsedLoadJobFileName

from hirehouse.ingestion import load_manifest, observation_log

_FOLDERS = ("new_jobs", "started_jobs", "completed_jobs")


class NotedPipeline(dlt.Pipeline):
    """A pipeline whose packages are noted in the log's manifest before their files are copied, and once completed.

    A package that a crash left half copied has its note already, and keeps it: its files do not change any more.
    """

    raw_path: Path
    system: str

    def load(self, *arguments: Any, **named: Any) -> Any:
        """As dlt's own, which copies the files of every normalized package and marks it as completed."""
        pending = list(self.list_normalized_load_packages())
        for load_id in pending:
            if not (load_manifest.folder(self.raw_path, self.system) / f"{load_id}.json").exists():
                load_manifest.note_package(self.raw_path, self.system, load_id, self._job_files(load_id))
        self._heal_storage()
        info = super().load(*arguments, **named)
        completed = observation_log.completed_load_ids(self.raw_path, self.system)
        for load_id in pending:
            if load_id in completed:
                load_manifest.complete(self.raw_path, self.system, load_id)
        return info

    def _heal_storage(self) -> None:
        """A process killed between dlt's making the folder and its first file in it would keep every later load from
        starting: dlt makes the folder again and finds that it exists."""
        folder = self.raw_path / observation_log.dataset(self.system)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def _job_files(self, load_id: str) -> Iterator[tuple[str, str, Path]]:
        packages = self._get_load_storage().normalized_packages
        package = Path(packages.storage.make_full_path(packages.get_package_path(load_id)))
        for path in sorted(path for name in _FOLDERS for path in (package / name).glob("*.parquet")):
            job = ParsedLoadJobFileName.parse(path.name)
            yield job.table_name, job.file_id, path


def noted_pipeline(system: str, raw_path: Path, state_path: Path) -> NotedPipeline:
    """The pipeline of a system whose log is in ``raw_path``; dlt works in ``state_path``."""
    made = dlt.pipeline(
        observation_log.dataset(system),
        pipelines_dir=str(state_path),
        destination=dlt.destinations.filesystem(bucket_url=raw_path.as_uri(), layout=observation_log.LAYOUT),
        dataset_name=observation_log.dataset(system),
        _impl_cls=NotedPipeline,
    )
    made.raw_path, made.system = raw_path, system
    return made
