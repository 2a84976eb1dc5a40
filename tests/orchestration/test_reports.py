"""The review pack as an asset: downstream of what it reads, apart from builds, made on Mondays."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from hirehouse.orchestration.lib.project import installation, read_by
from tests.companies.reviewed import AS_OF, publish_company

PACK = dg.AssetKey(["reports", "review_pack"])

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_it_hangs_on_the_published_tables_it_reads(definitions: dg.Definitions) -> None:
    parents = definitions.resolve_asset_graph().get(PACK).parent_keys
    assert parents == {dg.AssetKey(["published", *place]) for place in read_by("review_pack")}
    assert dg.AssetKey(["published", "metrics", "pipeline_coverage"]) in parents


def test_a_build_makes_none_and_the_schedule_does(definitions: dg.Definitions) -> None:
    assert PACK not in definitions.resolve_job_def("pipeline").asset_layer.executable_asset_keys
    assert definitions.resolve_job_def("review").asset_layer.executable_asset_keys == {PACK}
    schedule = definitions.resolve_schedule_def("weekly_review")
    assert (schedule.cron_schedule, schedule.job_name) == ("45 6 * * 1", "review")
    assert schedule.execution_timezone == installation().company_timezone


def test_the_job_writes_the_pack(definitions: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, _ = publish_company(tmp_path / "home")
    monkeypatch.setenv("HIREHOUSE_HOME", str(settings.home))
    monkeypatch.setenv("HIREHOUSE_AS_OF", AS_OF.isoformat())
    done = definitions.resolve_job_def("review").execute_in_process()
    assert done.success
    (made,) = done.asset_materializations_for_node("reports__review_pack")
    folder = Path(str(made.metadata["folder"].value))
    assert folder == settings.reports_path / "review" / "2026-08-17"
    assert {path.name for path in folder.glob("company.*")} == {"company.html", "company.pdf"}
    assert made.metadata["pages"].value == ["company", "engineering", "legal", "sales"]
