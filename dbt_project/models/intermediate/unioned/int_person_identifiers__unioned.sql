{{ config(schema = 'pii') }}

{{ union_contract('person_identifiers') }}
