{{ config(enabled = 'gem' in var('systems')) }}

-- Their people are in the export alone, or were deleted in Gem: no record of ours is theirs, and no number counts them.
with events as (
    select * from {{ ref('base_gem__outreach_events') }} where candidate_id like 'export:%'
),

final as (
    select
        'event_log' as entity,
        'unmatched' as kind,
        candidate_id as place,
        'events of somebody whom no e-mail, profile or id leads to a record of Gem' as detail,
        count(*) as noted_rows,
        min(known_at) as noted_at
    from events
    group by candidate_id
)

select * from final
