"""The code location: every asset of ``defs/`` under one policy, with the jobs, schedules and sensors that run them."""

import dagster as dg

from hirehouse.orchestration import defs as defs_folder
from hirehouse.orchestration.defs.schedules import jobs, schedules, sensors
from hirehouse.orchestration.lib.policy import with_policy
from hirehouse.orchestration.lib.resources import PipelineResource

defs = dg.Definitions(
    assets=with_policy(dg.load_assets_from_package_module(defs_folder)),
    jobs=[jobs.pipeline, jobs.ingest, jobs.review, jobs.compaction],
    schedules=[schedules.hourly_ingest, schedules.daily_build, schedules.weekly_review, schedules.weekly_compaction],
    sensors=[sensors.run_failed, sensors.stale_sources],
    resources={"pipeline": PipelineResource()},
    executor=dg.in_process_executor,
)
