"""The web server of the pages: Streamlit's own, with a shell that knows where it is and lets nothing in from elsewhere.

Streamlit's shell finds out where its server is by asking, and on an address like ``/funnel`` the first answer is a 404
in the browser's console; ours tells it. The content security policy makes "no request leaves this machine" something
the browser enforces and not only something we mean.
"""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.starlette import App

from hirehouse.dashboard.app import PAGES

APP = Path(__file__).parent / "app.py"
SHELL = Path(streamlit.__file__).parent / "static" / "index.html"
WHERE = "<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin}</script>"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'"
)


class Shell:
    """Answers the address of every page with the shell, and leaves everything else to Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        text = SHELL.read_text(encoding="utf-8").replace("<title>Streamlit</title>", f"<title>hirehouse</title>{WHERE}")
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Referrer-Policy": "no-referrer"}
        self._app, self._shell = app, HTMLResponse(text, headers=headers)
        self._paths = {"/", *(f"/{path}" for _, _, path in PAGES)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        is_page = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in self._paths
        await (self._shell if is_page else self._app)(scope, receive, send)


def build_server() -> App:
    """The application, to be served by any ASGI server."""
    return App(str(APP), middleware=[Middleware(Shell)])
