"""Runs the sandbox on a loopback port: in the foreground for the command line, in a thread for tests."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from hirehouse.sandbox.http.connection import BreakableConnection
from hirehouse.sandbox.server import sandbox_settings

LOOPBACK = "127.0.0.1"


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready, and leaves signal handling alone outside the main thread."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def listen(app: Starlette, *, port: int, port_file: Path | None = None, print_settings: bool = False) -> None:
    """Serve ``app`` on loopback until interrupted; port 0 takes a free one.

    Prints one JSON line ``{"port": ..., "base_url": ...}`` once it answers, and writes the same line to ``port_file``;
    ``print_settings`` adds one ``NAME=value`` line per connector setting. Raises OSError when the port is taken.
    """
    with _bound(port) as bound:
        chosen = int(bound.getsockname()[1])
        base_url = f"http://{LOOPBACK}:{chosen}"

        def announce() -> None:
            line = json.dumps({"port": chosen, "base_url": base_url})
            settings = sandbox_settings(app, base_url) if print_settings else {}
            sys.stdout.write("\n".join([line, *(f"{name}={value}" for name, value in settings.items())]) + "\n")
            sys.stdout.flush()
            if port_file is not None:
                unfinished = port_file.with_name(port_file.name + ".part")
                unfinished.write_text(line + "\n", encoding="utf-8")
                unfinished.replace(port_file)

        _Server(_config(app), announce).run(sockets=[bound])


@contextlib.contextmanager
def running(app: Starlette) -> Iterator[str]:
    """Serve ``app`` on a free loopback port from a thread; yields the base URL and stops the server afterwards."""
    ready = threading.Event()
    with _bound(0) as bound:
        server = _Server(_config(app), ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, name="sandbox", daemon=True)
        thread.start()
        try:
            while not ready.wait(0.05):
                if not thread.is_alive():
                    raise RuntimeError("the sandbox stopped before it answered")
            yield f"http://{LOOPBACK}:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except OSError as error:
        bound.close()
        raise OSError(
            error.errno, f"port {port} on {LOOPBACK} is taken; choose another, or 0 for a free one"
        ) from error
    return bound


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=BreakableConnection,
        ws="none",
        access_log=False,
        log_level="error",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=30,
    )
