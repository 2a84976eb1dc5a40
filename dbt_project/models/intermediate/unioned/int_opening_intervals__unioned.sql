{{ union_contract('opening_intervals') }}
