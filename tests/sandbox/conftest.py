"""A sandbox on a loopback port that serves the small company, and clients that speak to it as a connector would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import requests

from hirehouse.sandbox.listen import running
from hirehouse.sandbox.server import build_app
from hirehouse.sandbox.world import World
from tests.sandbox.small_company import NOW, build_small_company


@dataclass
class Client:
    """A plain HTTP client of one sandbox. ``greenhouse`` and ``gem`` send credentials, and nothing is retried."""

    base: str
    session: requests.Session = field(default_factory=requests.Session)
    token: str = ""

    def mint(self, client_id: str = "sandbox", secret: str = "sandbox", **form: str) -> requests.Response:
        """Ask for a Greenhouse token and remember it."""
        body = {"grant_type": "client_credentials", **form}
        answer = self.session.post(f"{self.base}/greenhouse/token", data=body, auth=(client_id, secret), timeout=10)
        self.token = answer.json().get("access_token", "") if answer.ok else ""
        return answer

    def greenhouse(self, path: str, token: str | None = None, **params: Any) -> requests.Response:
        """GET a Greenhouse path, or a whole address as the Link header gives it."""
        if not self.token and token is None:
            self.mint()
        address = path if path.startswith("http") else f"{self.base}/greenhouse/v3/{path}"
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        return self.session.get(address, params=params, headers=headers, timeout=10)

    def gem(self, path: str, key: str = "sandbox", **params: Any) -> requests.Response:
        """GET a Gem path, or a whole address."""
        address = path if path.startswith("http") else f"{self.base}/gem/v0/{path}"
        return self.session.get(address, params=params, headers={"X-API-Key": key}, timeout=10)

    def crawl(self, collection: str, **params: Any) -> list[dict[str, Any]]:
        """Every row of a Greenhouse pass, following the Link header."""
        answer = self.greenhouse(collection, **params)
        rows: list[dict[str, Any]] = []
        while True:
            assert answer.status_code == 200, answer.text
            rows += answer.json()
            if "next" not in answer.links:
                return rows
            answer = self.greenhouse(answer.links["next"]["url"])

    def move(self, now: datetime) -> None:
        """Set the simulated clock."""
        answer = self.session.post(f"{self.base}/_sandbox/clock", json={"now": now.isoformat()}, timeout=10)
        assert answer.status_code == 200, answer.text


@pytest.fixture(scope="session")
def small_company() -> World:
    """The company every test here knows by heart."""
    return build_small_company()


@pytest.fixture
def start(small_company: World) -> Iterator[Callable[..., Client]]:
    """Starts sandboxes of the small company with the options given; all stop at the end of the test."""
    with ExitStack() as stack:

        def begin(**options: Any) -> Client:
            settings = {"systems": ["greenhouse", "gem"], "now": NOW, **options}
            base = stack.enter_context(running(build_app(small_company, **settings)))
            return Client(base, stack.enter_context(requests.Session()))

        yield begin


@pytest.fixture(scope="session")
def shared(small_company: World) -> Iterator[Client]:
    """One sandbox for all tests that ask for nothing special."""
    app = build_app(small_company, systems=["greenhouse", "gem"], now=NOW)
    with running(app) as base, requests.Session() as session:
        yield Client(base, session)


@pytest.fixture
def sandbox(shared: Client) -> Client:
    """The shared sandbox at the small company's now, without a token."""
    shared.move(NOW)
    shared.token = ""
    return shared


def one(rows: list[dict[str, Any]], row_id: int) -> dict[str, Any]:
    """The only row with this id."""
    found = [row for row in rows if row["id"] == row_id]
    assert len(found) == 1, (row_id, found)
    return found[0]


def wire(instant: datetime) -> str:
    """An instant as Greenhouse writes it."""
    return str(instant.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
