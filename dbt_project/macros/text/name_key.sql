{#- A name as seeds match it: lower case, no blanks around it. Tabs, line ends and no-break blanks are blanks: vendors
    send them, and no person who pastes a line into a seed can see or keep them. -#}
{% macro name_key(name) -%}
    lower(trim(translate(
        replace({{ name }}, concat(chr(13), chr(10)), ' '), concat(chr(9), chr(10), chr(13), chr(160)), '    '
    )))
{%- endmacro %}
