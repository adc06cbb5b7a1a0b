from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from candidates.followup.clock import WEEKEND, Calendar, grace_days, start_of_day, where, window_for
from candidates.followup.facts import ClockAxis, NextStepKind, Policy, Precision, Window
from tests.candidates.followup.calendars import PLAIN, US, calendar_of
from tests.candidates.followup.story import NEW_YORK, POLICY, said

SUMMER_BREAK = Calendar(closed={date(2026, 8, 3) + timedelta(days=n): "closed: summer break" for n in range(5)})


# --- Business days ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 2, 16), "Washington's Birthday"),
        (date(2026, 2, 15), WEEKEND),
        (date(2026, 7, 3), "Independence Day (observed)"),
        (date(2026, 7, 4), "Independence Day"),
        (date(2026, 2, 17), None),
    ],
)
def test_why_closed(day: date, why: str | None) -> None:
    assert US.why_closed(day) == why
    assert US.is_business_day(day) is (why is None)


def test_roll_forward_over_a_long_weekend() -> None:
    assert US.roll_forward(date(2026, 2, 14)) == date(2026, 2, 17)


def test_roll_forward_keeps_a_business_day() -> None:
    assert US.roll_forward(date(2026, 2, 17)) == date(2026, 2, 17)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 12, 31), 2, date(2027, 1, 5)),
        (date(2026, 11, 14), 1, date(2026, 11, 16)),
        (date(2026, 11, 14), 0, date(2026, 11, 14)),
        (date(2026, 11, 25), 1, date(2026, 11, 27)),
    ],
)
def test_add_business_days(day: date, n: int, expected: date) -> None:
    assert US.add_business_days(day, n) == expected


def test_business_days_are_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="counted forward"):
        US.add_business_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize("start", [date(2026, 11, 1) + timedelta(days=n) for n in range(0, 80, 3)])
@pytest.mark.parametrize("n", [1, 2, 5, 30])
def test_between_undoes_add(start: date, n: int) -> None:
    assert US.business_days_between(start, US.add_business_days(start, n)) == n


def test_between_counts_backward_as_negative() -> None:
    assert US.business_days_between(date(2027, 1, 5), date(2026, 12, 31)) == -2


def test_between_agrees_with_counting() -> None:
    start = date(2026, 6, 14)
    for length in range(60):
        end = start + timedelta(days=length)
        counted = sum(US.is_business_day(start + timedelta(days=n)) for n in range(1, length + 1))
        assert US.business_days_between(start, end) == counted


def test_day_by_day_shows_each_skipped_day() -> None:
    days = US.day_by_day(date(2026, 12, 31), date(2027, 1, 4))
    assert [(each.on.day, each.closed) for each in days] == [
        (31, None),
        (1, "New Year's Day"),
        (2, WEEKEND),
        (3, WEEKEND),
        (4, None),
    ]


def test_day_by_day_backward_is_empty() -> None:
    assert US.day_by_day(date(2026, 12, 31), date(2026, 12, 30)) == ()


def test_weekend_on_friday_and_saturday() -> None:
    egypt = calendar_of("EG")
    assert [egypt.is_business_day(date(2026, 11, day)) for day in (5, 6, 7, 8)] == [True, False, False, True]


# --- Calendars and dates that make no sense --------------------------------------------------------------------------


def test_a_week_without_business_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no business day"):
        Calendar(weekend=frozenset(range(7)))


def test_iso_weekdays_are_refused() -> None:
    with pytest.raises(ValueError, match="numbered 0"):
        Calendar(weekend=frozenset({6, 7}))


def test_closed_for_years_is_refused() -> None:
    forever = Calendar(closed={date(2026, 1, 1) + timedelta(days=n): "closed" for n in range(900)})
    with pytest.raises(ValueError, match="no business day in the 400 days"):
        forever.roll_forward(date(2026, 1, 1))


def test_the_end_of_time_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        PLAIN.add_business_days(date.max, 1)


def test_the_last_business_day_of_all_is_itself() -> None:
    assert PLAIN.roll_forward(date.max) == date.max


def test_the_beginning_of_time_has_no_start_in_tokyo() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        start_of_day(date.min, ZoneInfo("Asia/Tokyo"))


# --- The windows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said_on", "due", "grace_ends", "overdue_from"),
    [
        ("2026-12-17", "2026-12-31", "2027-01-05", "2027-01-06"),
        ("2026-12-18", "2027-01-04", "2027-01-06", "2027-01-07"),
        ("2026-06-19", "2026-07-06", "2026-07-08", "2026-07-09"),
        ("2026-11-12", "2026-11-27", "2026-12-01", "2026-12-02"),
    ],
)
def test_grace_of_in_two_weeks(said_on: str, due: str, grace_ends: str, overdue_from: str) -> None:
    window = window_for(said(said_on, NextStepKind.EMPLOYER_CONTACTS, due), POLICY, US, NEW_YORK)
    assert window is not None
    assert (window.due_on, window.closes_on) == (date.fromisoformat(due), date.fromisoformat(grace_ends))
    assert where(window, date.fromisoformat(due)) is ClockAxis.BEFORE
    assert where(window, date.fromisoformat(grace_ends)) is ClockAxis.WINDOW
    assert where(window, date.fromisoformat(overdue_from)) is ClockAxis.PAST


