"""A uvicorn connection that a handler can break on purpose, so that clients meet real resets and not tidy errors."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_STATE_KEY = "sandbox_transport"


class BreakableConnection(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it; the request's state also carries the connection it came on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the transport in this connection's own copy of the application state."""
        self.app_state = {**self.app_state, _STATE_KEY: transport}
        super().connection_made(transport)


class ConnectionBroken(Exception):
    """Raised after a connection was broken on purpose: nobody is left to answer."""


def reset_connection(request: Request) -> None:
    """Send a TCP reset: the client sees the connection die before any answer."""
    transport = _transport(request)
    if transport is None:
        raise ConnectionBroken
    raw: Any = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _transport(request: Request) -> asyncio.Transport | None:
    return request.scope.get("state", {}).get(_STATE_KEY)
