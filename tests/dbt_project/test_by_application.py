"""Models of the strategy `by_application` keep rows of unchanged applications, so every input must be fingerprinted."""

from __future__ import annotations

from typing import Any

MODEL, SEED = "model.hirehouse.", "seed.hirehouse."
LIST = (f"{MODEL}int_groups__fingerprinted", f"{MODEL}int_applications__named")
# Read on the way to such a model, by columns that nothing in it depends on.
WITHOUT_EFFECT = {
    f"{MODEL}int_currency_rates__ranged": "the pay of an offer, of which int_activities__latest reads instants only",
}
# Models that read the clock, and why it changes rows of applications that are `may_change_by_clock` only.
READS_THE_CLOCK = {
    "int_stage_intervals__built": "a stay that goes on is one of an active application",
    "int_scorecards__keyed": "late is what is not submitted",
    "int_applications__enriched": "an event to come is not the last one yet",
    "hyg_rej_01_without_reason": "within the days the rule allows after a rejection the clock may change it",
    "hyg_src_01_source_missing": "within the days the rule allows after applying the clock may change it",
    "hyg_stg_02_stage_order": "exceptions in force, which are fingerprinted",
    "int_stays__quarantined": "exceptions in force, which are fingerprinted, and an event to come",
    "hyg_stg_05_current_stage_differs": "exceptions in force, which are fingerprinted",
    "hyg_tim_01_event_after_known": "an event to come",
    "hyg_app_05_without_requisition": "exceptions in force, which are fingerprinted",
    "hyg_app_06_applied_after_first_event": "exceptions in force, which are fingerprinted",
    "hyg_tim_03_event_before_time": "exceptions in force, which are fingerprinted",
    "hyg_tim_05_end_before_beginning": "exceptions in force, which are fingerprinted",
}
CLOCK = {"source.hirehouse.ops.run_clock", "source.hirehouse.ops.finished_build"}


def parents(manifest: dict[str, Any], node: str) -> set[str]:
    return set(manifest["nodes"][node]["depends_on"]["nodes"])


def by_application_models(manifest: dict[str, Any]) -> set[str]:
    return {
        key
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["config"].get("incremental_strategy") == "by_application"
    }


def test_every_input_of_a_model_by_application_is_fingerprinted(manifest: dict[str, Any]) -> None:
    """Up from every such model: each path ends at a fingerprinted table before it gets to anything else."""
    models = by_application_models(manifest)
    known = {parent for model in LIST for parent in parents(manifest, model)} | models | CLOCK | {*LIST}
    known |= {f"{MODEL}int_applications__changed", *WITHOUT_EFFECT}
    seen: set[str] = set()
    unseen = {parent for model in models for parent in parents(manifest, model)}
    unlisted = set()
    while unseen:
        node = unseen.pop()
        if node in seen or node in known:
            continue
        seen.add(node)
        above = parents(manifest, node) if node.startswith(MODEL) else set()
        if above and not node.endswith("__unioned"):
            unseen |= above
        else:
            unlisted.add(node)
    assert len(models) >= 10
    assert unlisted == set()


def test_every_model_that_reads_the_clock_has_a_written_reason(manifest: dict[str, Any]) -> None:
    reading = {
        key for key in by_application_models(manifest) if "source.hirehouse.ops.run_clock" in parents(manifest, key)
    }
    assert {key.removeprefix(MODEL) for key in reading} == set(READS_THE_CLOCK)


def test_every_excused_table_is_read_by_some_model(manifest: dict[str, Any]) -> None:
    for node in WITHOUT_EFFECT:
        assert any(node in parents(manifest, key) for key in manifest["nodes"] if key.startswith(MODEL))
