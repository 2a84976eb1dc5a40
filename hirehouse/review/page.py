"""A page as one HTML file: style and drawings inside, no script, nothing asked of any other address."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from hirehouse.review.blocks import Block, Cell, Chart, Decisions, Link, Notice, Page, Section, Table, Tiles, Words

_STYLE = Path(__file__).with_name("page.css")


def html(page: Page) -> str:
    """The whole file."""
    tabs = "".join(_tab(link, page) for link in page.pages)
    notices = "".join(_notice(notice) for notice in page.notices)
    toc = "".join(f'<a href="#{section.key}">{escape(section.title)}</a>' for section in page.sections)
    sections = "".join(_section(section) for section in page.sections)
    footer = "".join(f"<p>{escape(text)}</p>" for text in page.footer)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # without it a browser asks the address the page came from for an icon
        '<link rel="icon" href="data:,">'
        f"<title>{escape(page.title)}</title><style>{_style()}</style></head><body>"
        f'<nav class="pages" aria-label="Pages of the pack">{tabs}</nav>'
        f"<header><h1>{escape(page.title)}</h1><p>{escape(page.subtitle)}</p></header>"
        f'<div class="notices" role="status">{notices}</div>'
        f'<nav class="parts" aria-label="Parts of the page">{toc}</nav>'
        f"<main>{sections}</main><footer>{footer}</footer></body></html>\n"
    )


@cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


def _tab(link: Link, page: Page) -> str:
    current = ' aria-current="page"' if link.url == f"{page.file}.html" else ""
    return f'<a href="{escape(link.url)}"{current}>{escape(link.text)}</a>'


def _section(section: Section) -> str:
    source = f'<p class="source">{escape(section.source)}</p>' if section.source else ""
    blocks = "".join(_block(block) for block in section.blocks)
    heading = f'<h2 id="{section.key}-title">{escape(section.title)}</h2>'
    return f'<section id="{section.key}" aria-labelledby="{section.key}-title">{heading}{source}{blocks}</section>'


def _block(block: Block) -> str:
    if isinstance(block, Notice):
        return _notice(block)
    if isinstance(block, Words):
        return f"<p>{escape(block.text)}</p>"
    if isinstance(block, Tiles):
        return _tiles(block)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Table):
        return _table(block)
    return _decisions(block)


def _notice(notice: Notice) -> str:
    return f'<p class="notice {notice.tone}">{escape(notice.text)}</p>'


def _tiles(block: Tiles) -> str:
    tiles = "".join(
        f'<div class="tile {tile.tone}"><dt>{escape(tile.label)}</dt><dd><b>{escape(tile.value)}</b>'
        f"<span>{escape(tile.note)}</span></dd></div>"
        for tile in block.tiles
    )
    return f'<dl class="tiles">{tiles}</dl>'


def _chart(block: Chart) -> str:
    svg = block.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(block.alt)}" ', 1)
    caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
    return f"<figure>{svg}{caption}</figure>"


def _table(block: Table) -> str:
    if not block.rows:
        return f'<p class="none">{escape(block.empty)}</p>'
    kinds = [' class="n"' if column.is_number else "" for column in block.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(column.title)}</th>' for kind, column in zip(kinds, block.columns, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{_cell(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in block.rows
    )
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}'


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        indent = ' class="sub"' if cell.startswith("  ") else ""
        return f"<span{indent}>{escape(cell.strip())}</span>"
    links = cell if isinstance(cell, tuple) else (cell,)
    return " ".join(f'<a href="{escape(link.url)}" rel="noreferrer">{escape(link.text)}</a>' for link in links)


def _decisions(block: Decisions) -> str:
    if not block.decisions:
        return f'<p class="none">{escape(block.empty)}</p>'
    lines = "".join(
        f'<li class="{each.tone}"><b>{escape(each.ask)}</b><span>{escape(each.number)}</span></li>'
        for each in block.decisions
    )
    return f'<ol class="decisions">{lines}</ol>'
