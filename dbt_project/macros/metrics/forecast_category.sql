{# M-48: the model's category of an opening in a quarter, from the relations openings, odds, offers and candidates. #}
{% macro forecast_category() -%}
case
    when openings.status = 'filled' then 'closed'
    when openings.status = 'on_hold' or openings.is_evergreen or coalesce(candidates.is_all_stalled, false)
        then 'omitted'
    when coalesce(odds.p_fill, 0) >= {{ var('forecast_commit') }} and odds.seat_number <= coalesce(offers.offers_out, 0)
        then 'commit'
    when coalesce(odds.p_fill, 0) >= {{ var('forecast_best_case') }} then 'best_case'
    when coalesce(odds.p_fill, 0) > 0 then 'pipeline'
    else 'omitted'
end
{%- endmacro %}
