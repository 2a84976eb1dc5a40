"""The command line: ``hirehouse run``, ``demo``, ``ask``, ``status``, ``doctor``, ``sandbox``, ``dev``, ``docs``
and others.

Exit codes: 0 done, 2 blocked by a gate (only ``run`` and ``demo``), 1 everything else, wrong usage included.
"""

from __future__ import annotations

import sys
from typing import Any

import typer

from hirehouse.base.errors import HirehouseError, describe
from hirehouse.base.settings import SettingError
from hirehouse.cli.commands import answers, forecast, log, operate, pipeline, review, sandbox
from hirehouse.cli.terminal import err, show_error


class CommandLine(typer.Typer):
    """Typer whose errors are told in words, and whose wrong usage is not mistaken for a blocked run."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line and exit."""
        try:
            code = super().__call__(*args, standalone_mode=False, **kwargs)
        except typer.Exit as stop:
            sys.exit(stop.exit_code)
        except (typer.Abort, KeyboardInterrupt):
            err.print("interrupted; nothing that was published has changed", markup=False)
            sys.exit(1)
        except SettingError as error:
            what, _, remedy = str(error).partition(": ")
            show_error(HirehouseError(what, "", remedy))
            sys.exit(1)
        except Exception as error:  # the last door: a person gets a sentence, never a stack trace first
            show_error(_wrong_usage(error) or describe(error))
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _wrong_usage(error: Exception) -> HirehouseError | None:
    """What the option parser has to say; it brings its own copy of click, so its errors are known by their method."""
    message = getattr(error, "format_message", None)
    context = getattr(error, "ctx", None)
    if message is None:
        return None
    return HirehouseError(message(), context.command_path if context else "", "add --help to see every option")


app = CommandLine(
    name="hirehouse",
    help="A recruiting warehouse: ATS and CRM data to published, judged tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(pipeline.run)
app.command("demo")(pipeline.demo)
app.command("ask")(answers.ask)
# MetricFlow's own options and its --help are passed on.
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
app.command("mf", context_settings=PASSED_ON)(answers.mf)
app.command("status")(operate.status)
app.command("doctor")(operate.doctor)
app.command("dev")(operate.dev)
app.command("dashboard")(operate.dashboard)
app.command("docs")(operate.docs)
app.command("dictionary")(operate.dictionary)
app.command("manifest")(operate.manifest)
app.add_typer(review.app, name="review")
app.add_typer(forecast.app, name="forecast")
app.add_typer(log.app, name="log")
app.add_typer(sandbox.app, name="sandbox")
