"""``status``, ``doctor``, ``dev``, ``dashboard``, ``docs`` and others: looking after an installation."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from hirehouse.answers import status as status_module
from hirehouse.base.manifest import manifest_path, read_manifest, target_path
from hirehouse.base.settings import PROJECT_ROOT, Settings, environment, load_settings
from hirehouse.build import dbt_command
from hirehouse.cli import doctor as doctor_module
from hirehouse.cli.terminal import err, out
from hirehouse.papers import code_map, rules_page, settings_page, systems_page
from hirehouse.papers import dictionary as dictionary_module

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the warehouse (default HIREHOUSE_HOME)")]
MARKS = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def status(home: Home = None) -> None:
    """Last runs, freshness, what is published as of when, open findings."""
    status_module.show(load_settings(home=home), out)


def doctor(home: Home = None) -> int:
    """Look for what keeps a run from working; exit 1 if something does."""
    failed = False
    for finding in doctor_module.examine(load_settings(home=home)):
        failed = failed or finding.status == "fail"
        out.print(f"{finding.status:<5}", style=MARKS[finding.status], end="")
        out.print(f"{finding.subject:<20} {finding.text}", markup=False)
        if finding.remedy:
            out.print(f"     {'':<20} remedy: {finding.remedy}", markup=False)
    return 1 if failed else 0


def dev(
    home: Home = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port on loopback")] = 3000,
) -> int:
    """Dagster's pages with schedules and sensors, on loopback."""
    settings = load_settings(home=home)
    dbt_command.ensure_manifest(settings)
    from hirehouse.orchestration.lib.launch import instance_folder

    err.print(f"Dagster: http://127.0.0.1:{port}  (Ctrl-C ends it)", markup=False)
    command = [
        str(_program("dagster")),
        "dev",
        "-m",
        "hirehouse.orchestration.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    return subprocess.run(command, env=_dev_environment(settings, instance_folder(settings)), check=False).returncode


def dashboard(
    home: Home = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port on loopback; 0: a free one")
    ] = None,
) -> int:
    """The pages leaders look at, over what is published, on loopback."""
    given = [] if port is None else ["--port", str(port)]
    variables = environment(HIREHOUSE_HOME=str(load_settings(home=home).home), PYTHONPATH=str(PROJECT_ROOT))
    return subprocess.run([sys.executable, "-m", "hirehouse.dashboard", *given], env=variables, check=False).returncode


def docs(home: Home = None) -> None:
    """Write the data dictionary as one static page."""
    settings = load_settings(home=home)
    target = settings.reports_path / "dbt" / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    catalog = [] if settings.warehouse_path.exists() else ["--empty-catalog"]
    dbt_command.call(settings, "docs", "generate", "--static", *catalog)
    shutil.copyfile(target_path(settings) / "static_index.html", target)
    err.print(f"wrote {target}", markup=False)


def dictionary(home: Home = None) -> None:
    """Write the pages of docs/ made from the code: metrics, rules, settings, systems, and the picture of the code."""
    settings = load_settings(home=home)
    dbt_command.ensure_manifest(settings)
    manifest = read_manifest(manifest_path(settings))
    pages = {
        dictionary_module.PAGE: dictionary_module.page(dictionary_module.metrics(manifest)),
        rules_page.PAGE: rules_page.page(rules_page.rule_pages(manifest)),
        settings_page.PAGE: settings_page.page(),
        systems_page.PAGE: systems_page.page(systems_page.entities(manifest), systems_page.systems(manifest)),
        code_map.PAGE: code_map.page(code_map.rooms(), code_map.arrows()),
    }
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
        err.print(f"wrote {path}", markup=False)


def manifest(home: Home = None) -> None:
    """Parse the dbt project from nothing; a warning of dbt is an error here."""
    settings = load_settings(home=home)
    dbt_command.call(settings, "parse", "--warn-error", "--no-partial-parse")
    dbt_command.ensure_manifest(settings)
    err.print(f"wrote {manifest_path(settings)}", markup=False)


def _program(name: str) -> Path:
    return Path(sys.executable).parent / name


def _dev_environment(settings: Settings, dagster_home: Path) -> dict[str, str]:
    return environment(
        DAGSTER_HOME=str(dagster_home),
        DAGSTER_DISABLE_TELEMETRY="1",
        HIREHOUSE_HOME=str(settings.home),
        PYTHONPATH=str(PROJECT_ROOT),
        PYTHONWARNINGS="ignore",
    )
