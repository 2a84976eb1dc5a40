"""Publishing adverse impact apart from everything else: one file, for named people, where a setting says.

Only `fairness.adverse_impact` is written: aggregates with small cells already hidden, never an answer. The file and the
folder made for it belong to the account that runs the pipeline alone; who else may read it is for that account to say.
Nothing is written while `fairness_enabled` in `dbt_project/vars.yml` is false or no folder is named. See docs/adr/0008.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from hirehouse.base.errors import HirehouseError
from hirehouse.base.settings import Settings, project_vars
from hirehouse.publish.version_files import sync

FILE = "adverse_impact.parquet"
OWNER_ONLY = 0o600


def publish_fairness(settings: Settings) -> Path | None:
    """Replace ``<HIREHOUSE_FAIRNESS_PATH>/adverse_impact.parquet`` in one stroke; None where nothing is to be written.

    Raises ``HirehouseError`` when the folder is one that everybody reads, or the warehouse lacks the table.
    """
    folder = settings.fairness_path
    if folder is None or not project_vars().get("fairness_enabled"):
        return None
    if folder.resolve().is_relative_to(settings.published_path.resolve()):
        remedy = "set HIREHOUSE_FAIRNESS_PATH to a folder used for nothing else, for example /srv/fairness"
        raise HirehouseError("fairness may not be among the published tables", str(folder), remedy)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as partial:
        made = Path(partial) / FILE
        _copy(settings.warehouse_path, made)
        made.chmod(OWNER_ONLY)
        sync(made)
        made.replace(folder / FILE)
    sync(folder, deep=False)
    return folder / FILE


def _copy(warehouse: Path, file: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        try:
            connection.execute(
                f"copy (select * from fairness.adverse_impact order by all) to '{_quoted(file)}' (format parquet)"
            )
        except duckdb.CatalogException:
            raise HirehouseError(
                "no table fairness.adverse_impact", "the warehouse file", "run `hirehouse run --full-refresh`"
            ) from None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
