{{ union_contract('stage_names') }}
