"""One forecast of a finished warehouse, timed: ``python -m benchmarks.foretell WAREHOUSE`` prints JSON.

CPU seconds of reading the history and of foretelling it, on whatever cores numpy takes: of one forecast, without the
past quarter ends a run foretells beside it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from hirehouse.build.warehouse import open_warehouse
from hirehouse.forecast.model import forecast
from hirehouse.forecast.read import read_history


def main(warehouse: str) -> None:
    """Read, foretell, tell."""
    with open_warehouse(Path(warehouse), read_only=True) as connection:
        started = time.process_time()
        history, _ = read_history(connection)
    read = time.process_time()
    made = forecast(history)
    told = {
        "functions": len(made.functions),
        "visits": len(history.visits.stage),
        "read": read - started,
        "foretell": time.process_time() - read,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
