"""Somebody who knows hirehouse by what it prints: a copy of the project, and hands that do what a text says."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hirehouse.base.settings import PROJECT_ROOT

ROOMS = ("dbt_project", "expectations", "hirehouse", "ingestion", "orchestration", ".cache")
"""What a run needs of the project; the cache spares a copy the first reading of it."""
Run = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Newcomer:
    """A copy of the project with seeds of its own, and the settings of one company's home."""

    project: Path
    home: Path
    settings: dict[str, str]

    def hirehouse(self, *arguments: str) -> Run:
        """Run the command line of the copy."""
        environment = {**os.environ, **self.settings, "HIREHOUSE_HOME": str(self.home), "PYTHONPATH": str(self.project)}
        command = [sys.executable, "-m", "hirehouse.cli", *arguments]
        return subprocess.run(command, cwd=self.project, env=environment, capture_output=True, text=True, check=False)

    def pastes(self, block: Block, meaning: Mapping[str, str]) -> None:
        """Add the lines of a block to the seed it names, with a meaning by the name before it in place of each "?"."""
        (seed,) = re.findall(r"dbt_project/seeds/\w+\.csv", block.text)
        with (self.project / seed).open("a", newline="") as file:
            for line in block.lines:
                cells = next(csv.reader([line]))
                said = [meaning[cells[at - 1]] if cell == "?" else cell for at, cell in enumerate(cells)]
                csv.writer(file, lineterminator="\n").writerow(said)


@dataclass(frozen=True)
class Block:
    """What a blocked run says of one rule, and the lines it gives to be pasted."""

    text: str
    lines: tuple[str, ...]


def a_newcomer(folder: Path, settings: dict[str, str]) -> Newcomer:
    """A fresh copy of the project in ``folder``, with a home that holds nothing yet."""
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__", "target", "logs")
        if (PROJECT_ROOT / room).exists():
            shutil.copytree(PROJECT_ROOT / room, folder / "project" / room, symlinks=True, ignore=ignored)
    return Newcomer(folder / "project", folder / "home", settings)


def blocks_of(run: Run) -> dict[str, Block]:
    """What a blocked run printed, by rule: what blocks, and what is quarantined for want of lines in a seed."""
    assert run.returncode == 2, run.stdout[-2000:] + run.stderr[-3000:]
    found: dict[str, Block] = {}
    rule = ""
    for line in run.stderr.splitlines():
        if told := re.match(r"  (?:-|rules gate) (([A-Z]+-\d+) .*)", line):
            text, rule = told.groups()
            found[rule] = Block(text, ())
        elif line.startswith((" ", "blocked: ")):
            rule = ""
        elif rule:
            found[rule] = Block(found[rule].text, (*found[rule].lines, line))
    return found


def without(path: Path, column: str, words: set[str]) -> None:
    """Take the lines with one of ``words`` in a column out of a seed."""
    with path.open(newline="") as file:
        header, *lines = csv.reader(file)
    at = header.index(column)
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *(line for line in lines if line[at] not in words)])
