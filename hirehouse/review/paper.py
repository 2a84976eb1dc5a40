"""A page as PDF, set by Typst from the same blocks (docs/adr/0010)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hirehouse.base.errors import HirehouseError
from hirehouse.review.blocks import Block, Cell, Link, Page, Table

_TEMPLATE = Path(__file__).with_name("page.typ")


def pdf(page: Page) -> bytes:
    """The whole file; the same page gives the same bytes. Raises ``HirehouseError`` when it cannot be set."""
    import typst  # a compiler: only who makes paper pays for loading it

    try:
        return typst.compile(str(_TEMPLATE), sys_inputs={"page": json.dumps(_page(page))})
    except RuntimeError as error:
        what = f"the page cannot be set as PDF: {str(error).splitlines()[0]}"
        raise HirehouseError(what, str(_TEMPLATE), "the HTML page in the same folder has the same content") from error


def _page(page: Page) -> dict[str, Any]:
    return {
        "title": page.title,
        "subtitle": page.subtitle,
        "notices": [asdict(notice) for notice in page.notices],
        "sections": [
            {"title": section.title, "source": section.source, "blocks": [_block(block) for block in section.blocks]}
            for section in page.sections
        ],
        "footer": page.footer,
    }


def _block(block: Block) -> dict[str, Any]:
    told = asdict(block) | {"kind": type(block).__name__.lower()}
    if isinstance(block, Table):
        told["rows"] = [[_cell(cell) for cell in row] for row in block.rows]
    return told


def _cell(cell: Cell) -> str | list[dict[str, str]]:
    if isinstance(cell, str):
        return cell
    return [asdict(link) for link in ((cell,) if isinstance(cell, Link) else cell)]
