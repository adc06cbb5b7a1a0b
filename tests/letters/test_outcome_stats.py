"""Shares with their intervals, and what came of letters, counted by application."""

from __future__ import annotations

import pytest

from letters.outcome_stats import (
    Attribution,
    Came,
    Mailed,
    OutcomeKind,
    Share,
    answered,
    by_kind,
    delay_of,
    grouped,
    opened,
    silent,
    spread,
    watched,
    wilson,
)

PUBLISHED = [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11), (1, 29, 0.61, 17.18)]
"""Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3 (score, without continuity correction)."""


@pytest.mark.parametrize(("k", "n", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=0.006)


def test_the_interval_is_even_and_stays_within_bounds():
    low, high = wilson(3, 3)
    assert (wilson(0, 3)[0], high) == pytest.approx((0, 100))
    assert wilson(0, 3)[1] == pytest.approx(100 - low)


@pytest.mark.parametrize(("k", "n"), [(1, 0), (4, 3), (-1, 3)])
def test_what_is_no_proportion_raises(k, n):
    with pytest.raises(ValueError, match="no proportion"):
        wilson(k, n)


def test_a_percentage_only_from_ten():
    assert Share(3, 9).percent is None
    assert Share(3, 10).percent == 30
    assert Share(0, 0).interval is None


def test_the_spread_needs_four_for_its_quartiles():
    assert spread([]).median is None
    assert (spread([1, 5, 2]).median, spread([1, 5, 2]).lower) == (2, None)
    assert spread([1, 2, 3, 4, 5]) == spread([5, 4, 3, 2, 1])
    assert (spread([1, 2, 3, 4, 5]).lower, spread([1, 2, 3, 4, 5]).upper) == (2, 4)


# --- Letters ---------------------------------------------------------------------------------------------------------


def came(kind: str, days: int = 10, attribution: str = "later") -> Came:
    return Came(OutcomeKind(kind), days, Attribution(attribution))


def mailed(case: int, *outcomes: Came, variant: str = "after_silence", delay: int | None = 3) -> Mailed:
    return Mailed(case, f"client {case}", variant, "probable", delay, outcomes)


STORY = [
    mailed(1, came("acknowledged"), came("referral", 30)),
    mailed(1, came("acknowledged", attribution="employer"), variant="interview_thanks"),
    mailed(2, came("returned_undeliverable")),
    mailed(3),
    mailed(4, came("networking", 95), delay=None),
]


def test_counted_by_application_not_by_letter():
    assert answered(STORY) == Share(2, 4)
    assert opened(STORY) == Share(2, 4)
    assert silent(STORY) == Share(1, 4)


def test_what_came_after_the_watch_is_left_out():
    within = watched(STORY, 90)
    assert (answered(within), silent(within)) == (Share(1, 4), Share(2, 4))
    assert OutcomeKind.NETWORKING not in by_kind(within)


def test_a_kind_counts_once_an_application_with_the_firmest_word():
    count = by_kind(STORY)[OutcomeKind.ACKNOWLEDGED]
    assert (count.share, count.said_by_employer, count.only_later) == (Share(1, 4), 1, 0)


def test_an_application_counts_in_each_group_its_letters_are_in():
    groups = grouped(STORY, lambda each: each.variant)
    assert {name: answered(rows) for name, rows in groups.items()} == {
        "after_silence": Share(2, 4),
        "interview_thanks": Share(1, 1),
    }


@pytest.mark.parametrize(
    ("days", "bucket"), [(0, (0, 2)), (3, (3, 7)), (30, (15, 30)), (400, (31, None)), (None, None)]
)
def test_every_delay_has_its_bucket(days, bucket):
    assert delay_of(mailed(1, delay=days)) == bucket
