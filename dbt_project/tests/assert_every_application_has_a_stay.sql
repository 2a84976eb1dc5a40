-- Metrics by stage must see every application: where the source gives no stay, one is derived.
select applications.application_key
from {{ ref('int_applications__enriched') }} as applications
left join {{ ref('int_stage_intervals__built') }} as intervals
    on applications.application_key = intervals.application_key
where intervals.application_key is null
