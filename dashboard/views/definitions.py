"""Definitions: what each number means, by its id, where it stands, and which rules judge the data behind it."""

from __future__ import annotations

from html import escape

import streamlit as st

from hirehouse.base.settings import Settings
from hirehouse.dashboard.components import filters
from hirehouse.dashboard.components.cards import dictionary, heading, nothing
from hirehouse.dashboard.components.tables import Field, table
from hirehouse.papers.dictionary import Definition
from hirehouse.publish.published import Published

TITLE = "Definitions"
QUESTION = "What does each number mean, and which table holds it?"

SCHEMAS = ("core", "metrics", "hygiene")
RULES = "select rule_id, title, severity, owner_role, remedy, threshold from hygiene.rule order by rule_id"


def draw(published: Published, settings: Settings) -> None:
    """The dictionary, searched; the columns of one table; the rules."""
    asked = st.text_input(
        "Search the definitions", key="search", bind="query-params", placeholder="coverage, M-41, offers"
    )
    found = [entry for entry in dictionary().values() if _matches(entry, asked)]
    if found:
        st.html(f'<div class="hh-terms">{"".join(map(_term, found))}</div>')
    else:
        nothing(f"No definition speaks of “{asked}”.")
    heading(published, "Tables and their columns")
    names = [name for name in published.tables if name.partition(".")[0] in SCHEMAS]
    name = filters.choose("Table", "table", names, "metrics.pipeline_coverage")
    st.html(f'<p class="hh-note">{escape(published.words(name))}</p>')
    columns = [Field("name", "Column"), Field("kind", "Type"), Field("words", "What it is", "name")]
    listed = [vars(each) | {"name": each.name.replace("_", "_\u200b")} for each in published.tables[name].columns]
    table(published, f"Columns of {name}", listed, columns, style="hh-wrap")
    heading(published, "Rules that judge the data")
    columns = [
        Field("rule_id", "Rule"),
        Field("title", "What is wrong"),
        Field("severity", "Severity"),
        Field("owner_role", "Who fixes it"),
        Field("remedy", "How", "name"),
        Field("threshold", "From when on"),
    ]
    table(published, "Hygiene rules", published.rows(RULES), columns, "rules", style="hh-wrap")


def _matches(entry: Definition, asked: str) -> bool:
    text = f"{entry.id} {entry.title} {entry.words} {entry.places}".lower()
    return all(word in text for word in asked.lower().replace(",", " ").split())


def _term(entry: Definition) -> str:
    places = "".join(
        f"<li>{escape(kind)}: {', '.join(f'<code>{escape(name)}</code>' for name in names)}</li>"
        for kind, names in entry.places
    )
    listed = f"<ul>{places}</ul>" if places else ""
    return (
        f'<section class="hh-term" id="{entry.id}"><h2>{entry.id} {escape(entry.title)}</h2>'
        f"<p>{escape(entry.words)}</p>{listed}</section>"
    )
