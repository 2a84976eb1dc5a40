"""When: new observations every hour, a build before people start work. Off until switched on in the pages."""

import dagster as dg

from hirehouse.orchestration.defs.schedules.jobs import compaction, ingest, pipeline, review
from hirehouse.orchestration.lib.project import installation

ZONE = installation().company_timezone

hourly_ingest = dg.ScheduleDefinition(
    name="hourly_ingest",
    job=ingest,
    cron_schedule="5 * * * *",
    execution_timezone=ZONE,
    description="New observations, so that what was known when is known to the hour.",
)

daily_build = dg.ScheduleDefinition(
    name="daily_build",
    job=pipeline,
    cron_schedule="30 5 * * *",
    execution_timezone=ZONE,
    description="The whole path once a day, published before the working day begins.",
)

weekly_compaction = dg.ScheduleDefinition(
    name="weekly_compaction",
    job=compaction,
    cron_schedule="30 3 * * 0",
    execution_timezone=ZONE,
    description="Fewer, larger files of observations, and Sunday's build reads them all.",
)

weekly_review = dg.ScheduleDefinition(
    name="weekly_review",
    job=review,
    cron_schedule="45 6 * * 1",
    execution_timezone=ZONE,
    description="The review pack, every Monday after the daily build and before the first meeting.",
)
