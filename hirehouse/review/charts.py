"""Drawings as SVG text: no script, no style sheet, so that a browser and the PDF show the same.

Coordinates are in a box 720 wide; colours are the page's. A value that is not known is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from hirehouse.answers.figures import difference, figure

INK, MUTED, LINE = "#1d2733", "#5b6675", "#d9dee5"
ACCENT, BAND, GOOD, WARN, BAD = "#1f5fa8", "#bcd3ec", "#1b7f4d", "#b25e00", "#b3261e"
WIDTH = 720
FONT = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Span:
    """A row with a range: ``low`` to ``high`` around ``middle``, ``done`` already reached, ``goal`` to reach."""

    label: str
    low: float | None
    middle: float | None
    high: float | None
    done: float | None = None
    goal: float | None = None
    text: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a bridge from one number to another; the first and last stand on the ground."""

    label: str
    value: float
    color: str = MUTED
    is_total: bool = False


def spans(rows: Sequence[Span], unit: str = "", top: float | None = None) -> str:
    """One line per row on a common scale from 0: band = range, tick = middle, bar = done, diamond = goal."""
    row_height, left, right, head = 34, 170, 150, 6
    ends = [value for row in rows for value in (row.low, row.middle, row.high, row.done, row.goal) if value is not None]
    most = top or _nice(max(ends, default=1.0))
    scale = (WIDTH - left - right) / most
    height = head + row_height * len(rows) + 24
    parts = []
    for tick in _ticks(most):
        x = left + tick * scale
        parts.append(_line(x, head, x, height - 24, LINE))
        parts.append(_text(x, height - 8, f"{tick:g}{unit}", MUTED, 11, "middle"))
    for number, row in enumerate(rows):
        y = head + row_height * number + row_height / 2
        parts.append(_text(0, y + 4, row.label, INK, 13))
        if row.low is not None and row.high is not None:
            parts.append(_rect(left + row.low * scale, y - 9, max((row.high - row.low) * scale, 2), 18, BAND, 3))
        if row.done:
            parts.append(_rect(left, y - 3.5, row.done * scale, 7, GOOD, 1))
        if row.middle is not None:
            parts.append(_rect(left + row.middle * scale - 1.5, y - 12, 3, 24, ACCENT))
        if row.goal is not None:
            parts.append(_diamond(left + row.goal * scale, y, 7, INK))
        parts.append(_text(WIDTH - right + 14, y + 4, row.text, INK, 12))
    return _svg(height, parts)


def columns(values: Sequence[tuple[str, float | None]], goal: float | None = None) -> str:
    """Shares by week as columns from 0 to 100 %, the newest to the right; ``goal`` is a dashed line."""
    height, base, left = 150, 118, 44
    width = (WIDTH - left) / max(len(values), 1)
    parts = []
    for tick in (0.0, 0.5, 1.0):
        y = base - tick * 100
        parts.append(_line(left, y, WIDTH, y, LINE))
        parts.append(_text(left - 8, y + 4, figure(tick, "share"), MUTED, 11, "end"))
    for number, (label, value) in enumerate(values):
        x = left + width * number
        if value is not None:
            color = ACCENT if number == len(values) - 1 else BAND
            parts.append(_rect(x + width * 0.18, base - 100 * value, width * 0.64, max(100 * value, 1), color, 2))
        parts.append(_text(x + width / 2, base + 18, label, MUTED, 11, "middle"))
    if goal is not None:
        y = base - 100 * goal
        parts.append(_line(left, y, WIDTH, y, GOOD, 1.5, "5 4"))
    return _svg(height, parts)


def bridge(steps: Sequence[Step]) -> str:
    """What took a number from the first step to the last, as columns that hang on each other."""
    height, base, head = 190, 146, 26
    level, levels = 0.0, []
    for step in steps:
        start = 0.0 if step.is_total else level
        level = step.value if step.is_total else level + step.value
        levels.append((min(start, level), max(start, level)))
    scale = (base - head) / max((high for _, high in levels), default=1.0) if any(high for _, high in levels) else 0.0
    width = WIDTH / max(len(steps), 1)
    parts = [_line(0, base, WIDTH, base, LINE)]
    for number, (step, (low, high)) in enumerate(zip(steps, levels, strict=True)):
        x = width * number
        parts.append(
            _rect(x + width * 0.2, base - high * scale, width * 0.6, max((high - low) * scale, 1), step.color, 2)
        )
        text = figure(step.value, "count") if step.is_total else difference(step.value)
        parts.append(_text(x + width / 2, base - high * scale - 7, text, INK, 13, "middle", "600"))
        parts.append(_text(x + width / 2, base + 18, step.label, MUTED, 12, "middle"))
    return _svg(height, parts)


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" font-family="{FONT}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, color: str, size: int, anchor: str = "start", weight: str = "400") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _rect(x: float, y: float, width: float, height: float, color: str, radius: float = 0) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}" fill="{color}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, color: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def _diamond(x: float, y: float, size: float, color: str) -> str:
    points = f"{x:.1f},{y - size:.1f} {x + size:.1f},{y:.1f} {x:.1f},{y + size:.1f} {x - size:.1f},{y:.1f}"
    return f'<polygon points="{points}" fill="none" stroke="{color}" stroke-width="2"/>'


def _ticks(most: float) -> list[float]:
    step = _step(most)
    return [number * step for number in range(int(most / step + 1e-9) + 1)]


def _nice(most: float) -> float:
    """The end of an axis: the first multiple of its step that holds ``most``."""
    step = _step(most)
    return step * -(-most // step) or step


def _step(most: float) -> float:
    """A round distance between four to eight ticks."""
    step = 1.0
    for candidate in (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000):
        step = float(candidate)
        if most / candidate <= 6:
            break
    return step
