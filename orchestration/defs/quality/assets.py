"""The two gates. Their verdicts are assets; what blocks fails a blocking check, and nothing downstream starts."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import dagster as dg

from hirehouse.base.errors import HirehouseError
from hirehouse.base.manifest import manifest_path
from hirehouse.base.progress import report
from hirehouse.build.run_record import RULES_GATE
from hirehouse.orchestration.lib.policy import POOL
from hirehouse.orchestration.lib.project import public, rule_models
from hirehouse.orchestration.lib.resources import Pipeline, PipelineResource

if TYPE_CHECKING:  # Great Expectations takes seconds to import: only a gate that runs pays for it
    from hirehouse.expectations.gates import GateResult

RULES = dg.AssetKey(["ops", "rule_verdict"])
CATALOGUE = dg.AssetKey(["ops", "rule"])
PUBLISH = dg.AssetKey(["ops", "publish_verdict"])
NOT_JUDGED = "not judged"
SHOWN_AS_WARNING = {"quarantined", "warned", NOT_JUDGED}


def _check_name(subject: str) -> str:
    """Dagster allows letters, digits and underscores."""
    return "".join(letter if letter.isalnum() else "_" for letter in subject)


def _specs(asset: dg.AssetKey, subjects: list[str]) -> list[dg.AssetCheckSpec]:
    return [dg.AssetCheckSpec(_check_name(subject), asset=asset, blocking=True) for subject in subjects]


@dg.multi_asset(
    name="rules_gate",
    specs=[
        dg.AssetSpec(
            RULES,
            deps=[dg.AssetKey([*place]) for place in rule_models().values()],
            description="One row per rule and run: the verdict that holds rows back or stops the run.",
            group_name="quality",
            kinds={"greatexpectations"},
        ),
        dg.AssetSpec(
            CATALOGUE,
            deps=[dg.AssetKey([*place]) for place in rule_models().values()],
            description="One row per shipped rule, as its own yml defines it.",
            group_name="quality",
            kinds={"duckdb"},
        ),
    ],
    check_specs=_specs(RULES, list(rule_models())),
    pool=POOL,
)
def rules_gate(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Gate 1, after the rules have looked at every row."""
    from hirehouse.expectations.gates import run_rules_gate

    yield from _judge(pipeline.current, RULES_GATE, run_rules_gate, [RULES, CATALOGUE], list(rule_models()))


@dg.multi_asset(
    name="publish_gate",
    specs=[
        dg.AssetSpec(
            PUBLISH,
            deps=[dg.AssetKey([table.schema, table.name]) for table in public()],
            description="The verdict on every public table: shape, keys, volume, totals, personal data.",
            group_name="quality",
            kinds={"greatexpectations"},
        )
    ],
    check_specs=_specs(PUBLISH, [table.full_name for table in public()]),
    pool=POOL,
)
def publish_gate(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Gate 2, over the tables as they would be published."""
    from hirehouse.expectations.gates import run_publish_gate

    subjects = [table.full_name for table in public()]
    yield from _judge(pipeline.current, "publish gate", run_publish_gate, [PUBLISH], subjects)


def _judge(
    pipeline: Pipeline, step: str, gate: Callable[..., "GateResult"], assets: list[dg.AssetKey], subjects: list[str]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Run a gate, write down why it blocks, and give every subject its check on the first of ``assets``."""
    report(step)
    settings = pipeline.settings
    with pipeline.recorder.step(step):
        result = gate(settings.warehouse_path, manifest_path(settings), docs_path=settings.reports_path / "hygiene")
        if result.status == "errored":
            raise HirehouseError("; ".join(result.reasons) or f"the {step} could not judge", str(settings.logs_path))
    if result.quarantined:
        pipeline.recorder.change(details={step: {"notes": result.quarantined}})
    if result.status == "blocked":
        pipeline.recorder.change(outcome="blocked", reasons=list(result.reasons))
    for asset in assets:
        yield dg.MaterializeResult(asset_key=asset, metadata={"status": result.status, "reasons": result.reasons})
    verdicts = {verdict.rule_id: verdict for verdict in result.verdicts}
    for subject in subjects:
        verdict = verdicts.get(subject)
        status = verdict.status if verdict else NOT_JUDGED
        yield dg.AssetCheckResult(
            asset_key=assets[0],
            check_name=_check_name(subject),
            passed=status == "passed",
            severity=dg.AssetCheckSeverity.WARN if status in SHOWN_AS_WARNING else dg.AssetCheckSeverity.ERROR,
            metadata={"status": status, "failed": verdict.failed if verdict else 0},
        )
