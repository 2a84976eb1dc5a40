"""The small vendor behind the tests of this folder."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Row = dict[str, Any]
Fault = Callable[[Request, int], Response | None]


class FakeVendor:
    """Rows per collection, and knobs. ``fault`` sees each list request and its running number and may answer
    instead."""

    def __init__(self) -> None:
        self.url = ""
        self.greenhouse: dict[str, list[Row]] = {}
        self.repeated: dict[str, list[Row]] = {}  # Greenhouse lists them once more, at the end of the page list
        self.gem: dict[str, list[Row]] = {}
        self.export: dict[str, list[Row]] = {}
        self.fault: Fault | None = None
        self.limit: tuple[int, float] | None = None  # calls per window, its seconds
        self.reset_style: Callable[[float, float], float] = lambda ends, now: ends
        self.calls: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.tokens = 0
        self.answered_at: list[float] = []
        self._window: tuple[int, int] = (0, 0)

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/greenhouse/token", self._token, methods=["POST"]),
                Route("/greenhouse/v3/{name}", self._greenhouse),
                Route("/gem/v0/data_export", self._data_export),
                Route("/gem/v0/files/{name}", self._file),
                Route("/gem/v0/{name}", self._gem),
            ]
        )

    async def _token(self, request: Request) -> Response:
        said = base64.b64decode(request.headers["authorization"].split()[1]).decode()
        if said != "client-one:hush-hush":
            return JSONResponse({"error": "invalid_client"}, 401)
        self.tokens += 1
        return JSONResponse({"access_token": f"token-{self.tokens}", "expires_in": 3600})

    async def _greenhouse(self, request: Request) -> Response:
        headers, refused = self._allowance()
        response = refused or self._faulty(request)
        if response is None and request.headers.get("authorization") != f"Bearer token-{self.tokens}":
            response = JSONResponse({"errors": ["revoked"]}, 401)
        response = response or self._list(request)
        response.headers.update(headers)
        return self._noted(request, response)

    def _list(self, request: Request) -> Response:
        name, params = request.path_params["name"], dict(request.query_params)
        rows = sorted(self.greenhouse.get(name, []), key=lambda row: -(row["id"] or 0))
        if "cursor" in params:
            if len(params) > 1:
                return JSONResponse({"errors": ["When passing a cursor, do not include other query params."]}, 422)
            state = json.loads(base64.urlsafe_b64decode(params["cursor"]))
        else:
            state = {
                "after": None,
                "size": int(params.get("per_page", 100)),
                "updated_at": params.get("updated_at", ""),
            }
        parts = state["updated_at"].split("|")
        for word, text in zip(parts[::2], parts[1::2], strict=False):
            at = datetime.fromisoformat(text)
            rows = [row for row in rows if _compare(word, datetime.fromisoformat(row["updated_at"]), at)]
        rows = [row for row in rows if state["after"] is None or row["id"] < state["after"]]
        page, rest = rows[: state["size"]], rows[state["size"] :]
        body = page if rest else page + self.repeated.get(name, [])
        response = Response(json.dumps(body), media_type="application/json")
        if rest:
            cursor = base64.urlsafe_b64encode(json.dumps({**state, "after": page[-1]["id"]}).encode()).decode()
            response.headers["Link"] = f'<{self.url}/greenhouse/v3/{name}?cursor={cursor}>; rel="next"'
        return response

    async def _gem(self, request: Request) -> Response:
        if request.headers.get("x-api-key") != "key-key-key":
            return self._noted(request, JSONResponse({"message": "bad key"}, 401))
        response = self._faulty(request)
        return self._noted(request, response or self._numbered(request))

    def _numbered(self, request: Request) -> Response:
        name, params = request.path_params["name"], request.query_params
        rows = list(self.gem.get(name, []))
        if "project_id" in params:
            rows = [row for row in rows if row["project_id"] == params["project_id"]]
        for parameter, column, sign in (
            ("created_after", "created_at", 1),
            ("created_before", "created_at", -1),
            ("updated_after", "last_updated_at", 1),
            ("updated_before", "last_updated_at", -1),
            ("changed_after", "timestamp", 1),
            ("changed_before", "timestamp", -1),
        ):
            if parameter in params and name != "users":
                bound = int(params[parameter])
                rows = [row for row in rows if row.get(column) is not None and sign * (row[column] - bound) > 0]
        size, page = int(params.get("page_size", 20)), int(params["page"])
        last = max(1, -(-len(rows) // size))
        totals = {"total": len(rows), "total_pages": last, "last_page": last, "page": page}
        return JSONResponse(rows[(page - 1) * size : page * size], headers={"X-Pagination": json.dumps(totals)})

    async def _data_export(self, request: Request) -> Response:
        files = [{"name": f"{name}.csv", "download_url": f"{self.url}/gem/v0/files/{name}.csv"} for name in self.export]
        return self._faulty(request) or JSONResponse({"id": "e1", "created_at": 1, "files": files})

    async def _file(self, request: Request) -> Response:
        rows = self.export[request.path_params["name"].removesuffix(".csv")]
        text = io.StringIO()
        if rows:
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self._faulty(request) or Response(text.getvalue(), media_type="text/csv")

    def _allowance(self) -> tuple[dict[str, str], Response | None]:
        if self.limit is None:
            return {}, None
        calls, seconds = self.limit
        now = time.time()
        window = int(now // seconds)
        used = self._window[1] + 1 if self._window[0] == window else 1
        self._window = (window, used)
        ends = (window + 1) * seconds
        headers = {
            "X-RateLimit-Limit": str(calls),
            "X-RateLimit-Remaining": str(max(0, calls - used)),
            "X-RateLimit-Reset": str(self.reset_style(ends, now)),
        }
        if used > calls:
            headers["Retry-After"] = str(max(0.1, ends - now))
            return headers, JSONResponse({"errors": ["slow down"]}, 429)
        return headers, None

    def _faulty(self, request: Request) -> Response | None:
        return self.fault(request, len(self.calls)) if self.fault else None

    def _noted(self, request: Request, response: Response) -> Response:
        self.calls.append(f"{request.url.path}?{request.url.query}")
        self.statuses[response.status_code] += 1
        self.answered_at.append(time.monotonic())
        return response


class Reset(Response):
    """Closes the connection without an answer."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"] = {}
        raise ConnectionResetError


class Stall(Response):
    """Answers later than the client waits."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(2)
        await super().__call__(scope, receive, send)


def _compare(word: str, at: datetime, bound: datetime) -> bool:
    return {"gte": at >= bound, "lte": at <= bound, "gt": at > bound, "lt": at < bound}[word]
