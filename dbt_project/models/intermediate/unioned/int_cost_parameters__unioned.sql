{{ union_contract('cost_parameters') }}
