{{ union_contract('application_versions') }}
