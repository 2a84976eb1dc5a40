"""Ten readers in one process: each follows the pointer again and again until told to stop, and counts what it saw."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import duckdb

from tests.companies.small import read_number

READERS = 10


def read_until(stop: Path, published: Path, seen: dict[int, int], errors: list[str]) -> None:
    """Open what the pointers lead to, over and over."""
    while not stop.exists():
        try:
            number = read_number((published / "current.duckdb").resolve(strict=True))
            seen[number] = seen.get(number, 0) + 1
            pointer = json.loads((published / "current.json").read_text())
            file = published / pointer["parquet"] / "core" / "fct_application.parquet"
            with duckdb.connect(":memory:") as connection:
                rows = connection.execute(f"select count(*), any_value(run_number) from '{file}'").fetchone()
            assert rows == (400 + int(pointer["run_id"], 16), int(pointer["run_id"], 16)), rows
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    folder, stop_file = Path(sys.argv[1]), Path(sys.argv[2])
    counted: dict[int, int] = {}
    problems: list[str] = []
    threads = [threading.Thread(target=read_until, args=(stop_file, folder, counted, problems)) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps({"seen": counted, "errors": problems[:5], "failed": len(problems)}))
