"""Numbers become places on a sheet. Lengths across are in percent of the sheet's width, lengths down in pixels.

So the drawing is as wide as the page and its letters stay as large as those around it. Every bar has its words and its
figure in writing: the drawing says nothing that the table below it does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from letters.outcome_stats import Share

ROW = 46  # pixels for one bar with the line of words above it
WORDS, TOP, THICK = 14, 21, 12  # the words' baseline, where the bar begins, and how thick it is
FOOT = 22  # pixels for the scale below


@dataclass(frozen=True)
class Bar:
    """What one bar shall say. `value` and the interval are in the chart's unit; without a value nothing is drawn."""

    label: str
    figure: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class DrawnBar:
    """A bar in its place."""

    label: str
    figure: str
    words_y: int
    top: int
    middle: int
    cap_top: int
    cap_bottom: int
    width: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Tick:
    """A mark on the scale."""

    at: float
    label: str
    anchor: str


@dataclass(frozen=True)
class Chart:
    """A drawing of bars for `_components/bar_chart.html`. `slug` tells its parts from those of others on the page."""

    slug: str
    title: str
    summary: str
    height: int
    foot: int
    scale_y: int
    bars: list[DrawnBar]
    ticks: list[Tick]
    thickness: int = THICK


def bar_of(label: str, share: Share, figure: str) -> Bar:
    """A share as a bar from 0 to 100: the bar itself only where a percentage may be given, the interval always."""
    low, high = share.interval or (None, None)
    return Bar(label, figure, share.percent, low, high)


def bar_chart(slug: str, title: str, bars: Iterable[Bar], *, most: float | None = 100, unit: str = "%") -> Chart:
    """The bars one below the other. `most` is what the full width stands for; None: the longest bar."""
    rows = list(bars)
    whole = most or max((each.value or 0 for each in rows), default=0) or 1
    foot = ROW * len(rows)
    return Chart(
        slug=slug,
        title=title,
        summary="; ".join(f"{each.label}: {each.figure}" for each in rows),
        height=foot + FOOT,
        foot=foot,
        scale_y=foot + WORDS,
        bars=[_drawn(each, number, whole) for number, each in enumerate(rows)],
        ticks=_ticks(whole, unit),
    )


def _drawn(bar: Bar, number: int, whole: float) -> DrawnBar:
    top = ROW * number + TOP
    return DrawnBar(
        label=bar.label,
        figure=bar.figure,
        words_y=ROW * number + WORDS,
        top=top,
        middle=top + THICK // 2,
        cap_top=top - 1,
        cap_bottom=top + THICK + 1,
        width=_across(bar.value, whole),
        low=_across(bar.low, whole),
        high=_across(bar.high, whole),
    )


def _across(value: float | None, whole: float) -> float | None:
    """How far along the sheet, in percent of its width."""
    return None if value is None else round(100 * min(max(value, 0), whole) / whole, 2)


def _ticks(whole: float, unit: str) -> list[Tick]:
    """Four steps where they come out even, else the two ends."""
    steps = 4 if whole % 4 == 0 else 1
    anchors = ["start", *["middle"] * (steps - 1), "end"]
    return [Tick(100 * step / steps, f"{whole * step / steps:g}{unit}", anchor) for step, anchor in enumerate(anchors)]
