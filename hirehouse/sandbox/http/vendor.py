"""What a simulated vendor is, and how the server finds them."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from hirehouse.sandbox import vendors
from hirehouse.sandbox.faults import Faults
from hirehouse.sandbox.http.limits import RateLimit
from hirehouse.sandbox.http.store import Store

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Surroundings:
    """What every vendor is given.

    ``wall_clock`` (seconds since 1970) is for the vendor's machinery only: limits and the life of tokens. What the
    company looks like depends on ``store.now`` alone.
    """

    store: Store
    faults: Faults
    rate_limit: RateLimit
    wall_clock: Callable[[], float]


class SimulatedVendor(ABC):
    """One vendor's API about the simulated company, served under ``/<name>/``."""

    name: ClassVar[str]

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.store = around.store
        self.faults = around.faults

    @abstractmethod
    def routes(self) -> dict[tuple[str, str], Handler]:
        """Handlers by (method, path below ``/<name>``), path parameters as Starlette writes them."""

    @abstractmethod
    def error(self, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
        """An error in the vendor's own words and shape."""

    @abstractmethod
    def credentials(self) -> dict[str, str]:
        """Settings by name (without the system's prefix) that open this vendor in the sandbox, and its base URL's path
        under the name ``base_path``. They open nothing else and may be printed."""

    def soft_faults(self, request: Request) -> tuple[str, ...]:
        """The soft fault kinds this request can meet."""
        return ()

    def act_out(self, kind: str, request: Request) -> Response | None:
        """Act out a soft fault; None when the request is then to be served as usual."""
        raise NotImplementedError(kind)


def base_url(request: Request) -> str:
    """Scheme, host and port the client used, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def vendor_classes() -> dict[str, type[SimulatedVendor]]:
    """Every vendor below ``hirehouse.sandbox.vendors``, by name. A module without ``VENDOR`` is passed over."""
    found: dict[str, type[SimulatedVendor]] = {}
    for module in pkgutil.iter_modules(vendors.__path__):
        vendor = getattr(importlib.import_module(f"{vendors.__name__}.{module.name}"), "VENDOR", None)
        if vendor is not None:
            found[vendor.name] = vendor
    return found
