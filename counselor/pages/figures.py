"""Figures in words: “12 of 34” first, then what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from letters.outcome_stats import Share


@dataclass(frozen=True)
class Figure:
    """A share as a table shows it. `percent` is empty where too few were counted, `interval` where nothing was."""

    share: Share
    words: str
    percent: str
    interval: str

    @property
    def cells(self) -> list[Any]:
        """The same as plain numbers, for a spreadsheet: k, n, percent, and the interval's ends."""
        low, high = self.share.interval or (None, None)
        ends = [None if each is None else round(each, 1) for each in (low, high)]
        return [self.share.k, self.share.n, self.share.percent, *ends]


FIGURE_HEADINGS = ("k", "n", "percent", "95% interval from", "95% interval to")


def figure(share: Share) -> Figure:
    """The share in words."""
    return Figure(
        share,
        _("%(k)s of %(n)s") % {"k": share.k, "n": share.n},
        "" if share.percent is None else _("%(number)s%%") % {"number": share.percent},
        _interval(share),
    )


def _interval(share: Share) -> str:
    if share.interval is None:
        return ""
    low, high = (round(each) for each in share.interval)
    return _("%(low)s to %(high)s%%") % {"low": low, "high": high}


def plain(number: float | None) -> str:
    """A number with at most one decimal."""
    if number is None:
        return ""
    return number_format(number, decimal_pos=0 if number == int(number) else 1)
