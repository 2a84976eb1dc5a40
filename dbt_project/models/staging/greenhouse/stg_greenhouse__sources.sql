{{ config(enabled = 'greenhouse' in var('systems')) }}

{{ conform(live('base_greenhouse__sources')) }}
