"""The two gates. Their verdicts are assets; what blocks fails a blocking check, and nothing downstream starts."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import dagster as dg

from hirehouse.dbt import manifest_path
from hirehouse.errors import HirehouseError
from hirehouse.progress import report
from orchestration.lib.policy import POOL
from orchestration.lib.project import public, rule_models
from orchestration.lib.resources import Pipeline, PipelineResource

if TYPE_CHECKING:  # Great Expectations takes seconds to import: only a gate that runs pays for it
    from expectations.gates import GateResult

RULES = dg.AssetKey(["ops", "rule_verdict"])
PUBLISH = dg.AssetKey(["ops", "publish_verdict"])
HELD_BACK = {"quarantined", "warned"}


def _check_name(subject: str) -> str:
    """Dagster allows letters, digits and underscores."""
    return "".join(letter if letter.isalnum() else "_" for letter in subject)


def _specs(asset: dg.AssetKey, subjects: list[str]) -> list[dg.AssetCheckSpec]:
    return [dg.AssetCheckSpec(_check_name(subject), asset=asset, blocking=True) for subject in subjects]


@dg.asset(
    key=RULES,
    deps=[dg.AssetKey([*place]) for place in rule_models().values()],
    check_specs=_specs(RULES, list(rule_models())),
    description="One row per rule and run: the verdict of the rules gate, which holds rows back or stops the run.",
    group_name="quality",
    kinds={"greatexpectations"},
    pool=POOL,
)
def rule_verdict(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Gate 1, after the rules have looked at every row."""
    from expectations.gates import run_rules_gate

    yield from _judge(pipeline.pipeline, RULES, "rules gate", run_rules_gate, list(rule_models()))


@dg.asset(
    key=PUBLISH,
    deps=[dg.AssetKey([table.schema, table.name]) for table in public()],
    check_specs=_specs(PUBLISH, [table.full_name for table in public()]),
    description="The verdict of the publish gate on every public table: shape, volume, reconciliation.",
    group_name="quality",
    kinds={"greatexpectations"},
    pool=POOL,
)
def publish_verdict(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Gate 2, over the tables as they would be published."""
    from expectations.gates import run_publish_gate

    subjects = [table.full_name for table in public()]
    yield from _judge(pipeline.pipeline, PUBLISH, "publish gate", run_publish_gate, subjects)


def _judge(
    pipeline: Pipeline, asset: dg.AssetKey, step: str, gate: "Callable[..., GateResult]", subjects: list[str]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    report(step)
    with pipeline.recorder.step(step):
        result = gate(pipeline.settings.warehouse_path, manifest_path(pipeline.settings), pipeline.run())
        if result.status == "errored":
            reason = "; ".join(result.reasons)
            raise HirehouseError(f"the {step} could not judge: {reason}", str(pipeline.settings.logs_path), "rerun")
    if result.status == "blocked":
        pipeline.recorder.change(outcome="blocked", reasons=list(result.reasons))
    statuses = {_check_name(verdict.rule_id): verdict for verdict in result.verdicts}
    yield dg.MaterializeResult(asset_key=asset, metadata={"status": result.status, "reasons": result.reasons})
    for subject in subjects:
        verdict = statuses.get(_check_name(subject))
        status = verdict.status if verdict else "passed"
        yield dg.AssetCheckResult(
            asset_key=asset,
            check_name=_check_name(subject),
            passed=status == "passed",
            severity=dg.AssetCheckSeverity.WARN if status in HELD_BACK else dg.AssetCheckSeverity.ERROR,
            metadata={"status": status, "failed": verdict.failed if verdict else 0},
        )
