{{ union_contract('person_records') }}
