{{ config(alias='requisition') }}
{{ quarantined_rows('requisition', ref('int_requisitions__keyed'), 'requisition_key') }}
