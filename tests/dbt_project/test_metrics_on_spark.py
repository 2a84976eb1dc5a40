"""What holds for every company on DuckDB holds on Spark too, and both engines give the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given

from hirehouse.base.settings import Settings
from hirehouse.parity.compare import compare_tables
from tests.companies.drawn import Core, companies, examples
from tests.companies.same import renamed, same_but_for_names_and_order, shuffled
from tests.dbt_project.compiled_metrics import CompiledMetrics
from tests.dbt_project.spark_metrics import SparkMetrics
from tests.reference.what_holds import (
    everyone_who_entered_a_stage_has_one_outcome,
    functions_add_up_to_all,
    weights_of_every_attribution_model_sum_to_the_hires_of_record,
)

pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def spark(parsed: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkMetrics]:
    """One session for all companies."""
    with SparkMetrics(tmp_path_factory.mktemp("spark"), parsed) as started:
        yield started


@given(core=companies(*range(3, 61)))
@examples(3)
def test_what_holds_for_every_company_holds_on_spark(metrics: CompiledMetrics, spark: SparkMetrics, core: Core) -> None:
    with metrics.over(core) as here, spark.over(core) as there, spark.over(shuffled(renamed(core))) as other:
        everyone_who_entered_a_stage_has_one_outcome(there)
        weights_of_every_attribution_model_sum_to_the_hires_of_record(there)
        functions_add_up_to_all(there)
        filled = []
        for table in metrics.tables:
            same_but_for_names_and_order(table, there, other)
            here.register("on_spark", there.table(f"metrics.{table}").to_arrow_table())
            found = compare_tables(here, table, f"metrics.{table}", "on_spark")
            assert found.is_equal, (table, found.missing_columns, found.examples)
            filled.append(found.left_rows > 0)
        assert sum(filled) > len(filled) / 2, "hardly anything was compared"
