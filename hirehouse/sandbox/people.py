"""Who the applicants are: persons, their ATS records (duplicates, merges, deletions, erasures), re-applications."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hirehouse.sandbox.columns import Columns, numbered
from hirehouse.sandbox.journeys import Journeys
from hirehouse.sandbox.organisation import FAMILY, GIVEN
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, HORIZON, NOW, days

FIRST_CANDIDATE = 6_001_001
_COMPANIES = (
    "Tidewater Labs",
    "Northlight",
    "Quarry & Co",
    "Bluefin Software",
    "Harrow Systems",
    "Meridian Retail",
    "Oakline",
    "Pinecrest Bank",
)
_TOWNS = (
    "New York",
    "London",
    "Berlin",
    "San Francisco",
    "Singapore",
    "Leeds",
    "Hamburg",
    "Boston",
    "Oakland",
    "Bristol",
)
_TITLES = ("Engineer", "Manager", "Analyst", "Consultant", "Specialist", "Director", "Associate")


def person_of_application(
    rng: np.random.Generator, made: Journeys, application: Columns, users: Columns
) -> tuple[np.ndarray, np.ndarray]:
    """The person of each application and, for a re-application, the row of the earlier one (-1 = first).

    Internal applicants are interviewers of the company who never leave; 7 % of the others applied once before, two
    months or more ago.
    """
    count = len(application["application_id"])
    earlier = np.full(count, -1)
    if count:
        again = (
            (rng.random(count) < 0.075)
            & ~application["is_internal"]
            & (application["visible_at"] == application["created_at"])
        )
        rows = np.flatnonzero(again)
        reach = np.searchsorted(application["created_at"], application["created_at"][rows] - 60 * DAY)
        first = (rng.random(len(rows)) * np.maximum(reach, 1)).astype(np.int64)
        fits = (reach > 0) & ~again[first] & ~made.app["is_hire"][first] & ~application["is_internal"][first]
        fits &= (made.app["job"][first] != made.app["job"][rows]) & (
            application["visible_at"][first] == application["created_at"][first]
        )
        rows, first = rows[fits], first[fits]
        first, unique = np.unique(first, return_index=True)
        earlier[rows[unique]] = first
    people = len(users["user_id"])
    own = (earlier < 0) & ~application["is_internal"]
    person = np.full(count, NA)
    person[own] = people + numbered(int(own.sum()), 1)
    person = np.where(earlier >= 0, person[earlier], person)
    staff = np.flatnonzero((users["role"] == "interviewer") & (users["deactivated_at"] == NA))
    internal = np.flatnonzero(application["is_internal"])
    person[internal] = users["person_id"][staff[rng.integers(0, len(staff), len(internal))]]
    return person, earlier


def person_table(rng: np.random.Generator, count: int, users: Columns) -> Columns:
    """`count` persons; the first ones are the accounts' humans, in order."""
    number = numbered(count, 1)
    given, family = rng.integers(0, len(GIVEN), count), rng.integers(0, len(FAMILY), count)
    own = len(users["user_id"])
    first = pa.array(GIVEN.tolist()).take(pa.array(given))
    last = pa.array(FAMILY.tolist()).take(pa.array(family))
    if own:
        first = pa.concat_arrays([pa.array(users["first_name"].tolist()), first.slice(own)])
        last = pa.concat_arrays([pa.array(users["last_name"].tolist()), last.slice(own)])
    text = pc.cast(pa.array(number), pa.string())
    handle = pc.utf8_lower(pc.binary_join_element_wise(first, last, text, "-"))
    mail = pc.binary_join_element_wise(
        pc.utf8_lower(pc.binary_join_element_wise(first, last, text, ".")), "mail.example", "@"
    )
    digits = pc.utf8_lpad(pc.cast(pa.array(number + 2_000_000), pa.string()), 9, "0")
    user_id = np.full(count, NA)
    user_id[:own] = np.where(users["person_id"] == NA, NA, users["user_id"])
    return {
        "person_id": number,
        "first_name": first,
        "last_name": last,
        "email": mail,
        "phone": pc.binary_join_element_wise(pa.scalar("+1"), digits, ""),
        "profile_handle": handle,
        "company": pa.array(_COMPANIES).take(pa.array(rng.integers(0, len(_COMPANIES), count))),
        "title": pa.array(_TITLES).take(pa.array(rng.integers(0, len(_TITLES), count))),
        "location": pa.array(_TOWNS).take(pa.array(rng.integers(0, len(_TOWNS), count))),
        "linked_user_id": user_id,
        "do_not_contact": rng.random(count) < 0.01,
    }


