"""Client credentials of Harvest v3: minting a token revokes the one before, so all threads share one."""

from __future__ import annotations

import threading
import time
from typing import Any

from dlt.sources.helpers.rest_client.auth import HttpBasicAuth
from requests import PreparedRequest, Request
from requests.auth import AuthBase

from hirehouse.ingestion.errors import SourceError
from hirehouse.ingestion.http import PacedSession

_EARLY_SECONDS = 60.0
"""Renew this much before the token's end, so that no page is lost to a token dying under way."""


class SharedToken(AuthBase):
    """Adds the bearer token; :meth:`renew` replaces it once however many threads saw the same 401."""

    def __init__(self, session: PacedSession, auth_url: str, client_id: str, client_secret: str) -> None:
        self._session, self._auth_url = session, auth_url
        self._basic = HttpBasicAuth(username=client_id, password=client_secret)
        self._lock = threading.Lock()
        self._token = ""
        self._dies_at = 0.0

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Put the current token on ``request``, fetching one if there is none or it is about to die."""
        if time.monotonic() >= self._dies_at:
            self.renew(self._token)
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def renew(self, used: str) -> None:
        """Fetch a fresh token unless another thread already did since ``used`` was sent.

        Raises SourceError if the vendor refuses the credentials or answers with something else than a token.
        """
        with self._lock:
            if self._token and self._token != used:
                return
            request = Request("POST", self._auth_url, data={"grant_type": "client_credentials"}, auth=self._basic)
            answer = self._session.send(self._session.prepare_request(request)).parsed  # type: ignore[attr-defined]
            token = answer.get("access_token") if isinstance(answer, dict) else None
            if not token:
                raise SourceError(
                    "greenhouse",
                    "the token address answered without an access token",
                    "sources.greenhouse.auth_url",
                    "set SOURCES__GREENHOUSE__AUTH_URL to the address that answers client credentials, e.g. "
                    "https://auth.greenhouse.io/token",
                )
            self._token = str(token)
            self._dies_at = time.monotonic() + _life_seconds(answer) - _EARLY_SECONDS


def _life_seconds(answer: dict[str, Any]) -> float:
    """Life of a token as the vendor tells it in ``expires_in``, else an hour.

    Some tenants send ``expires_at`` instead. It is not read: it would depend on our clock being right, and a token that
    died early is replaced at its first 401 anyway.
    """
    try:
        seconds = float(answer.get("expires_in") or 0)
    except (TypeError, ValueError):
        seconds = 0.0
    return seconds if seconds > 2 * _EARLY_SECONDS else 3600.0
