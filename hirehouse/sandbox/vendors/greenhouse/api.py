"""Greenhouse Harvest v3 about the simulated company, at ``/greenhouse/v3/<collection>`` and ``/greenhouse/token``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import parse_qsl

import duckdb
import numpy as np
import orjson
from starlette.requests import Request
from starlette.responses import Response

from hirehouse.sandbox.clock import write_instant
from hirehouse.sandbox.http.frame import Frame, Positions
from hirehouse.sandbox.http.limits import Allowance, FixedWindow, calls_per_30_seconds
from hirehouse.sandbox.http.vendor import Handler, SimulatedVendor, Surroundings, base_url
from hirehouse.sandbox.vendors.greenhouse.endpoints import ENDPOINTS
from hirehouse.sandbox.vendors.greenhouse.query import Cursor, ListQuery, ServedCollection, Unprocessable, read_query
from hirehouse.sandbox.vendors.greenhouse.tokens import MISSING_SCOPES, TOKEN_SECONDS, Token, TokenDesk, TokenRefused

DOCUMENTED_CALLS = 50
"""Per 30 seconds. 75 stands on a published page, clients in the field plan for 50: the stricter one is served."""

Walk = tuple[Positions, Positions]
"""Positions of a pass's rows and their negated ids, both ascending."""

MAX_PASSES = 32
"""Passes remembered per collection and instant; one that was forgotten is found again from its cursor."""

CURSOR_SECONDS = 3600
"""Simulated seconds a cursor lives, so that moving the clock expires the cursors of a pass under way."""


