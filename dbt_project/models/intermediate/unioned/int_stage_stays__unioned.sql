{{ union_contract('stage_stays') }}
