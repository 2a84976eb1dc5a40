"""Gem's CRM API v0 and data export about the simulated company, at ``/gem/v0/``."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

import duckdb
import numpy as np
import orjson
from starlette.requests import Request
from starlette.responses import Response

from hirehouse.sandbox.http.frame import Frame, Positions
from hirehouse.sandbox.http.limits import TokenBucket, calls_per_30_seconds
from hirehouse.sandbox.http.vendor import Handler, SimulatedVendor, Surroundings, base_url
from hirehouse.sandbox.vendors.gem.export import FILES, file_sql
from hirehouse.sandbox.vendors.gem.rows import LISTINGS, Listing, number_of

API_KEY = "sandbox-gem-key-of-forty-characters-0001"
KEYS = frozenset({API_KEY, "sandbox"})

DOCUMENTED_RATE, DOCUMENTED_BURST = 20, 500
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_IDS, MAX_PASSES = 20, 100, 20, 32


class BadRequest(Exception):
    """A request Gem answers with 400; the text is what it says."""


class Gem(SimulatedVendor):
    """Bare arrays by page number, totals in the X-Pagination header; touches only in the export's CSV files."""

    name: ClassVar[str] = "gem"

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        calls = calls_per_30_seconds(around.rate_limit, DOCUMENTED_RATE * 30)
        burst = DOCUMENTED_BURST if around.rate_limit == "documented" else calls
        self._limit = TokenBucket(calls / 30, burst, around.wall_clock)

    def routes(self) -> dict[tuple[str, str], Handler]:
        routes: dict[tuple[str, str], Handler] = {
            ("GET", "/v0/candidates/events"): self._keyed(self._events),
            ("GET", "/v0/candidates/{id}/events"): self._keyed(self._events),
            ("GET", "/v0/candidates/{id}/notes"): self._keyed(self._nothing),
            ("GET", "/v0/candidates/{id}/uploaded_resumes"): self._keyed(self._nothing),
            ("GET", "/v0/projects/{id}/candidates"): self._keyed(self._project_candidates),
            ("GET", "/v0/projects/{id}/project_field_options"): self._keyed(self._nothing),
            ("GET", "/v0/project_fields"): self._keyed(self._nothing),
            ("GET", "/v0/data_export"): self._keyed(self._export),
            ("GET", "/v0/data_export/files/{export}/{file}"): self._export_file,
        }
        for name in (
            "users",
            "candidates",
            "projects",
            "project_candidate_membership_log",
            "sequences",
            "custom_fields",
        ):
            routes["GET", f"/v0/{name}"] = self._keyed(self._lister(LISTINGS[name]))
        for name in ("candidates", "projects", "sequences", "custom_fields"):
            routes["GET", f"/v0/{name}/{{id}}"] = self._keyed(self._reader(LISTINGS[name]))
        routes["GET", "/{path:path}"] = self._keyed(self._missing)
        return routes

    def credentials(self) -> dict[str, str]:
        return {"base_path": "/v0", "api_key": API_KEY}

    def error(self, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
        if status == 429:  # plain text, and no word on how long to wait
            return Response(message, status, None, "text/plain")
        code = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found"}.get(status, "server_error")
        body = {"code": code, "status": status, "message": message, "errors": {}}
        return Response(orjson.dumps(body), status, headers, "application/json")

    def _keyed(self, handler: Handler) -> Handler:
        """``handler`` behind the key and the rate limit, its refusals as 400."""

        async def handle(request: Request) -> Response:
            key = request.headers.get("x-api-key", "")
            if key not in KEYS:
                return self.error(401, "The API key is missing or not valid.")
            if not self._limit.take(key).is_allowed:
                return self.error(429, "Too Many Requests")
            try:
                return await handler(request)
            except BadRequest as refused:
                return self.error(400, str(refused))

        return handle

    async def _missing(self, _: Request) -> Response:
        return self.error(404, "Not found")

    async def _events(self, _: Request) -> Response:
        return self.error(403, "Events are deprecated")

    async def _nothing(self, request: Request) -> Response:
        owner = LISTINGS["projects" if "/projects/" in request.url.path else "candidates"]
        if "id" in request.path_params and await self._find(owner, request.path_params["id"]) is None:
            return self.error(404, "Not found")
        return _paged(b"[]", 0, 1, _page_numbers(request)[1])

    def _lister(self, listing: Listing) -> Handler:
        async def handle(request: Request) -> Response:
            return await self._list(listing, request, dict(request.query_params))

        return handle

    def _reader(self, listing: Listing) -> Handler:
        async def handle(request: Request) -> Response:
            row = await self._find(listing, request.path_params["id"])
            return self.error(404, "Not found") if row is None else Response(row, media_type="application/json")

        return handle

    async def _project_candidates(self, request: Request) -> Response:
        project = request.path_params["id"]
        if await self._find(LISTINGS["projects"], project) is None:
            return self.error(404, "Not found")
        return await self._list(LISTINGS["project_candidates"], request, {**request.query_params, "project": project})

    async def _frame(self, listing: Listing) -> Frame:
        return await self.store.frame(f"gem/{listing.name}", listing.sql, listing.order_by, listing.columns)

    async def _find(self, listing: Listing, row_id: str) -> bytes | None:
        frame = await self._frame(listing)
        found = frame.where_any("_number", [number_of(row_id)])
        return frame.row(int(found[0])) if len(found) else None

    async def _list(self, listing: Listing, request: Request, given: dict[str, str]) -> Response:
        if listing.needs_one_of and not any(name in given for name in listing.needs_one_of):
            raise BadRequest(f"One of {' or '.join(listing.needs_one_of)} is required.")
        page, size = _page_numbers(request)
        frame = await self._frame(listing)
        key = tuple(sorted((name, value) for name, value in given.items() if name not in ("page", "page_size")))
        walk: Positions | None = frame.passes.get(key) if page > 1 else None
        if walk is None:
            walk = _matching(listing, frame, given)
            if page == 1:
                walk = self._without_late_rows(listing, frame, walk)
            while len(frame.passes) >= MAX_PASSES:
                frame.passes.pop(next(iter(frame.passes)))
            frame.passes[key] = walk
        total, start = len(walk), (page - 1) * size
        served = walk[start : start + size]
        return _paged(frame.page(served), total, page, size)

    def _without_late_rows(self, listing: Listing, frame: Frame, walk: Positions) -> Positions:
        ids, created = frame.columns["_number"][walk], frame.columns["_created"][walk] * 1_000_000
        late = self.faults.late_rows(self.name, f"/v0/{listing.name}", ids, created, self.store.now_us)
        return walk if late is None else walk[~late]

    async def _export(self, request: Request) -> Response:
        export = self._export_id()
        files = [
            {"name": f"{name}.csv", "download_url": f"{base_url(request)}/gem/v0/data_export/files/{export}/{name}.csv"}
            for name in FILES
        ]
        body = {"id": export, "created_at": self.store.now_us // 1_000_000, "files": files}
        return Response(orjson.dumps(body), media_type="application/json")

    async def _export_file(self, request: Request) -> Response:
        """A file of the newest set by its own address, as signed addresses are: no key. Older sets are gone."""
        name = request.path_params["file"].removesuffix(".csv")
        if request.path_params["export"] != self._export_id() or name not in FILES:
            return self.error(404, "Not found")

        def write(connection: duckdb.DuckDBPyConnection) -> bytes:
            return self.store.csv(connection, f"{name}.csv", file_sql(connection, name)).read_bytes()

        return Response(await self.store.value(f"gem/{name}.csv", write), media_type="text/csv")

    def _export_id(self) -> str:
        """The newest set's id: it is made at the simulated now, so it changes with the clock."""
        return hashlib.blake2b(f"export:{self.store.now_us}".encode(), digest_size=12).hexdigest()


def _page_numbers(request: Request) -> tuple[int, int]:
    """Page (from 1) and page size of a request; ``per_page`` belongs to the other API and is not looked at."""
    page = _whole_number("page", request.query_params.get("page", "1"))
    size = _whole_number("page_size", request.query_params.get("page_size", str(DEFAULT_PAGE_SIZE)))
    if page < 1 or not 1 <= size <= MAX_PAGE_SIZE:
        raise BadRequest(f"page starts at 1, page_size is 1 to {MAX_PAGE_SIZE}.")
    return page, size


def _paged(body: bytes, total: int, page: int, size: int) -> Response:
    last = max(1, -(-total // size))
    pagination: dict[str, Any] = {"total": total, "total_pages": last, "first_page": 1, "last_page": last, "page": page}
    if page > 1:
        pagination["previous_page"] = page - 1
    if page < last:
        pagination["next_page"] = page + 1
    return Response(body, 200, {"X-Pagination": orjson.dumps(pagination).decode()}, "application/json")


def _matching(listing: Listing, frame: Frame, given: dict[str, str]) -> Positions:
    """Positions of the rows a request asks for, in the order it asks for; parameters Gem does not know are ignored."""
    mask = np.ones(frame.size, dtype=np.bool_)
    chosen: Positions | None = None
    for name, column in listing.matches.items():
        if name in given:
            texts = given[name].split(",")
            if len(texts) > MAX_IDS:
                raise BadRequest(f"{name} takes at most {MAX_IDS} values.")
            hits = frame.where_any(column, [number_of(text.lower() if name == "email" else text) for text in texts])
            chosen = hits if chosen is None else np.intersect1d(chosen, hits, assume_unique=True)
    for name, (column, operator) in listing.windows.items():
        if name in given:
            mask &= frame.between(column, [(operator, _whole_number(name, given[name]))])
    for name, column in listing.flags.items():
        if name in given:
            mask &= frame.columns[column] == int(given[name] == "true")
    sort = given.get("sort", "desc")
    if sort not in ("asc", "desc"):
        raise BadRequest("sort is asc or desc.")
    positions: Positions = np.flatnonzero(mask) if chosen is None else chosen[mask[chosen]]
    return positions if sort == "asc" else positions[::-1]


def _whole_number(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise BadRequest(f"{name} must be a whole number (times are unix seconds).") from None