class Greenhouse(SimulatedVendor):
    """Lists only: there is no nested path and no read by id."""

    name: ClassVar[str] = "greenhouse"

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._desk = TokenDesk(around.wall_clock)
        calls = calls_per_30_seconds(around.rate_limit, DOCUMENTED_CALLS)
        self._limit = FixedWindow(calls, 30, around.wall_clock)

    def routes(self) -> dict[tuple[str, str], Handler]:
        return {
            ("POST", "/token"): self._token,
            ("GET", "/v3/{collection}"): self._list,
            ("GET", "/{path:path}"): self._nothing_there,
        }

    def credentials(self) -> dict[str, str]:
        return {"base_path": "/v3", "client_id": "sandbox", "client_secret": "sandbox"}

    def error(self, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
        return Response(orjson.dumps({"errors": [message]}), status, headers, "application/json")

    def soft_faults(self, request: Request) -> tuple[str, ...]:
        if "/v3/" not in request.url.path:
            return ()
        return ("revoked_token", "expired_cursor") if "cursor" in request.query_params else ("revoked_token",)

    def act_out(self, kind: str, request: Request) -> Response | None:
        if kind == "expired_cursor":
            return self.error(422, "The cursor has expired.")
        self._desk.revoke(request.headers.get("authorization", ""))
        return None

    async def _nothing_there(self, _: Request) -> Response:
        return self.error(404, "Not Found")

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        try:
            token = self._desk.issue(request.headers.get("authorization", ""), form)
        except TokenRefused as refused:
            return Response(orjson.dumps({"error": refused.code}), refused.status, media_type="application/json")
        expires_at = write_instant(datetime.fromtimestamp(token.expires_at, UTC))
        reply = {
            "token_type": "Bearer",
            "access_token": token.text,
            "expires_in": TOKEN_SECONDS,
            "expires_at": expires_at,
        }
        return Response(orjson.dumps(reply), media_type="application/json")

    async def _list(self, request: Request) -> Response:
        token = self._desk.find(request.headers.get("authorization", ""))
        if token is None:
            return self.error(401, "The access token is invalid, expired or revoked.")
        allowance = self._limit.take(token.client_id)
        headers = _limit_headers(allowance)
        if not allowance.is_allowed:
            return self.error(429, "Too Many Requests", {**headers, "Retry-After": str(allowance.wait_seconds)})
        endpoint = ENDPOINTS.get(request.path_params["collection"])
        if endpoint is None:
            return self.error(404, "Not Found", headers)
        if not await self._may_list(token, endpoint):
            return self.error(403, f"Not permitted: harvest:{endpoint.name}:list", headers)
        try:
            return await self._page(request, endpoint, headers)
        except Unprocessable as refused:
            return self.error(422, str(refused), headers)

    async def _may_list(self, token: Token, endpoint: ServedCollection) -> bool:
        """Lists need the collection's scope, and a Site Admin when the token acts for a user."""
        if f"harvest:{endpoint.name}:list" in MISSING_SCOPES.get(token.client_id, frozenset()):
            return False
        if token.acting_user_id is None:
            return True
        return token.acting_user_id in await self.store.value("greenhouse/site_admins", _site_admins)

    async def _page(self, request: Request, endpoint: ServedCollection, headers: dict[str, str]) -> Response:
        items = request.query_params.multi_items()
        frame = await self.store.frame(f"greenhouse/{endpoint.name}", endpoint.sql, "id desc", endpoint.columns)
        seconds = self.store.now_us // 1_000_000
        if any(name == "cursor" for name, _ in items):
            if len(items) > 1:
                raise Unprocessable("When passing a cursor, do not include other query params.")
            cursor = Cursor.decode(endpoint.name, items[0][1])
            if abs(seconds - cursor.made_at) > CURSOR_SECONDS:
                raise Unprocessable("The cursor has expired.")
            query, is_early, last_id = cursor.query, cursor.is_early, cursor.last_id
            walk = self._walk(endpoint, frame, query, is_early)
        else:
            query, last_id = read_query(endpoint, items), None
            is_early = self._keeps_back_late_rows(endpoint, frame, query)
            walk = self._walk(endpoint, frame, query, is_early)
        ids, (positions, descending) = frame.columns["id"], walk
        start = 0 if last_id is None else int(np.searchsorted(descending, -last_id, "right"))
        served = positions[start : start + query.per_page]
        if start + query.per_page < len(positions):
            following = Cursor(query, int(ids[served[-1]]), seconds, is_early).encode(endpoint.name)
            address = f"{base_url(request)}/greenhouse/v3/{endpoint.name}?cursor={following}"
            headers = {**headers, "Link": f'<{address}>; rel="next"'}
        return Response(frame.page(served), 200, headers, "application/json")

    def _walk(self, endpoint: ServedCollection, frame: Frame, query: ListQuery, is_early: bool) -> Walk:
        """A pass in serving order (descending id), kept for its later pages."""
        key = (query.key(), is_early)
        walk: Walk | None = frame.passes.get(key)
        if walk is None:
            while len(frame.passes) >= MAX_PASSES:
                frame.passes.pop(next(iter(frame.passes)))
            positions = _matching(endpoint, frame, query)
            walk = frame.passes[key] = (positions, -frame.columns["id"][positions])
        return walk

    def _keeps_back_late_rows(self, endpoint: ServedCollection, frame: Frame, query: ListQuery) -> bool:
        """Whether this new pass leaves out rows that come late; its walk is then kept without them."""
        positions, descending = self._walk(endpoint, frame, query, False)
        created = frame.columns["created_at"][positions]
        late = self.faults.late_rows(self.name, f"/v3/{endpoint.name}", -descending, created, self.store.now_us)
        if late is None:
            return False
        frame.passes[(query.key(), True)] = (positions[~late], descending[~late])
        return True


def _matching(endpoint: ServedCollection, frame: Frame, query: ListQuery) -> Positions:
    """Positions of the rows a query asks for, hidden rows of the vendor's defaults left out."""
    columns = frame.columns
    chosen: Positions | None = None
    for column, wanted in query.ids:
        hits = frame.where_any(column, wanted)
        chosen = hits if chosen is None else np.intersect1d(chosen, hits, assume_unique=True)
    flags = dict(query.flags)
    mask = np.ones(frame.size, dtype=np.bool_)
    by_column: dict[str, list[tuple[str, int]]] = {}
    for column, operator, bound in query.bounds:
        by_column.setdefault(column, []).append((operator, bound))
    for column, bounds in by_column.items():
        mask &= frame.between(column, bounds)
    if "_is_hidden" in columns and not any(flags.get(each) for each in ("show_service_accounts", "include_defaults")):
        mask &= columns["_is_hidden"] == 0
    if "active" in endpoint.flags and ("active" in flags or endpoint.name == "job_posts"):
        mask &= columns["active"] == int(flags.get("active", True))
    if flags.get("current_only"):
        mask &= columns["_is_current"] == 1
    if "_is_offer_candidate" in columns and any(column == "job_id" for column, _ in query.ids):
        mask &= columns["_is_offer_candidate"] == 0
    return np.flatnonzero(mask) if chosen is None else chosen[mask[chosen]]


def _site_admins(connection: duckdb.DuckDBPyConnection) -> set[int]:
    rows = connection.execute(f"select id from ({ENDPOINTS['users'].sql}) where site_admin").fetchall()
    return {int(row[0]) for row in rows}


def _limit_headers(allowance: Allowance) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(allowance.limit),
        "X-RateLimit-Remaining": str(allowance.remaining),
        "X-RateLimit-Reset": str(int(allowance.reset_at)),
    }
