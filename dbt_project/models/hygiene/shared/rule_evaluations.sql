-- A view: readers take a slice of it, and the engine reads only the columns and rows they need.
{{ config(materialized='view') }}
{%- set rules = [
    'hyg_app_01_no_activity', 'hyg_app_02_zombie', 'hyg_app_03_active_on_closed_requisition',
    'hyg_app_04_active_after_last_hire', 'hyg_app_05_without_requisition', 'hyg_app_06_applied_after_first_event',
    'hyg_enu_01_unknown_word', 'hyg_fct_01_forecast_missing', 'hyg_fct_02_out_of_calibration',
    'hyg_fre_01_source_not_loaded', 'hyg_inp_01_input_not_read', 'hyg_key_01_broken_key', 'hyg_key_02_dangling_link',
    'hyg_mon_01_amount_without_rate', 'hyg_off_01_hire_without_offer', 'hyg_off_02_accepted_without_start',
    'hyg_off_03_accepted_not_hired', 'hyg_off_04_offer_stage_without_offer', 'hyg_off_07_start_out_of_range',
    'hyg_opn_01_filled_without_hire', 'hyg_opn_03_more_hires_than_seats', 'hyg_per_02_too_many_applications',
    'hyg_rec_01_count_differs_from_source', 'hyg_rej_01_without_reason', 'hyg_req_03_unknown_function',
    'hyg_rev_01_review_not_logged', 'hyg_sch_01_columns_changed', 'hyg_sco_01_scorecard_overdue',
    'hyg_src_01_source_missing', 'hyg_src_02_unmapped_source', 'hyg_src_05_spend_missing', 'hyg_stg_01_unmapped_stage',
    'hyg_stg_02_stage_order', 'hyg_stg_04_two_stages_open', 'hyg_stg_05_current_stage_differs',
    'hyg_tim_01_event_after_known', 'hyg_tim_02_midnights_in_bulk', 'hyg_tim_03_event_before_time',
    'hyg_tim_04_end_without_date', 'hyg_tim_05_end_before_beginning', 'hyg_vol_02_rows_lost',
] %}

with final as (
    {% for rule in rules %}
    select * from {{ ref(rule) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
