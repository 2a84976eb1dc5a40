"""``python -m hirehouse.dashboard``: serve the pages on loopback; ``hirehouse dashboard`` starts it.

What the first visitor would wait for (imports, the first chart) is done before the server answers.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import socket
import sys

import altair as alt
import uvicorn

from hirehouse.dashboard.app import PAGES, module_of
from hirehouse.dashboard.components.charts import ROWS, text_of
from hirehouse.dashboard.server import build_server

HOST = "127.0.0.1"
PORT = 8501


def main() -> None:
    """Serve until interrupted; ``--port 0`` takes any free one, no port 8501 or the next free one."""
    parser = argparse.ArgumentParser(prog="dashboard", description=__doc__)
    parser.add_argument("--port", type=int, default=None, help="Port on loopback (default 8501, else a free one)")
    wanted = parser.parse_args().port
    port = wanted or free_port(PORT if wanted is None else 0)
    importlib.import_module("pandas")  # DuckDB and Streamlit do so at the first query
    for name, _, _ in PAGES:
        module_of(name)
    text_of([alt.Chart(ROWS).mark_bar().encode(x="a:Q")], 1, validate=True)
    server = build_server()
    gc.freeze()  # Streamlit collects garbage after every drawing: what was imported need not be looked at each time
    print(f"Dashboard: http://{HOST}:{port}  (Ctrl-C ends it)", file=sys.stderr, flush=True)  # noqa: T201 -- a program
    uvicorn.run(server, host=HOST, port=port, log_level="warning", access_log=False)


def free_port(wanted: int) -> int:
    """``wanted`` where nobody listens on it, else one the system gives."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on loopback")


if __name__ == "__main__":
    main()
