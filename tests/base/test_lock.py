"""One run at a time on one home, and a killed run leaves no lock behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hirehouse.base.errors import HomeBusyError
from hirehouse.base.lock import run_lock

HOLD = """
import sys, time
from pathlib import Path
from hirehouse.base.lock import run_lock
with run_lock(Path(sys.argv[1]), "hirehouse run"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_who_holds_the_home(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(HomeBusyError) as caught, run_lock(tmp_path):
            pass
        assert caught.value.lines() == [
            f"another run is working on this home (hirehouse run, process {holder.pid})",
            f"  where:  {tmp_path}",
            "  remedy: wait for it to finish, or use another home with --home DIR",
        ]
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
    with run_lock(tmp_path), run_lock(tmp_path):
        pass
