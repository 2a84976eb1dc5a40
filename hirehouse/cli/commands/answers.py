"""``hirehouse ask`` and ``hirehouse mf``: questions answered from what is published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hirehouse.answers import ask as ask_module
from hirehouse.answers import semantic_layer
from hirehouse.base.settings import load_settings
from hirehouse.cli.terminal import out

Home = Annotated[Path | None, typer.Option("--home", help="Folder of the warehouse (default HIREHOUSE_HOME)")]


def ask(
    question: Annotated[str, typer.Argument(help=f"One of: {', '.join(ask_module.names())}")],
    function: Annotated[str | None, typer.Option("--function", help="One function; all of them by default")] = None,
    quarter: Annotated[str | None, typer.Option("--quarter", help="next, this, last or one like 2026-Q3")] = None,
    home: Home = None,
) -> None:
    """Answer one of the ten questions with its range, its n, its definition and how fresh it is."""
    settings = load_settings(home=home)
    ask_module.show(ask_module.answer(settings, question, function, quarter), settings.as_of, out)


def mf(context: typer.Context, home: Home = None) -> int:
    """MetricFlow over the published file: query, list metrics, list dimensions; --help lists its options."""
    return semantic_layer.run(load_settings(home=home), context.args or ["--help"])
