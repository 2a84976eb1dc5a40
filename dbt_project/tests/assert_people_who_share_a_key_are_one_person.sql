-- The rounds of identity resolution are unrolled: a chain of records longer than they reach would split a person.
select links.identifier_key
from {{ ref('int_person_links__usable') }} as links
inner join {{ ref('int_persons__resolved') }} as persons
    on links.record_number = persons.record_number
group by links.identifier_key
having count(distinct persons.person_key) > 1
