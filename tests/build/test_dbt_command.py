"""The manifest is built by one of those who ask for it at a time."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hirehouse.base.manifest import manifest_path, read_manifest
from hirehouse.base.settings import Settings, load_settings
from hirehouse.build import dbt_command


def test_who_asks_while_another_builds_the_manifest_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dagster's pages and a run started together after an upgrade both find an old manifest."""
    settings = load_settings(home=tmp_path / "home")
    parses: list[str] = []
    begin = threading.Barrier(2)

    def parse(of: Settings, *command: str) -> None:
        parses.append(command[0])
        with manifest_path(of).open("w") as file:
            for part in ('{"nodes": ', f'{{"written by": "parse {len(parses)}"}}', "}" + " " * len(parses)):
                file.write(part)
                file.flush()
                time.sleep(0.05)
        for name in dbt_command.ARTIFACTS[1:]:
            manifest_path(of).with_name(name).write_text("{}")

    def ask(_: int) -> dict[str, dict]:
        begin.wait()
        return read_manifest(dbt_command.ensure_manifest(settings))

    monkeypatch.setattr(dbt_command, "call", parse)
    monkeypatch.setattr(dbt_command, "PARSED", tmp_path / "parsed")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(ask, range(2)))
    assert parses == ["parse"]
    assert answers == [{"nodes": {"written by": "parse 1"}}] * 2
    (kept,) = (tmp_path / "parsed").iterdir()
    assert json.loads((kept / "manifest.json").read_text()) == answers[0]
