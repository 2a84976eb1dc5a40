"""Load one system once and print its report as JSON: ``python -m benchmarks.ingest SYSTEM RAW STATE INSTANT``."""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path

from hirehouse.ingestion.load import load_system


def main(system: str, raw: str, state: str, observed_at: str) -> None:
    """One load; the last line on standard output is JSON with rows, requests and seconds."""
    started = time.perf_counter()
    report = load_system(
        system, raw_path=Path(raw), state_path=Path(state), observed_at=datetime.fromisoformat(observed_at)
    )
    told = {"rows": sum(report.rows.values()), "requests": report.requests, "waited": report.waited_seconds}
    sys.stdout.write(json.dumps(told | {"seconds": time.perf_counter() - started}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
