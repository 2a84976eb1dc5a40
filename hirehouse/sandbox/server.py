"""The simulated company behind each vendor's own API, over real HTTP.

``build_app`` makes the ASGI application: every vendor at ``/<system>/<the vendor's own path>`` and the sandbox's own
controls at ``/_sandbox/``: ``clock`` (GET, POST ``{"now": "<ISO instant>"}``), ``faults`` (what was done to clients),
``stats`` (calls and bytes served). ``serve`` runs it in the foreground, ``running`` in a thread. What is served is a
function of the company and the simulated clock alone; vendor modules are found in ``hirehouse.sandbox.vendors``.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from hirehouse.sandbox.clock import read_instant, write_instant
from hirehouse.sandbox.faults import FaultProfile, Faults, fault_profile
from hirehouse.sandbox.http.connection import reset_connection
from hirehouse.sandbox.http.limits import RateLimit
from hirehouse.sandbox.http.store import Store
from hirehouse.sandbox.http.vendor import Handler, SimulatedVendor, Surroundings, vendor_classes
from hirehouse.sandbox.visibility import show_at
from hirehouse.sandbox.world import World

_STATUS_FAULTS = {
    "rate_limited": (429, "Too Many Requests", {"Retry-After": "1"}),
    "rate_limited_bare": (429, "Too Many Requests", {}),
    "server_error": (500, "Internal Server Error", {}),
    "bad_gateway": (502, "Bad Gateway", {}),
    "unavailable": (503, "Service Unavailable", {}),
}


def build_app(
    world: World,
    *,
    systems: Sequence[str],
    now: datetime,
    faults: str | FaultProfile = "none",
    fault_seed: int = 0,
    rate_limit: RateLimit = None,
    wall_clock: Callable[[], float] = time.time,
) -> Starlette:
    """The sandbox as an ASGI application.

    ``now`` is the simulated instant (UTC if it has no zone). ``faults`` is a profile or its name, ``rate_limit`` is
    ``documented``, ``generous`` (default) or calls per 30 seconds. ``wall_clock`` (seconds since 1970) drives limits
    and the life of tokens and nothing else. Raises ValueError for an unknown system, profile or limit.
    """
    known = vendor_classes()
    unknown = sorted(set(systems) - set(known))
    if unknown or not systems:
        raise ValueError(
            f"sandbox systems {', '.join(unknown) or '(none)'}: expected some of {', '.join(sorted(known))}"
        )
    broken = Faults(fault_profile(faults), fault_seed)
    store = Store(functools.partial(show_at, world), now)
    around = Surroundings(store, broken, rate_limit, wall_clock)
    calls: Counter[str] = Counter()
    serving = {name: known[name](around) for name in dict.fromkeys(systems)}

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        store.close()

    mounts = [Mount(f"/{name}", routes=_routes(vendor, broken, calls)) for name, vendor in serving.items()]
    app = Starlette(routes=[*_control_routes(store, broken, calls), *mounts], lifespan=lifespan)
    app.state.vendors = serving
    return app


def sandbox_settings(app: Starlette, base_url: str) -> dict[str, str]:
    """The settings that point dlt's connectors at this sandbox, as environment variable names and values."""
    settings: dict[str, str] = {}
    for name, vendor in app.state.vendors.items():
        for key, value in vendor.credentials().items():
            where = f"SOURCES__{name.upper()}__"
            is_path = key == "base_path"
            settings[where + ("BASE_URL" if is_path else key.upper())] = (
                f"{base_url}/{name}{value}" if is_path else value
            )
    return settings


def _routes(vendor: SimulatedVendor, faults: Faults, calls: Counter[str]) -> list[Route]:
    """Starlette routes of one vendor, each behind the faults."""

    def guarded(handler: Handler) -> Handler:
        async def handle(request: Request) -> Response:
            calls[f"{vendor.name}.requests"] += 1
            response = await _with_faults(vendor, faults, handler, request)
            calls[f"{vendor.name}.{response.status_code}"] += 1
            calls[f"{vendor.name}.bytes"] += len(response.body)
            return response

        return handle

    return [Route(path, guarded(handler), methods=[method]) for (method, path), handler in vendor.routes().items()]


async def _with_faults(vendor: SimulatedVendor, faults: Faults, handler: Handler, request: Request) -> Response:
    """The vendor's answer, or what the fault plan puts in its place."""
    kind = faults.next_fault(vendor.name, request.url.path, request.url.query, vendor.soft_faults(request))
    if kind in _STATUS_FAULTS:
        status, message, headers = _STATUS_FAULTS[kind]
        return vendor.error(status, message, headers)
    if kind == "stall":
        await asyncio.sleep(faults.profile.stall_seconds)
    if kind in ("stall", "reset"):
        reset_connection(request)
        return Response(status_code=503)
    acted = vendor.act_out(kind, request) if kind in vendor.soft_faults(request) and kind is not None else None
    response = acted if acted is not None else await handler(request)
    if kind == "truncated":
        if response.media_type != "application/json":  # half a CSV file would look like a whole one
            reset_connection(request)
        elif len(response.body) > 2:
            return Response(
                bytes(response.body[: len(response.body) // 2]), response.status_code, media_type="application/json"
            )
    return response


def _control_routes(store: Store, faults: Faults, calls: Counter[str]) -> list[Route]:
    """The sandbox's own controls."""

    def answer(content: Any, status: int = 200) -> Response:
        return Response(orjson.dumps(content), status, media_type="application/json")

    async def read_clock(_: Request) -> Response:
        return answer({"now": write_instant(store.now)})

    async def move_clock(request: Request) -> Response:
        try:
            now = read_instant(orjson.loads(await request.body())["now"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return answer({"error": 'expected a JSON body like {"now": "2026-03-04T17:20:00.000Z"}'}, 400)
        await store.move(now)
        faults.clock_moved()
        return answer({"now": write_instant(store.now)})

    async def show_faults(_: Request) -> Response:
        return answer(faults.report())

    async def show_stats(_: Request) -> Response:
        return answer(dict(calls))

    return [
        Route("/_sandbox/clock", read_clock, methods=["GET"]),
        Route("/_sandbox/clock", move_clock, methods=["POST"]),
        Route("/_sandbox/faults", show_faults, methods=["GET"]),
        Route("/_sandbox/stats", show_stats, methods=["GET"]),
    ]
