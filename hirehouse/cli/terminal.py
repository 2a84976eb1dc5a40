"""What a person sees in the terminal: progress of long steps, errors that say what to do, plain text when piped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from hirehouse.base.errors import HirehouseError
from hirehouse.base.progress import Report, listening

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def show_error(error: HirehouseError) -> None:
    """First line what happened, then where, then the remedy; never a stack trace."""
    first, *rest = error.lines()
    err.print(f"error: {first}", style="bold red", markup=False)
    for line in rest:
        err.print(line, markup=False)


@contextmanager
def progress() -> Iterator[None]:
    """Show reports made during the block: moving bars on a terminal, one line per finished step elsewhere."""
    show = _Bars() if err.is_terminal else _Lines()
    try:
        with listening(show.take):
            yield
    finally:
        show.close()


class _Lines:
    """One line per step, when it is over. Reports come from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._step = ""
        self._started = 0.0

    def take(self, report: Report) -> None:
        with self._lock:
            if report.step != self._step:
                self.close()
                self._step, self._started = report.step, time.perf_counter()

    def close(self) -> None:
        if self._step:
            err.print(f"  {self._step}  {time.perf_counter() - self._started:.1f} s", markup=False)
        self._step = ""


class _Bars:
    """One bar per step, the newest moving."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:<24}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[detail]}", style="dim"),
            console=err,
            transient=False,
        )
        self._progress.start()
        self._tasks: dict[str, TaskID] = {}
        self._now = ""
        self._lock = threading.Lock()

    def take(self, report: Report) -> None:
        with self._lock:
            self._show(report)

    def _show(self, report: Report) -> None:
        if report.step != self._now:
            self._finish()
            self._now = report.step
        task = self._tasks.get(report.step)
        if task is None:
            task = self._tasks[report.step] = self._progress.add_task(report.step, total=None, detail="")
        self._progress.update(
            task, completed=report.done, total=report.total or None, detail=report.detail.replace("[", r"\[")[:60]
        )

    def _finish(self) -> None:
        task = self._tasks.get(self._now)
        if task is not None:
            done = self._progress.tasks[task].completed
            self._progress.update(task, total=done or 1, completed=done or 1, detail="")
            self._progress.stop_task(task)

    def close(self) -> None:
        self._finish()
        self._progress.stop()
