"""Makes ``home_d5da096.tar.xz`` beside this file: a home as commit d5da096 left it, after two days of a small company.

    python -m tests.home.make_old_home

Checks out the commit into a temporary worktree, serves its own simulated company and runs its own pipeline, with the
Python that runs this. What a run makes again by itself is left out: folders of dbt and Dagster, reports, Parquet files,
and all of the warehouse but what earlier runs left in ``ops``.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

COMMIT = "d5da096"
ARCHIVE = Path(__file__).with_name(f"home_{COMMIT}.tar.xz")
SEED, SCALE = 23, 40
MAKE = f"""
import sys
from datetime import timedelta
from pathlib import Path
from ingestion.sandbox.world import DEMO_NOW
from tests.end_to_end.company import company

folder = Path(sys.argv[1])
first = DEMO_NOW - timedelta(days=2)
with company(folder, seed={SEED}, scale={SCALE}, now=first, dirt="standard") as served:
    served.publish(folder / "home", first)
    served.move_to(first + timedelta(days=1))
    served.publish(folder / "home", first + timedelta(days=1))
"""
LEFT_OUT = ("state/dbt", "state/dagster", "reports", "logs", "run.lock", "published/parquet")


def main() -> None:
    """Make the archive."""
    root = Path(__file__).parents[2]
    with TemporaryDirectory() as temporary:
        tree, made = Path(temporary) / "tree", Path(temporary) / "made"
        subprocess.run(["git", "worktree", "add", "--detach", str(tree), COMMIT], cwd=root, check=True)
        try:
            subprocess.run([sys.executable, "-c", MAKE, str(made)], cwd=tree, check=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=root, check=True)
        pack(made / "home")
    sys.stdout.write(f"{ARCHIVE}: {ARCHIVE.stat().st_size:,} bytes\n")


def pack(home: Path) -> None:
    """Write what is kept of ``home`` to the archive."""
    whole, slim = home / "warehouse.duckdb", home / "slim.duckdb"
    with duckdb.connect(str(slim)) as connection:
        connection.execute(f"attach '{whole}' as whole (read_only)")
        connection.execute("create schema ops")
        listed = "select table_name from duckdb_tables() where database_name = 'whole' and schema_name = 'ops'"
        for (table,) in connection.execute(listed).fetchall():
            connection.execute(f"create table ops.{table} as from whole.ops.{table}")
    slim.replace(whole)
    with tarfile.open(ARCHIVE, "w:xz", preset=9) as archive:
        archive.add(home, "home", filter=_kept)


def _kept(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if any(entry.name.startswith(f"home/{name}") for name in LEFT_OUT):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    main()
