"""What the SQL linter sees in place of dbt's adapter: every dispatched macro is some expression."""

from collections.abc import Callable


def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """A macro that renders as ``null``, whatever it is called with."""
    return lambda *arguments, **named: "null"
