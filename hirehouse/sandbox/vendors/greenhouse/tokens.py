"""Greenhouse's token endpoint: client credentials, one active token per client."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

TOKEN_SECONDS = 3600

CLIENTS = {"sandbox": "sandbox", "sandbox-limited": "sandbox"}
"""Client ids and secrets of the sandbox. ``sandbox-limited`` lacks scopes, as credentials made in a hurry do."""

MISSING_SCOPES = {"sandbox-limited": frozenset({"harvest:offers:list"})}


@dataclass(frozen=True)
class Token:
    """An access token. ``acting_user_id`` is the ``sub`` it was asked for, None for the service account."""

    text: str
    client_id: str
    acting_user_id: int | None
    expires_at: float


class TokenRefused(Exception):
    """A token request turned down: HTTP status and OAuth error code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class TokenDesk:
    """Issues tokens; a client's new token ends the life of its old one."""

    def __init__(self, wall_clock: Callable[[], float]) -> None:
        self._wall_clock = wall_clock
        self._active: dict[str, Token] = {}
        self._issued = 0

    def issue(self, authorization: str, form: dict[str, str]) -> Token:
        """A new token for an HTTP Basic header and the form's fields. Raises TokenRefused."""
        client_id, secret = _basic(authorization)
        if client_id not in CLIENTS or CLIENTS[client_id] != secret:
            raise TokenRefused(401, "invalid_client")
        if form.get("grant_type") != "client_credentials":
            raise TokenRefused(400, "unsupported_grant_type")
        sub = form.get("sub")
        if sub is not None and not sub.isdigit():
            raise TokenRefused(400, "invalid_request")
        self._issued += 1
        text = hashlib.blake2b(f"{client_id}/{self._issued}/{self._wall_clock()}".encode(), digest_size=20).hexdigest()
        token = Token(text, client_id, int(sub) if sub else None, self._wall_clock() + TOKEN_SECONDS)
        self._active[client_id] = token
        return token

    def find(self, authorization: str) -> Token | None:
        """The live token of a Bearer header, or None."""
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        live = (token for token in self._active.values() if token.text == text)
        token = next(live, None)
        return token if token is not None and token.expires_at > self._wall_clock() else None

    def revoke(self, authorization: str) -> None:
        """End the life of the token in a Bearer header."""
        token = self.find(authorization)
        if token is not None:
            del self._active[token.client_id]


def _basic(authorization: str) -> tuple[str, str]:
    """User and password of an HTTP Basic header; empty if it is none."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        user, _, password = (
            base64.b64decode(encoded if scheme.lower() == "basic" else "", validate=True).decode().partition(":")
        )
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password
