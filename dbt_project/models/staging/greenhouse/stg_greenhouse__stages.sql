{{ config(enabled = 'greenhouse' in var('systems')) }}

{{ conform(live('base_greenhouse__job_interview_stages')) }}
