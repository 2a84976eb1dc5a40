"""Macros give the values the dictionary works out (T-nn) and the ones their ymls promise."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dbt_project.staging_project import StagingProject, open_log

# name -> (SQL with macros, expected); T-01, T-02 and T-03 are the dictionary's
EXPECTED: dict[str, tuple[str, Any]] = {
    "t01_elapsed": (
        "round({{ elapsed_days(\"timestamptz '2026-03-08 04:30:00+00'\", "
        "\"timestamptz '2026-03-09 04:15:00+00'\") }}, 2)",
        0.99,
    ),
    "t01_local": (
        "{{ days_between(local_date(\"timestamptz '2026-03-08 04:30:00+00'\", \"'America/New_York'\"), "
        "local_date(\"timestamptz '2026-03-09 04:15:00+00'\", \"'America/New_York'\")) }}",
        2,
    ),
    "t02_week": ("{{ business_days(\"date '2026-03-06'\", \"date '2026-03-13'\") }}", 5),
    "t02_holidays": ("{{ business_days(\"date '2026-12-21'\", \"date '2027-01-04'\", 2) }}", 8),
    "t03_low": ("round({{ wilson_low('3', '5') }}, 3)", 0.231),
    "t03_high": ("round({{ wilson_high('3', '5') }}, 3)", 0.882),
    "t03_low_of_100": ("round({{ wilson_low('60', '100') }}, 3)", 0.502),
    "t03_high_of_10": ("round({{ wilson_high('4 + 4', '5 + 5') }}, 3)", 0.943),
    "whole_days": ("{{ whole_number('12.999') }}", "12"),
    "whole_days_of_none": ("{{ whole_number('cast(null as double)') }}", None),
    "wilson_high_of_all": ("{{ wilson_high('44', '44') }}", 1.0),
    "wilson_low_of_none": ("{{ wilson_low('0', '44') }}", 0.0),
    "wilson_below_5": ("{{ wilson_low('3', '4') }}", None),
    "week": ("cast({{ date_trunc_to('week', \"date '2026-03-08'\") }} as varchar)", "2026-03-02"),
    "quarter": ("cast({{ date_trunc_to('quarter', \"date '2026-03-08'\") }} as varchar)", "2026-01-01"),
    "day_later": ("cast({{ add_days(\"date '2026-02-28'\", 1) }} as varchar)", "2026-03-01"),
    "minutes_later": (
        "cast({{ add_minutes(\"timestamptz '2026-02-28 23:50:00+00'\", 15) }} as varchar)",
        "2026-03-01 00:05:00+00",
    ),
    "midnight": (
        "cast({{ local_midnight(\"date '2026-07-01'\", \"'America/New_York'\") }} as varchar)",
        "2026-07-01 04:00:00+00",
    ),
    "midnight_twice_in_the_azores": (
        "cast({{ local_midnight(\"date '2027-10-31'\", \"'Atlantic/Azores'\") }} as varchar)",
        "2027-10-31 00:00:00+00",
    ),
    "midnight_twice_in_havana": (
        "cast({{ local_midnight(\"date '2025-11-02'\", \"'America/Havana'\") }} as varchar)",
        "2025-11-02 04:00:00+00",
    ),
    "midnight_twice_around_a_half_hour": (
        "cast({{ local_midnight(\"date '2008-11-02'\", \"'America/St_Johns'\") }} as varchar)",
        "2008-11-02 02:30:00+00",
    ),
    "midnight_skipped_in_sao_paulo": (
        "cast({{ local_midnight(\"date '2018-11-04'\", \"'America/Sao_Paulo'\") }} as varchar)",
        "2018-11-04 03:00:00+00",
    ),
    "midnight_skipped_in_cairo": (
        "cast({{ local_midnight(\"date '2024-04-26'\", \"'Africa/Cairo'\") }} as varchar)",
        "2024-04-25 22:00:00+00",
    ),
    "midnight_after_an_evening_hour_that_came_twice": (
        "cast({{ local_midnight(\"date '2024-11-01'\", \"'Africa/Cairo'\") }} as varchar)",
        "2024-10-31 22:00:00+00",
    ),
    "midnight_after_clocks_turned_late_in_the_evening": (
        "cast({{ local_midnight(\"date '2025-03-30'\", \"'America/Nuuk'\") }} as varchar)",
        "2025-03-30 01:00:00+00",
    ),
    "midnight_of_a_day_left_out": (
        "cast({{ local_midnight(\"date '2011-12-30'\", \"'Pacific/Apia'\") }} as varchar)",
        "2011-12-30 10:00:00+00",
    ),
    "midnight_of_no_day": ("{{ local_midnight('cast(null as date)', \"'Europe/Paris'\") }}", None),
    "day_at_its_start": (
        "cast({{ placed_at(\"timestamptz '2025-10-07 00:00:00+00'\", \"'Pacific/Auckland'\") }} as varchar)",
        "2025-10-06 11:00:00+00",
    ),
    "day_after_what_it_follows": (
        "cast({{ placed_at(\"timestamptz '2025-10-07 00:00:00+00'\", \"'America/New_York'\", "
        "follows=[\"timestamptz '2025-10-08 03:59:00+00'\", \"timestamptz '2025-10-08 04:00:00+00'\", "
        '"cast(null as timestamptz)"]) }} as varchar)',
        "2025-10-08 03:59:00+00",
    ),
    "day_before_what_it_precedes": (
        "cast({{ placed_at(\"timestamptz '2025-10-07 00:00:00+00'\", \"'UTC'\", "
        "follows=[\"timestamptz '2025-10-07 12:00:00+00'\"], "
        "precedes=[\"timestamptz '2025-10-07 09:00:00+00'\", \"timestamptz '2025-10-06 09:00:00+00'\"]) }} as varchar)",
        "2025-10-07 09:00:00+00",
    ),
    "is_a_day": (
        "(select string_agg({{ is_day('sent_at', 'rows') }}, ',' order by n) from (values (1, 'created_at,sent_at'), "
        "(2, 'sent_at'), (3, 'resent_at,sent_at_date'), (4, null)) as rows(n, day_columns))",
        "true,true,false,false",
    ),
    "a_day_is_not_before_a_time_of_that_day": (
        "{{ is_before(\"timestamptz '2025-10-07 11:00:00+00'\", \"timestamptz '2025-10-08 10:00:00+00'\", 'true', "
        "\"'Pacific/Auckland'\") }}",
        False,
    ),
    "a_day_is_before_the_next": (
        "{{ is_before(\"timestamptz '2025-10-07 11:00:00+00'\", \"timestamptz '2025-10-08 11:00:00+00'\", 'true', "
        "\"'Pacific/Auckland'\") }}",
        True,
    ),
    "an_instant_is_before_a_later_one": (
        "{{ is_before(\"timestamptz '2025-10-07 11:00:00+00'\", \"timestamptz '2025-10-07 11:00:01+00'\", 'false', "
        "\"'Pacific/Auckland'\") }}",
        True,
    ),
    "before_nothing": (
        "{{ is_before(\"timestamptz '2025-10-07 11:00:00+00'\", 'cast(null as timestamptz)', 'true', \"'UTC'\") }}",
        None,
    ),
    "unix": ("cast({{ from_unix_seconds('1767261600') }} as varchar)", "2026-01-01 10:00:00+00"),
    "json": ('{{ json_text("\'{\\"a\\": {\\"b\\": 1}, \\"c\\": null}\'", \'a.b\') }}', "1"),
    "json_null": ("{{ json_text(\"'{\\\"c\\\": null}'\", 'c') }}", None),
    "id_in_json": ("{{ plain_id(json_text(\"'[31.0, 32]'\", 0)) }}", "31"),
    "id_in_json_as_text": ('{{ plain_id(json_text("\'[\\" 0031 \\"]\'", 0)) }}', "0031"),
    "id_in_json_with_a_point": ("{{ plain_id(\"'A-1.0'\") }}", "A-1.0"),
    "no_id_in_json": ("{{ plain_id(\"' '\") }}", None),
    "name_as_seeds_match_it": (
        "{{ name_key(\"concat(chr(9), 'Sales', chr(13), chr(10), 'EMEA', chr(160), 'West', chr(13))\") }}",
        "sales emea west",
    ),
    "json_position": ("{{ json_text(\"'[31, 32]'\", 0) }}", "31"),
    "email": ("{{ normalised_email(\"' Ada@Example.TEST '\") }}", "ada@example.test"),
    "no_email": ("{{ normalised_email(\"'none'\") }}", None),
    "phone": ("{{ digits_of(\"'0044 (20) 7946-0018'\") }}", "442079460018"),
    "no_phone": ("{{ digits_of(\"'n/a'\") }}", None),
    "url": ("{{ bare_url(\"'HTTPS://www.Example.test/in/Ada/?x=1#y'\") }}", "example.test/in/ada"),
    "key": ("{{ surrogate_key(['1', \"'a'\"]) }}", "fd863b01647cb662580dd67b9839d8de"),
    "key_of_null": ("{{ surrogate_key(['null']) }} = md5('_null_')", True),
    "date_read": ("cast({{ read_text(\"' 2026-06-30 '\", 'date') }} as varchar)", "2026-06-30"),
    **{
        f"no_date_in_{number}": (f"{{{{ read_text(\"'{text}'\", 'date') }}}}", None)
        for number, text in enumerate(
            ("", "soon", "2026-13-01", "2026-02-30", "2026", "30.06.2026", "2026-06-30T00:00")
        )
    },
    "money_read": ("cast({{ read_text(\"'-82000.505'\", 'money') }} as varchar)", "-82000.5050"),
    **{
        f"no_money_in_{number}": (f"{{{{ read_text(\"'{text}'\", 'money') }}}}", None)
        for number, text in enumerate(("", " ", "82,000", "1e5", "NaN", "Infinity", "80k", "123456789012345"))
    },
    "unread": ("{{ is_unread(\"'80k'\", 'money') }}", True),
    "blank_is_not_unread": (
        "{{ is_unread(\"' '\", 'money') }} or {{ is_unread('cast(null as varchar)', 'date') }}",
        False,
    ),
    "csv_cell": ("{{ csv_cell(\"concat('Panel, ', chr(34), 'deep', chr(34))\") }}", '"Panel, ""deep"""'),
    "csv_cell_of_lines": ("{{ csv_cell(\"concat('a', chr(13), 'b')\") }}", '"a\rb"'),
    "csv_cell_plain": ("{{ csv_cell(\"'Panel'\") }}", "Panel"),
    "median": ("(select {{ median('x') }} from (values (1), (2), (4), (10), (null)) as t(x))", 3.0),
    "p90": ("(select {{ quantile('x', 0.9) }} from (values (0), (10)) as t(x))", 9.0),
    "list": ("(select {{ string_list('x', ',') }} from (values ('b'), ('a'), (null)) as t(x))", "a,b"),
}


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every expression's value, from one query."""
    folder = tmp_path_factory.mktemp("macros")
    open_log(folder / "warehouse.duckdb").close()
    query = "select " + ",\n".join(f"{sql} as {name}" for name, (sql, _) in EXPECTED.items())
    project = StagingProject(folder)
    table = project.run(folder / "warehouse.duckdb", "show", "--inline", query, "--limit", "1").results[0].agate_table
    return dict(zip(table.column_names, table.rows[0], strict=True))


@pytest.mark.parametrize("name", EXPECTED)
def test_macro(values: dict[str, Any], name: str) -> None:
    expected = EXPECTED[name][1]
    found = values[name]
    assert (float(found) if isinstance(expected, float | int) and not isinstance(expected, bool) else found) == expected
