"""The weekly review pack: no part of a build, since it tells of what is published and of runs that were blocked."""

from datetime import timedelta

import dagster as dg

from hirehouse.base.settings import load_settings
from hirehouse.orchestration.lib.project import read_by
from hirehouse.review.build import build_pack

GROUP = "reports"
# Every Monday before the first meeting.
BEFORE_THE_MEETING = dg.FreshnessPolicy.cron(deadline_cron="0 9 * * 1", lower_bound_delta=timedelta(hours=4))


@dg.asset(
    key=["reports", "review_pack"],
    deps=[dg.AssetKey(["published", *place]) for place in read_by("review_pack")],
    description="A page for the company and each function, as HTML and PDF, to run the weekly pipeline review from.",
    group_name=GROUP,
    kinds={"html", "pdf"},
    freshness_policy=BEFORE_THE_MEETING,
)
def review_pack() -> dg.MaterializeResult:
    """Write the pack of the version that is current; the home is only read, so no run is waited for."""
    pack = build_pack(load_settings())
    return dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(str(pack.folder)),
            "pages": list(pack.pages),
            "as_of_date": str(pack.as_of_date),
            "notices": list(pack.notices),
        }
    )