@pytest.mark.parametrize(
    ("precision", "days"),
    [(Precision.EXACT, 2), (Precision.APPROXIMATE, 3), (Precision.VAGUE, 5), (Precision.NONE, 5)],
)
def test_grace_by_precision(precision: Precision, days: int) -> None:
    assert grace_days(precision, POLICY) == days


def window(kind: NextStepKind, due: str | None = None, by: str | None = None) -> Window | None:
    return window_for(said("2026-11-02", kind, due, by=by), POLICY, PLAIN, NEW_YORK)


@pytest.mark.parametrize("kind", [NextStepKind.EMPLOYER_CONTACTS_NO_CALLS, NextStepKind.EMPLOYER_THEN_CALL])
def test_promise_opens_the_day_after(kind: NextStepKind) -> None:
    assert window(kind, "2026-11-13") == Window(date(2026, 11, 14), date(2026, 11, 17), date(2026, 11, 13))


@pytest.mark.parametrize("kind", [NextStepKind.CANDIDATE_CALLS, NextStepKind.CANDIDATE_WRITES])
def test_invitation_lasts_ten_business_days(kind: NextStepKind) -> None:
    assert window(kind, "2026-11-16") == Window(date(2026, 11, 16), date(2026, 11, 30), date(2026, 11, 16))


def test_invitation_with_a_last_day() -> None:
    assert window(NextStepKind.CANDIDATE_CALLS, "2026-11-16", by="2026-11-18") == Window(
        date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 16)
    )


def test_invitation_does_not_close_before_it_opens() -> None:
    assert window(NextStepKind.CANDIDATE_CALLS, "2026-11-16", by="2026-11-13") == Window(
        date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 16)
    )


def test_invitation_for_a_weekend_holds_on_monday() -> None:
    assert window(NextStepKind.CANDIDATE_CALLS, "2026-11-14", by="2026-11-15") == Window(
        date(2026, 11, 16), date(2026, 11, 16), date(2026, 11, 16)
    )


def test_invitation_without_a_date_holds_from_the_day_it_was_made() -> None:
    found = window(NextStepKind.CANDIDATE_CALLS)
    assert found is not None
    assert found.opens_on == date(2026, 11, 2)


def test_promise_without_a_date_is_due_at_the_ceiling() -> None:
    found = window(NextStepKind.EMPLOYER_CONTACTS)
    assert found is not None
    assert found.due_on == date(2026, 12, 14)


@pytest.mark.parametrize(
    ("kind", "opens_on"),
    [(NextStepKind.OPEN_ENDED, date(2026, 11, 16)), (NextStepKind.NOT_ASKED, date(2026, 11, 9))],
)
def test_inquiry_window_ends_at_the_ceiling(kind: NextStepKind, opens_on: date) -> None:
    assert window(kind) == Window(opens_on, date(2026, 12, 14))


def test_unrecorded_has_no_window() -> None:
    assert window(NextStepKind.UNRECORDED) is None
    assert where(None, date(2026, 11, 2)) is ClockAxis.BEFORE


def test_closures_of_the_employer_lengthen_the_grace() -> None:
    promise = said("2026-07-17", NextStepKind.EMPLOYER_CONTACTS, "2026-07-31")
    found = window_for(promise, POLICY, SUMMER_BREAK, NEW_YORK)
    assert found is not None
    assert found.closes_on == date(2026, 8, 11)


def test_without_grace_a_promise_is_overdue_the_next_day() -> None:
    promise = said("2026-11-02", NextStepKind.EMPLOYER_CONTACTS, "2026-11-13")
    found = window_for(promise, Policy(grace_exact=0), PLAIN, NEW_YORK)
    assert where(found, date(2026, 11, 13)) is ClockAxis.BEFORE
    assert where(found, date(2026, 11, 14)) is ClockAxis.PAST


# --- The first instant of a day --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "zone", "in_utc"),
    [
        (date(2026, 3, 8), "America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC)),
        (date(2026, 4, 24), "Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),  # 00:00 does not exist there
        (date(2026, 11, 1), "America/Havana", datetime(2026, 11, 1, 4, tzinfo=UTC)),  # 00:00 comes twice
        (date(2011, 12, 30), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # the day does not exist
        (date(2026, 5, 1), "Asia/Kathmandu", datetime(2026, 4, 30, 18, 15, tzinfo=UTC)),
    ],
)
def test_start_of_day(day: date, zone: str, in_utc: datetime) -> None:
    assert start_of_day(day, ZoneInfo(zone)).astimezone(UTC) == in_utc


def test_start_of_day_skips_the_missing_hour() -> None:
    assert start_of_day(date(2026, 4, 24), ZoneInfo("Africa/Cairo")).hour == 1
