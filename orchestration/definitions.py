"""The code location: everything in ``defs/``, with one policy applied to all assets."""

import dagster as dg

from orchestration import defs as defs_folder
from orchestration.lib.policy import with_policy
from orchestration.lib.resources import PipelineResource

defs = dg.Definitions.merge(
    with_policy(dg.load_definitions_from_package_module(defs_folder)),
    dg.Definitions(resources={"pipeline": PipelineResource()}, executor=dg.in_process_executor),
)
