"""The command line tells people what, where and what to do, and exits with the contract's codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hirehouse.base.settings import environment

ROOT = Path(__file__).parents[2]
SETTINGS = (
    "SOURCES__GREENHOUSE__CLIENT_ID SOURCES__GREENHOUSE__CLIENT_SECRET SOURCES__GREENHOUSE__BASE_URL "
    "SOURCES__GEM__API_KEY SOURCES__FILEDROP__PATH HIREHOUSE_AS_OF HIREHOUSE_CONNECTORS"
)
UNSET = dict.fromkeys(SETTINGS.split(), "")


def hirehouse(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "hirehouse.cli", *arguments],
        env=environment(**(UNSET | changes)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_missing_credential_names_setting_place_and_example(tmp_path: Path) -> None:
    done = hirehouse("run", "--only", "greenhouse", "--home", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "error: setting client_id is missing",
        "  where:  sources.greenhouse.client_id",
        '  remedy: put client_id = "abc123" under [sources.greenhouse] in .dlt/secrets.toml, '
        "or set SOURCES__GREENHOUSE__CLIENT_ID=abc123",
    ]
    assert not (tmp_path / "raw").exists()


def test_a_wrong_address_is_told_before_any_work(tmp_path: Path) -> None:
    done = hirehouse(
        "run",
        "--only",
        "greenhouse",
        "--home",
        str(tmp_path),
        SOURCES__GREENHOUSE__CLIENT_ID="someone",
        SOURCES__GREENHOUSE__CLIENT_SECRET="a-secret-of-ours",
        SOURCES__GREENHOUSE__BASE_URL="http://127.0.0.1:9/greenhouse/v3",
    )
    assert done.returncode == 1
    first, where, remedy = done.stderr.splitlines()
    assert first.startswith("error: ")
    assert "127.0.0.1:9" in where
    assert remedy.startswith("  remedy: ")
    assert "a-secret-of-ours" not in done.stderr + done.stdout
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    ("arguments", "first_line"),
    [
        (("run", "--as-of", "yesterday"), "error: as-of 'yesterday' is not a time"),
        (("run", "--only", "workday"), "error: no connector is called 'workday'"),
        (("run", "--confirm-deletions", "workday"), "error: no connector is called 'workday'"),
        (("run", "--bogus"), "error: No such option: --bogus"),
        (("sandbox", "serve", "--dirt", "some"), "error: dirt 'some' is not known"),
        (("sandbox", "serve", "--scale", "0", "--systems", "taleo"), "error: "),
    ],
)
def test_wrong_usage_is_an_error_not_a_blocked_run(arguments: tuple[str, ...], first_line: str, tmp_path: Path) -> None:
    done = hirehouse(*arguments, HIREHOUSE_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith(first_line), done.stderr
    assert "Traceback" not in done.stderr


def test_status_of_an_empty_home(tmp_path: Path) -> None:
    done = hirehouse("status", "--home", str(tmp_path))
    assert done.returncode == 0
    assert "nothing yet: run `hirehouse run` or `make demo`" in done.stdout
    assert "greenhouse" in done.stdout and "never" in done.stdout


def test_metricflow_without_a_published_file(tmp_path: Path) -> None:
    done = hirehouse("mf", "query", "--metrics", "hires_net", "--home", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("error: nothing has been published yet"), done.stderr


def test_every_command_explains_itself() -> None:
    for command in ("run", "demo", "ask", "dictionary", "status", "doctor", "dev", "docs", "manifest", "sandbox"):
        assert hirehouse(command, "--help").returncode == 0
