{{ union_contract('opening_versions') }}
