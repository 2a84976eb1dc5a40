"""The server around the vendors: discovery, settings for connectors, refusals, ports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hirehouse.sandbox import vendors
from hirehouse.sandbox.http.limits import calls_per_30_seconds
from hirehouse.sandbox.http.vendor import vendor_classes
from hirehouse.sandbox.server import build_app, sandbox_settings
from hirehouse.sandbox.world import World
from tests.sandbox.conftest import Client
from tests.sandbox.small_company import NOW

TOY = """
from starlette.responses import PlainTextResponse, Response
from hirehouse.sandbox.http.vendor import SimulatedVendor

class Toy(SimulatedVendor):
    name = "toy"
    def routes(self):
        return {("GET", "/v1/jobs"): self.jobs}
    async def jobs(self, request):
        frame = await self.store.frame("toy/jobs", "select job_id as id from now_requisition", "id", ["id"])
        return Response(frame.page(frame.where_any("id", [11, 13])), media_type="application/json")
    def error(self, status, message, headers=None):
        return PlainTextResponse(message, status, headers)
    def credentials(self):
        return {"base_path": "/v1", "api_key": "toy"}

VENDOR = Toy
"""


def test_a_vendor_is_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: Callable[..., Client]) -> None:
    (tmp_path / "toy.py").write_text(TOY)
    monkeypatch.setattr(vendors, "__path__", [*vendors.__path__, str(tmp_path)])
    assert set(vendor_classes()) == {"greenhouse", "gem", "toy"}
    client = start(systems=["toy"])
    assert client.session.get(f"{client.base}/toy/v1/jobs", timeout=10).json() == [{"id": 11}, {"id": 13}]
    assert client.session.get(f"{client.base}/gem/v0/users", timeout=10).status_code == 404


def test_settings_open_the_sandbox(small_company: World, start: Callable[..., Client]) -> None:
    client = start()
    settings = sandbox_settings(build_app(small_company, systems=["greenhouse", "gem"], now=NOW), client.base)
    assert set(settings) == {
        "SOURCES__GREENHOUSE__BASE_URL",
        "SOURCES__GREENHOUSE__CLIENT_ID",
        "SOURCES__GREENHOUSE__CLIENT_SECRET",
        "SOURCES__GEM__BASE_URL",
        "SOURCES__GEM__API_KEY",
    }
    assert settings["SOURCES__GREENHOUSE__BASE_URL"] == f"{client.base}/greenhouse/v3"
    assert (
        client.gem("users", key=settings["SOURCES__GEM__API_KEY"]).ok and len(settings["SOURCES__GEM__API_KEY"]) == 40
    )
    assert client.mint(settings["SOURCES__GREENHOUSE__CLIENT_ID"], settings["SOURCES__GREENHOUSE__CLIENT_SECRET"]).ok


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"systems": ["workday9"]}, "workday9: expected some of gem, greenhouse"),
        ({"systems": []}, "expected some of gem, greenhouse"),
        ({"faults": "awful"}, "expected one of none, mild, harsh"),
        ({"rate_limit": "slow"}, "expected documented, generous, or calls per 30 seconds"),
        ({"rate_limit": 0}, "expected documented, generous, or calls per 30 seconds"),
    ],
)
def test_wrong_options_are_told(small_company: World, options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build_app(small_company, **{"systems": ["gem", "greenhouse"], "now": NOW, **options})  # type: ignore[arg-type]


def test_rate_limit_words() -> None:
    assert calls_per_30_seconds("documented", 50) == 50
    assert calls_per_30_seconds("75", 50) == calls_per_30_seconds(75, 50) == 75
    assert calls_per_30_seconds(None, 50) == calls_per_30_seconds("generous", 50) > 10_000


def test_it_says_where_it_listens_and_ends_when_told(tmp_path: Path) -> None:
    port_file = tmp_path / "port.json"
    program = (
        "import sys; from pathlib import Path; from hirehouse.sandbox.listen import listen;"
        "from hirehouse.sandbox.server import build_app; from tests.sandbox.small_company import *;"
        "listen(build_app(build_small_company(), systems=['gem'], now=NOW), port=0, port_file=Path(sys.argv[1]),"
        "print_settings=True)"
    )
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", program, str(port_file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    ) as server:
        try:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            assert server.stdout.readline() == f"SOURCES__GEM__BASE_URL={told['base_url']}/gem/v0\n"
            for _ in range(200):  # the file comes last: whoever waits for it finds everything said
                if port_file.exists():
                    break
                time.sleep(0.05)
            assert json.loads(port_file.read_text()) == told
            server.send_signal(signal.SIGTERM)
            assert server.wait(20) in (0, -signal.SIGTERM)
        finally:
            server.kill()
