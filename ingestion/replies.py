"""Reading the body of a reply: JSON, also where one record in it holds what JSON does not allow.

A record with half a surrogate pair, NaN or Infinity in it must not cost the page: what cannot be read is marked, so
that its record is set aside later (see ``pages.py``). A body that was cut is no JSON at all.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

from hirehouse.ingestion.columns import Unreadable

BROKEN = object()
"""What :func:`parsed` returns for a body that is no complete JSON."""


def parsed(content: bytes) -> Any:
    """The value of a JSON body, or :data:`BROKEN`. Characters that are none stay as lone surrogates, NaN and Infinity
    become :class:`Unreadable`."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(content.decode("utf-8", "surrogateescape"), parse_constant=Unreadable)
    except (ValueError, RecursionError):
        return BROKEN


def reason_in(content: bytes) -> str:
    """What the vendor says of a refusal, if it says it in JSON: at most 200 characters, with a leading colon."""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return ""
    said = body.get("errors") or body.get("message") if isinstance(body, dict) else None
    return f": {orjson.dumps(said).decode()[:200]}" if said else ""
