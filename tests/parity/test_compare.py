"""Two copies of a table differ exactly where a row of one has no equal in the other."""

from collections.abc import Iterator

import duckdb
import pytest

from hirehouse.parity.compare import compare_tables


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


def make(connection: duckdb.DuckDBPyConnection, name: str, *rows: str) -> None:
    connection.execute(
        f"create table {name} as select * from (values {', '.join(rows)}) as t(application_key, days, hired_on)"
    )


def test_order_and_last_digits_do_not_matter(connection: duckdb.DuckDBPyConnection) -> None:
    make(connection, "here", "('a', 1.0::double, date '2026-01-01')", "('b', null, null)")
    make(connection, "there", "('b', null, null)", "('a', 1.0000000000001::double, date '2026-01-01')")
    assert compare_tables(connection, "t", "here", "there").is_equal


def test_a_changed_number_is_found_on_both_sides(connection: duckdb.DuckDBPyConnection) -> None:
    make(connection, "here", "('a', 1.0::double, date '2026-01-01')")
    make(connection, "there", "('a', 1.00001::double, date '2026-01-01')")
    found = compare_tables(connection, "t", "here", "there")
    assert (found.left_only, found.right_only) == (1, 1)
    assert "1.00001" in found.examples[1]


def test_a_doubled_row_is_found(connection: duckdb.DuckDBPyConnection) -> None:
    make(connection, "here", "('a', 1.0::double, null::date)")
    make(connection, "there", "('a', 1.0::double, null::date)", "('a', 1.0::double, null::date)")
    found = compare_tables(connection, "t", "here", "there")
    assert (found.left_rows, found.right_rows, found.left_only, found.right_only) == (1, 2, 0, 1)


def test_null_is_not_zero(connection: duckdb.DuckDBPyConnection) -> None:
    make(connection, "here", "('a', 0.0::double, null::date)")
    make(connection, "there", "('a', null::double, null::date)")
    assert not compare_tables(connection, "t", "here", "there").is_equal


def test_a_missing_column_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    make(connection, "here", "('a', 0.0::double, null::date)")
    connection.execute("create table there as select application_key, days from here")
    assert compare_tables(connection, "t", "here", "there").missing_columns == ("hired_on",)
