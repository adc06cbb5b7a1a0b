"""What was understood of an employer's words, told in a sentence; and the questions that remain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import dates as names
from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from candidates.followup.facts import Reason
from candidates.followup.moments import Ask
from candidates.followup.rules import ErrorCode, Holiday, Part
from candidates.wording import DAY

FRAGMENTS: dict[str, Any] = {
    "promise_in_hours": ngettext_lazy(
        "%(amount)d hour from %(anchor)s is %(date)s", "%(amount)d hours from %(anchor)s is %(date)s", "amount"
    ),
    "promise_in_days": ngettext_lazy(
        "%(amount)d day from %(anchor)s is %(date)s", "%(amount)d days from %(anchor)s is %(date)s", "amount"
    ),
    "promise_in_business_days": ngettext_lazy(
        "%(amount)d business day from %(anchor)s is %(date)s",
        "%(amount)d business days from %(anchor)s is %(date)s",
        "amount",
    ),
    "promise_in_weeks": ngettext_lazy(
        "%(amount)d week from %(anchor)s is %(date)s", "%(amount)d weeks from %(anchor)s is %(date)s", "amount"
    ),
    "promise_in_months": ngettext_lazy(
        "%(amount)d month from %(anchor)s is %(date)s", "%(amount)d months from %(anchor)s is %(date)s", "amount"
    ),
    "promise_month_clamped": _("the last day of that month"),
    "promise_date": _("that is %(date)s"),
    "promise_weekday": _("counted from %(anchor)s, that is %(date)s"),
    "promise_weekday_of_week": _("counted from %(anchor)s, that is %(date)s"),
    "promise_week": _("%(part)s of the week of %(first)s, by %(date)s"),
    "promise_month": _("%(part)s of %(month)s, by %(date)s"),
    "promise_week_of_month": _("the week of %(first)s, by %(date)s"),
    "promise_holiday": _("%(holiday)s is over on %(date)s"),
    "promise_full_week": _("the first full business week after it begins on %(date)s"),
    "promise_allowance": _("with %(amount)s business days that is %(date)s"),
    "promise_before": _("before it means by %(date)s"),
    "promise_after": _("after it means %(date)s"),
    "promise_weekend": _("a %(weekday)s"),
    "promise_closed": _("%(why)s"),
    "promise_moved": _("so %(date)s"),
    "promise_from": _("from %(date)s"),
    "promise_by": _("until %(date)s"),
    "promise_loose": _("said loosely, so give or take a few days"),
    "promise_past": _("which is past already"),
    "promise_open_ended": _("no date was named"),
    "promise_not_asked": _("next steps were not asked about"),
}

PARTS: dict[str, Promise] = {
    Part.EARLY: _("the beginning"),
    Part.MIDDLE: _("the middle"),
    Part.LATE: _("the later part"),
    Part.END: _("the end"),
    Part.WHOLE: _("some time"),
}

HOLIDAYS: dict[str, Promise] = {
    Holiday.NEW_YEAR: _("New Year’s Day"),
    Holiday.MLK_DAY: _("Martin Luther King Jr. Day"),
    Holiday.PRESIDENTS_DAY: _("Presidents’ Day"),
    Holiday.GOOD_FRIDAY: _("Good Friday"),
    Holiday.EASTER: _("Easter"),
    Holiday.MEMORIAL_DAY: _("Memorial Day"),
    Holiday.JUNETEENTH: _("Juneteenth"),
    Holiday.INDEPENDENCE_DAY: _("Independence Day"),
    Holiday.LABOR_DAY: _("Labor Day"),
    Holiday.COLUMBUS_DAY: _("Columbus Day"),
    Holiday.VETERANS_DAY: _("Veterans Day"),
    Holiday.THANKSGIVING: _("Thanksgiving"),
    Holiday.CHRISTMAS: _("Christmas"),
    Holiday.THE_HOLIDAYS: _("the holiday season"),
}

QUESTIONS: dict[str, Promise] = {
    Ask.WHO_ACTS: _("Who makes the next move?"),
    Ask.CHANNEL: _("Are you to call or to write?"),
    Ask.SAME_DAY: _("That same day, or a week later?"),
    Ask.NEXT_WEEKDAY: _("The coming one, or next week’s?"),
    Ask.WHICH_WEEK: _("Which week did they mean?"),
    Ask.RANGE: _("They named a range. Which end shall count?"),
    Ask.TWO_DATES: _("There is more than one date. Which is the one they promised?"),
    Ask.DAY_MONTH: _("Which date is that?"),
    Ask.WHICH_YEAR: _("Which year did they mean?"),
    Ask.NO_SUCH_DAY: _("That month has no such day. Which did they mean?"),
    Ask.WEEKDAY_MISMATCH: _("Weekday and date do not go together. Which is right?"),
    Ask.BY_PERIOD: _("Before it begins, or by its end?"),
    Ask.PICK_DATE: _("They named no day. Does this one seem fair?"),
    Ask.WHEN_BACK: _("When is that? Please enter the day."),
    Ask.PAST_DATE: _("This day was past when they said it. Is it right?"),
    Ask.UNCLEAR_DATE: _("There is a date in it. Is it the one they promised?"),
    Ask.IMPOSSIBLE_DATE: _("There is no such day in the calendar. Please enter the day they meant."),
    Ask.TOO_FAR: _("That is too far away to be a promise. Please enter the day they meant."),
    Ask.INTERVIEW: _("This sounds like another interview. Record it as an interview instead."),
    Ask.DECISION: _("This sounds like a decision. Record it as a decision instead."),
    Ask.TOO_LONG: _("This is more text than we can read. Keep the sentence about next steps."),
}

ERRORS: dict[str, Promise] = {
    ErrorCode.NO_SUCH_DATE: _("There is no such day in the calendar."),
    ErrorCode.TOO_FAR: _("That is too far away to be a promise."),
    ErrorCode.OUT_OF_RANGE: _("That lies outside the calendar."),
    ErrorCode.MALFORMED: _("That is not a date we can compute."),
}


def explained(because: Iterable[Reason]) -> str:
    """The steps from the words to the day as one sentence."""
    fragments = [_fragment(reason) for reason in because]
    return f"{capfirst(', '.join(fragments))}." if fragments else ""


def _fragment(reason: Reason) -> str:
    values = {name: _in_words(name, value) for name, value in reason.values.items()}
    if isinstance(day := reason.values.get("date"), date):
        values["weekday"] = str(names.WEEKDAYS[day.weekday()])
    if isinstance(first := reason.values.get("first"), date):
        values["month"] = formats.date_format(first, "F")
    return str(FRAGMENTS[reason.code] % values)


def _in_words(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return formats.date_format(value, DAY)
    match name:
        case "part":
            return str(PARTS.get(value, value))
        case "holiday":
            return str(HOLIDAYS.get(value, value))
    return value