def candidate_table(
    rng: np.random.Generator, made: Journeys, application: Columns, person: Columns, earlier: np.ndarray
) -> tuple[Columns, np.ndarray]:
    """Candidate records and the record of each application; sets `application["deleted_at"]` of deleted ones in place.

    A person has one record, made with the first application. A third of re-applications come in on a second record
    (same telephone, other spelling or address of the mail); half of those are merged into the first later.
    """
    count = len(earlier)
    who = application["person_id"]
    second = (earlier >= 0) & (rng.random(count) < 0.34)
    first_row = np.full(len(person["person_id"]) + 1, count)
    if count:
        np.minimum.at(first_row, who, np.arange(count))
    new = second.copy()
    new |= first_row[who] == np.arange(count) if count else second
    rows = np.flatnonzero(new)
    total = len(rows)
    record_of_row = np.full(count, -1)
    record_of_row[rows] = np.arange(total)
    record = np.where(new, record_of_row, record_of_row[first_row[who]] if count else record_of_row)
    owner = who[rows] - 1
    double = second[rows]
    made_at = application["created_at"][rows]
    merged = double & (rng.random(total) < 0.55)
    merged_at = made_at + days(rng.uniform(1, 50, total))
    merged &= merged_at <= HORIZON
    winner = record_of_row[first_row[who[rows]]] if count else record_of_row
    simple = np.bincount(who, minlength=len(person["person_id"]) + 1)[who[rows]] == 1 if count else double
    simple &= (
        ~made.app["is_hire"][rows] & (application["visible_at"][rows] == made_at) & ~application["is_internal"][rows]
    )
    draw = rng.random(total)
    gone_at = np.where(
        draw < 0.0016, made_at + days(rng.uniform(5, 400, total)), NOW + days(rng.uniform(0.2, 60, total))
    )
    gone = simple & (draw < 0.0024) & (gone_at > made_at + DAY) & (gone_at <= HORIZON)
    application["deleted_at"] = (
        np.where(gone[record], gone_at[record], application["deleted_at"]) if count else application["deleted_at"]
    )
    blanked_at = made_at + days(rng.uniform(200, 800, total))
    blanked = simple & ~gone & (rng.random(total) < 0.03) & (blanked_at <= HORIZON)
    mail, phone, handle = (pc.take(person[name], pa.array(owner)) for name in ("email", "phone", "profile_handle"))
    shout = pa.array(double & (rng.random(total) < 0.5))
    other = pc.binary_join_element_wise(pc.replace_substring(mail, "@mail.example", ""), "post.example", "@")
    mail = pc.if_else(pa.array(double), pc.if_else(shout, pc.utf8_upper(mail), other), mail)
    url = pc.binary_join_element_wise(pa.scalar("https://www.profiles.example/in/"), handle, "")
    nothing = pa.scalar(None, pa.string())
    return {
        "candidate_id": numbered(total, FIRST_CANDIDATE),
        "person_id": who[rows],
        "email": mail,
        "phone": pc.if_else(pa.array(double | (rng.random(total) < 0.8)), phone, nothing),
        "profile_url": pc.if_else(pa.array(rng.random(total) < 0.6), url, nothing),
        "linked_user_id": person["linked_user_id"][owner],
        "can_email": ~person["do_not_contact"][owner],
        "created_at": made_at,
        "visible_at": application["visible_at"][rows],
        "merged_into_id": np.where(merged, FIRST_CANDIDATE + winner, NA),
        "merged_at": np.where(merged, merged_at, NA),
        "anonymised_at": np.where(blanked, blanked_at, NA),
        "deleted_at": np.where(gone, gone_at, NA),
    }, FIRST_CANDIDATE + record
