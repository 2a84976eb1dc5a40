"""Which records belong to one human, as far as the vendors' data can say: what shares an identifier, and nothing else.

The simulated company knows every record's human. Two records of one human that share no mail address, telephone,
profile address or vendor id, not even by way of further records, cannot be told to be one. That is worked out here from
the identifiers the vendors show, without a look at the human's number, so the list of what cannot be said is proven.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from hirehouse.sandbox.world import World

Record = tuple[str, str, str]
"""system, record type, record id"""

_SHOWN = """
    with candidates as (
        select * from candidate where visible_at <= $now and coalesce(deleted_at > $now, true)
            and coalesce(merged_at > $now, true) and coalesce(anonymised_at > $now, true)),
    prospects as (select * from prospect where created_at <= $now and coalesce(deleted_at > $now, true)),
    survivors as (
        select candidate_id, case when merged_at <= $now then merged_into_id else candidate_id end as survivor_id
        from candidate)
    select 'greenhouse', 'candidate', cast(candidate_id as varchar), 'email:' || lower(trim(email)) from candidates
    union all select 'greenhouse', 'candidate', cast(candidate_id as varchar), 'phone:' || phone from candidates
    union all select 'greenhouse', 'candidate', cast(candidate_id as varchar), 'url:' || profile_url from candidates
    union all select 'gem', 'prospect', prospect_id, 'email:' || lower(trim(email)) from prospects
    union all select 'gem', 'prospect', prospect_id, 'phone:' || phone from prospects
    union all select 'gem', 'prospect', prospect_id, 'handle:' || profile_handle from prospects
    union all select 'gem', 'prospect', prospect_id, 'id:' || survivor_id
        from prospects join survivors using (candidate_id) where linked_at <= $now
    union all select 'greenhouse', 'candidate', cast(candidate_id as varchar), 'id:' || candidate_id from candidate
    union all select 'filedrop', 'employee', employee_id, 'id:' || record_id from employees"""


@dataclass(frozen=True)
class Persons:
    """Records grouped by human (``true``), by shared identifiers (``sayable``) and as published (``published``)."""

    true: set[frozenset[Record]]
    sayable: set[frozenset[Record]]
    published: set[frozenset[Record]]

    @property
    def unsayable(self) -> list[list[frozenset[Record]]]:
        """Humans whose records share no identifier: each with the groups that cannot be joined."""
        found = [[group for group in self.sayable if group <= person] for person in self.true]
        return [groups for groups in found if len(groups) > 1]


def read_persons(world: World, as_of: datetime, published: Path, truth: Path) -> Persons:
    """The three groupings of every record that exists at ``as_of``."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published}' as warehouse (read_only)")
        ours = connection.execute(
            "select person_key, system, record_type, record_id from warehouse.core.bridge_person_record"
        ).fetchall()
        theirs = connection.execute(
            f"select person_id, system, record_type, record_id from '{truth}/bridge_person_record.parquet'"
        ).fetchall()
    with world.connect() as connection:
        connection.execute(f"create view employees as from '{truth}/filedrop/employees.parquet'")
        instant = f"timestamptz '{as_of.isoformat()}'"
        shown = connection.execute(_SHOWN.replace("$now", instant)).fetchall()
    records = {row[1:] for row in theirs}
    identifiers = [(row[3], row[:3]) for row in shown if row[3] is not None and row[:3] in records]
    return Persons(_grouped(theirs), _joined(records, identifiers), _grouped(ours))


def _grouped(rows: Iterable[tuple]) -> set[frozenset[Record]]:
    groups: dict[object, set[Record]] = {}
    for key, *record in rows:
        groups.setdefault(key, set()).add(tuple(record))
    return {frozenset(group) for group in groups.values()}


def _joined(records: set[Record], identifiers: Iterable[tuple[str, Record]]) -> set[frozenset[Record]]:
    """The records, joined wherever two hold one identifier, and so on."""
    group_of = {record: {record} for record in records}
    holder: dict[str, Record] = {}
    for identifier, record in identifiers:
        one, two = group_of[holder.setdefault(identifier, record)], group_of[record]
        if one is not two:
            one |= two
            for member in two:
                group_of[member] = one
    return {frozenset(group) for group in group_of.values()}
