"""Pacing: just under the limit, whatever way the vendor tells it, and no refused call."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from dlt.sources.helpers.rest_client.paginators import SinglePagePaginator
from requests.auth import AuthBase

from hirehouse.ingestion.http import ApiAccount, build_client
from hirehouse.ingestion.pacing import DocumentedRate, Pacer
from tests.ingestion.vendor import FakeVendor

CALLS, SECONDS = 40, 2.0


class _Bearer(AuthBase):
    def __init__(self, vendor: FakeVendor) -> None:
        self._vendor = vendor

    def __call__(self, request):  # type: ignore[no-untyped-def]
        request.headers["Authorization"] = f"Bearer token-{self._vendor.tokens}"
        return request


@pytest.mark.parametrize(
    "style", [lambda ends, now: ends, lambda ends, now: ends - now], ids=["as an epoch", "in seconds to go"]
)
def test_at_least_95_percent_of_the_limit_without_a_refusal(
    vendor: FakeVendor, style: Callable[[float, float], float]
) -> None:
    vendor.limit, vendor.reset_style = (CALLS, SECONDS), style
    pacer = Pacer()
    client = build_client(
        ApiAccount("greenhouse", f"{vendor.url}/greenhouse/v3"), pacer, _Bearer(vendor), SinglePagePaginator
    )
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: client.get("candidates"), range(CALLS * 4)))
    assert set(vendor.statuses) == {200} and pacer.requests == CALLS * 4 and pacer.waited_seconds > 0
    whole = vendor.answered_at[CALLS:]  # the first window was entered somewhere in its middle
    windows = (whole[-1] - whole[0]) / SECONDS
    assert len(whole) / CALLS >= 0.95 * math.floor(windows)
    assert windows < 3.1


def test_windows_told_in_rounded_down_seconds_are_learnt_from_one_refusal() -> None:
    clock = _Clock()
    pacer = Pacer(clock=clock.time, sleep=clock.sleep)
    refused = 0
    used: dict[int, int] = {}
    for _ in range(200):
        pacer.acquire()
        window = int(clock.now // 30.7)
        used[window] = used.get(window, 0) + 1
        ends = (window + 1) * 30.7
        left = max(0, 50 - used[window])
        told = {"X-RateLimit-Remaining": str(left), "X-RateLimit-Reset": str(math.floor(ends - clock.now))}
        clock.now += 0.01
        pacer.answered(told)
        if used[window] > 50:
            refused += 1
            pacer.refused(math.ceil(ends - clock.now), was_told=True)
    assert refused <= 2


def test_without_headers_the_documented_rate_holds_once_the_burst_is_spent() -> None:
    clock = _Clock()
    pacer = Pacer(DocumentedRate(20, 50), clock=clock.time, sleep=clock.sleep)
    level, at, refused, served = 50.0, 0.0, 0, 0
    while served < 450:
        pacer.acquire()
        level, at = min(50.0, level + (clock.now - at) * 20), clock.now
        clock.now += 0.001
        pacer.answered({})
        if level >= 1:
            level, served = level - 1, served + 1
        else:
            refused += 1
            pacer.refused(0.25, was_told=False)
    assert refused <= 2
    assert served / (50 + 20 * clock.now) >= 0.95


def test_a_refusal_inside_the_documented_allowance_is_no_new_pace() -> None:
    clock = _Clock()
    pacer = Pacer(DocumentedRate(20, 500), clock=clock.time, sleep=clock.sleep)
    pacer.acquire()
    pacer.answered({})
    pacer.refused(0.5, was_told=False)
    for _ in range(100):
        pacer.acquire()
        pacer.answered({})
    assert clock.now == pytest.approx(0.5)


class _Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_one_call_finds_out_before_the_others_go(vendor: FakeVendor) -> None:
    vendor.limit = (3, 1.0)
    client = build_client(
        ApiAccount("greenhouse", f"{vendor.url}/greenhouse/v3"), Pacer(), _Bearer(vendor), SinglePagePaginator
    )
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: client.get("candidates"), range(7)))
    assert set(vendor.statuses) == {200} and time.monotonic() - began > 1.0
