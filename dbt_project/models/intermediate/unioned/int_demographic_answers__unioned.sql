{{ config(schema = 'fairness') }}

{{ union_contract('demographic_answers') }}
