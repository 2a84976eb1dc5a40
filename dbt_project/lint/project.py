"""dbt's names as the SQL linter needs them: this project's own macros and variables, DuckDB's side of every dispatch.

The linter judges the SQL that DuckDB is given, not stand-ins, so a rule seen broken in the output of a macro is broken.
dbt's own templater for sqlfluff would say the same, but parses the whole project first, in every process.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from jinja2 import Environment, nodes
from jinja2.runtime import Macro

from hirehouse.base.staging import delivered

PROJECT = Path(__file__).parent.parent


class Returned(Exception):
    """Carries a macro's value past the text it was making."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


def return_value(value: Any) -> None:
    """dbt's ``return``: ends the macro with ``value`` itself, not its text."""
    raise Returned(value)


def called(macro: Macro) -> Callable[..., Any]:
    """The macro as a function that gives what dbt's would: the returned value, else the text."""

    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return macro(*arguments, **named)
        except Returned as returned:
            return returned.value

    return call


@cache
def template_names() -> dict[str, Any]:
    """Every name a model may use in its template, by name; read from the project once per process."""
    variables: dict[str, Any] = yaml.safe_load((PROJECT / "vars.yml").read_text(encoding="utf-8"))["vars"]
    variables["delivered"] = delivered(PROJECT)
    macros: dict[str, Callable[..., Any]] = {}

    def dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., Any]:
        return macros.get(f"duckdb__{macro_name}") or macros[f"default__{macro_name}"]

    def late(name: str) -> Callable[..., Any]:
        return lambda *arguments, **named: macros[name](*arguments, **named)

    environment = Environment(extensions=["jinja2.ext.do"])
    texts = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "macros").rglob("*.sql"))]
    texts = [text for text in texts if "{% materialization" not in text]  # dbt's own tag; models call none of it
    known: dict[str, Any] = {
        # one macro may call another of a file not read yet
        **{macro.name: late(macro.name) for text in texts for macro in environment.parse(text).find_all(nodes.Macro)},
        "adapter": SimpleNamespace(dispatch=dispatch, quote='"{}"'.format),
        "config": lambda *arguments, **named: "",
        "dbt": SimpleNamespace(generate_series=lambda upper: f"select generated_number from range({upper})"),
        "execute": True,
        "is_incremental": lambda: False,
        "model": SimpleNamespace(resource_type="model", tags=["phase1"]),
        "ref": lambda *parts: parts[-1],
        "return": return_value,
        "source": lambda schema, table: f"{schema}.{table}",
        "target": SimpleNamespace(type="duckdb", schema="main", name="duckdb"),
        "this": "this_model",
        "var": lambda name, default=None: variables.get(name, default),
    }
    for text in texts:
        module = environment.from_string(text, globals=known).module
        macros.update({name: called(macro) for name, macro in vars(module).items() if isinstance(macro, Macro)})
    # one model's columns are another's: the linter does not say which model it is at
    macros["conform"] = lambda relation, **named: f"select * from {relation}"
    return known
