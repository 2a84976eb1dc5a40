{{ union_contract('hiring_plan') }}
