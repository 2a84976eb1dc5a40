"""The page of settings, ``docs/settings.md``, made by ``hirehouse dictionary`` from variables and connectors."""

from __future__ import annotations

from collections.abc import Iterable

from hirehouse.base.variables import PROJECT_ROOT, VARIABLES, Variable

PAGE = PROJECT_ROOT / "docs" / "settings.md"
HEAD = """# Settings

Made by `hirehouse dictionary` from `hirehouse/base/variables.py`: do not edit.

A setting has one of four places:

| what | where |
|---|---|
| where things are and as of when, for one installation | environment variables, below |
| credentials and addresses of a source | `.dlt/secrets.toml` and `.dlt/config.toml` under `[sources.<system>]`, or `SOURCES__<SYSTEM>__<KEY>`; the connector's README has the keys: {connectors} |
| thresholds, switches, time zone and currency of the company | `dbt_project/vars.yml`, each with its unit in the comment above it |
| names of the company: stages, departments, offices, sources, reasons | the tables in `dbt_project/seeds/` |

An option of the command line wins over the environment, the environment over the default. An empty variable counts as
not set. A value that cannot be used stops the command with the variable's name and an example.

| variable | option | unit or form | default | sets |
|---|---|---|---|---|
"""  # noqa: E501 -- a row of a table is one line


def page(variables: Iterable[Variable] = tuple(VARIABLES.values())) -> str:
    """The settings as Markdown."""
    readmes = sorted((PROJECT_ROOT / "ingestion" / "sources").glob("*/README.md"))
    links = ", ".join(f"[{path.parent.name}](../{path.relative_to(PROJECT_ROOT)})" for path in readmes)
    return HEAD.replace("{connectors}", links) + "".join(
        f"| `{v.name}` | {f'`{v.option}`' if v.option else ''} | {v.form} "
        f"| {f'`{v.default}`' if v.default else v.absent} | {v.sets} |\n"
        for v in variables
    )
