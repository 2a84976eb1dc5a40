"""One ``dbt build`` of one phase, its events turned into Dagster's.

dagster-dbt's own resource starts a second dbt to ask for its version and a third copy inside this process, and writes
dbt's log to our terminal; here one process is started and its lines go to a file.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import dagster as dg
import orjson
from dagster_dbt import DagsterDbtTranslator
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from hirehouse.base.duckdb_file import fault_in
from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import target_path
from hirehouse.base.progress import report
from hirehouse.base.settings import Settings
from hirehouse.build import dbt_command
from hirehouse.build.warehouse import BUILD_ANEW
from hirehouse.orchestration.lib import data_checks

# How dbt begins its lines about a test that found rows, with and without its summary's label.
_OF_A_TEST = ("Failure in test", "[ERROR]: in test", "Got ")
# How DuckDB begins what it says of a row that a table's contract does not admit.
_CONSTRAINT = "Constraint Error: "
# Events that only announce what another one says in full.
_HEADLINES = {"LogTestResult", "LogModelResult", "RunResultFailure", "EndOfRunSummary", "StatsLine"}


class DataCheckError(HirehouseError):
    """Rows break what a model's yml promises of them, by a data test or by a constraint; dbt itself worked."""

    def __init__(self, failures: list[str], where: str) -> None:
        super().__init__(f"{len(failures)} data check(s) failed", where, "correct the rows at their source")
        self.failures = failures


class DbtBuild:
    """Builds one phase; ``stream`` yields Dagster events and raises when dbt did not succeed.

    ``project`` is the copy the run builds from (``dbt_command.snapshot``): an edit meanwhile is of the next run.
    """

    def __init__(
        self,
        settings: Settings,
        phase: str,
        translator: DagsterDbtTranslator,
        manifest: Mapping,
        project: Path | None = None,
    ) -> None:
        self._settings = settings
        self._phase = phase
        self._translator = translator
        self._manifest = manifest
        self._project = project
        self._errors: list[str] = []
        # the node that rows break, and what dbt or the database says of it
        self._failures: list[tuple[str, str]] = []

    @property
    def log_path(self) -> Path:
        """dbt's own lines."""
        return self._settings.logs_path / f"dbt-{self._phase}.log"

    def stream(self, context: dg.AssetExecutionContext, select: str, full_refresh: bool) -> Iterator[Any]:
        """Run dbt and yield its results as they come.

        Raises ``DataCheckError`` when only data checks failed, ``HirehouseError`` when dbt itself or a model did.
        """
        dbt_command.prepare_folders(self._settings)
        report(f"dbt {self._phase}", "starting")
        with (
            self.log_path.open("w", buffering=1) as log,
            subprocess.Popen(
                self._arguments(select, full_refresh),
                env=dbt_command.dbt_environment(self._settings, DBT_LOG_FORMAT="json"),
                cwd=self._settings.home,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            ) as process,
        ):
            try:
                for event in self._events(process, log):
                    yield from event.to_default_asset_events(
                        self._manifest, self._translator, context, target_path(self._settings)
                    )
            except BaseException:  # also when whoever reads the results stops reading
                process.terminate()
                raise
        self._judge(process.returncode)

    def _arguments(self, select: str, full_refresh: bool) -> list[str]:
        return dbt_command.arguments(
            self._settings,
            "build",
            # Its debug log doubles what dbt writes; what a person needs is in the lines read here.
            "--log-level-file",
            "none",
            # The manifest is there already; writing it again costs more than a dozen models.
            "--no-write-json",
            "--threads",
            str(dbt_command.THREADS),
            "--select",
            *select.split(),
            # Tests that need a later phase wait for it; unit tests belong to `make test`.
            "--indirect-selection",
            "buildable",
            "--exclude-resource-type",
            "unit_test",
            *(["--full-refresh"] if full_refresh else []),
            project=self._project,
        )

    def _events(self, process: subprocess.Popen[bytes], log: TextIO) -> Iterator[DbtCoreCliEventMessage]:
        for line in process.stdout or []:
            try:
                raw = orjson.loads(line)
            except orjson.JSONDecodeError:
                log.write(line.decode(errors="replace"))
                continue
            log.write(f"{raw['info']['level']:5} {raw['info']['msg']}\n")
            self._notice(raw)
            # A file edited since the manifest was read may bring a node the graph does not have: dbt's log tells it.
            node = raw["data"].get("node_info", {}).get("unique_id")
            if node in self._manifest["nodes"]:
                yield DbtCoreCliEventMessage(raw_event=raw, event_history_metadata={})

    def _notice(self, raw: Mapping[str, Any]) -> None:
        name, data = raw["info"]["name"], raw["data"]
        if data.get("index") and data.get("total"):
            node = data.get("node_info", {}).get("node_name", "")
            report(f"dbt {self._phase}", node, int(data["index"]), int(data["total"]))
        unique_id = data.get("node_info", {}).get("unique_id", "")
        if name == "LogTestResult" and data.get("status") == "fail":
            self._failures.append((unique_id, f"{data.get('name')}: {data.get('num_failures')} row(s)"))
        elif name == "RunResultError" and _CONSTRAINT in raw["info"]["msg"]:
            broken = " ".join(raw["info"]["msg"].partition(_CONSTRAINT)[2].split())
            self._failures.append((unique_id, f"{data.get('node_info', {}).get('node_name', '')}: {broken}"))
        elif raw["info"]["level"] == "error" and name not in _HEADLINES:
            self._errors.append(" ".join(raw["info"]["msg"].split()))
        elif name == "LogTestResult" and data.get("status") == "error":
            self._errors.append(f"test {data.get('name')} could not run")

    def _judge(self, code: int) -> None:
        if code == 0:
            return
        broken = [message for message in self._errors if not message.startswith(_OF_A_TEST)]
        if self._failures and not broken:
            raise DataCheckError([self._told(*failure) for failure in self._failures], str(self.log_path))
        fault = fault_in(" ".join(broken), self._settings.warehouse_path, BUILD_ANEW)
        if fault is not None:
            raise fault
        what = broken[0] if broken else _ending(code)
        raise HirehouseError(f"dbt {self._phase}: {what[:400]}", str(self.log_path), "read the log named above")

    def _told(self, unique_id: str, said: str) -> str:
        """A failure in words, once dbt has let go of the warehouse."""
        node = self._manifest["nodes"].get(unique_id)
        if node is None:  # a file edited since the manifest was read
            return said
        compiled = target_path(self._settings) / "compiled"
        return data_checks.told(node, self._manifest, compiled, self._settings.warehouse_path, said)


def _ending(code: int) -> str:
    """What an exit code without a word of dbt means."""
    if code == -9:
        return "dbt was killed by the system, most likely for want of memory"
    return f"dbt ended with code {code}"
