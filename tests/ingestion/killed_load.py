"""A load that kills its own process (SIGKILL) at the moment named on the command line.

    python -m tests.ingestion.killed_load HOME ISO_INSTANT MOMENT CALL

``MOMENT`` is a dotted attribute that is called many times during a load; the process dies as call number ``CALL``
begins.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from hirehouse.ingestion.load import load_system


def _dies_at(moment: str, call: int) -> None:
    owner_path, name = moment.rsplit(".", 1)
    module_path, class_name = owner_path.rsplit(".", 1)
    owner = getattr(importlib.import_module(module_path), class_name)
    original: Callable[..., Any] = getattr(owner, name)
    counted = [0]

    def dying(*arguments: Any, **named: Any) -> Any:
        counted[0] += 1
        if counted[0] >= call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **named)

    setattr(owner, name, dying)


if __name__ == "__main__":
    _dies_at(sys.argv[3], int(sys.argv[4]))
    home = Path(sys.argv[1])
    load_system(
        "greenhouse",
        raw_path=home / "raw",
        state_path=home / "state",
        observed_at=datetime.fromisoformat(sys.argv[2]),
    )
