"""Where a run is when it is killed: its stages as the run's own record tells them, and moments drawn within them."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Stage -> the step of the run's record whose end begins it; the first begins with the process, the second with the
# record.
STAGES = {
    "start": None,
    "ingest": None,
    "dbt phase1": "prepare the warehouse",
    "rules gate": "dbt phase1",
    "dbt phase2": "rules gate",
    "publish gate": "dbt phase2",
    "publish": "publish gate",
}
# How often each stage is hit: ingest has the most states of its own, publish the most to lose.
WEIGHTS = {
    "start": 1,
    "ingest": 5,
    "dbt phase1": 4,
    "rules gate": 2,
    "dbt phase2": 3,
    "publish gate": 2,
    "publish": 3,
}
START_SECONDS = 5.0


@dataclass(frozen=True)
class Moment:
    """A stage and the share of its usual length that passes before the kill."""

    stage: str
    share: float


def moments(count: int, seed: int) -> list[Moment]:
    """``count`` seeded moments in random order; every stage but the start is hit from six on."""
    draw = random.Random(seed)
    bag = [stage for stage, weight in WEIGHTS.items() for _ in range(weight)]
    draw.shuffle(bag)
    stages = ([stage for stage in STAGES if stage != "start"] + bag)[:count]
    if count >= len(bag):  # exactly the weights, and more of the same
        stages = (bag * (count // len(bag) + 1))[:count]
    draw.shuffle(stages)
    return [Moment(stage, draw.uniform(0.0, 0.95)) for stage in stages]


@dataclass
class Killer:
    """Says when the moment has come. ``seconds`` are usual lengths by stage; times are of the monotonic clock."""

    home: Path
    moment: Moment
    seconds: dict[str, float]
    begun_at: float | None = None
    _known: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._known = set((self.home / "runs").glob("*.json"))

    def __call__(self) -> bool:
        """Whether the stage has begun and its share of time has passed."""
        if self.begun_at is None and self._has_begun(self.moment.stage):
            self.begun_at = time.monotonic()
        length = self.seconds[self.moment.stage]
        return self.begun_at is not None and time.monotonic() - self.begun_at >= self.moment.share * length

    def stage(self) -> str:
        """The stage the run had reached when it ended."""
        return [stage for stage in STAGES if self._has_begun(stage)][-1]

    def _has_begun(self, stage: str) -> bool:
        if stage == "start":
            return True
        record = self._record()
        return record is not None and (STAGES[stage] is None or STAGES[stage] in record["steps"])

    def _record(self) -> dict[str, Any] | None:
        new = set((self.home / "runs").glob("*.json")) - self._known
        return json.loads(new.pop().read_text()) if new else None


def usual_seconds(home: Path) -> dict[str, float]:
    """How long each stage of the home's first run took."""
    records = [json.loads(path.read_text()) for path in (home / "runs").glob("*.json")]
    steps: dict[str, float] = min(records, key=lambda record: record["sequence"])["steps"]
    ingest = sum(took for step, took in steps.items() if step.startswith("ingest"))
    return {stage: steps.get(stage, START_SECONDS) for stage in STAGES} | {"ingest": ingest}
