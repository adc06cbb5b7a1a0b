"""The reasons of a standing as sentences a client understands. The rule itself knows only codes and values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates import labels
from candidates.followup.facts import Reason

DAY, SHORT_DAY, MOMENT = "D j M", "j M", "D j M, H:i"

ASK_ABOUT_NEXT_STEPS = _("Before we finish: when may I expect to hear from you, and may I call if I have not?")
"""The sentence for the end of every interview, as the client may say it."""

SENTENCES: dict[str, Promise] = {
    # Interviews and decisions
    "no_interview_yet": _("No interview has been held yet."),
    "interview_called_off": _("The interview of %(on)s did not take place."),
    "interview_ahead": _("The interview is on %(at)s."),
    "interview_held": _("The interview was on %(on)s."),
    "decided_withdrawn": _("On %(on)s the application was withdrawn."),
    "decided_offer_open": _("On %(on)s they made an offer."),
    "decided_offer_accepted": _("On %(on)s the offer was accepted."),
    "decided_offer_declined": _("On %(on)s the offer was declined."),
    "decided_offer_rescinded": _("On %(on)s they took the offer back."),
    "decided_rejected": _("On %(on)s they said no."),
    "decided_position_closed": _("On %(on)s the position was closed."),
    "decided_on_hold": _("On %(on)s the position was put on hold."),
    "cleared_by_invitation": _("Since then, on %(on)s, they invited to another interview."),
    "cleared_by_next_step": _("Since then, on %(on)s, they spoke of a next step again."),
    "cleared_by_reinstated": _("Since then, on %(on)s, the application was taken up again."),
    "cleared_by_resumed": _("Since then, on %(on)s, the search went on."),
    # What they said
    "said_before": _("Before, on %(on)s, %(speaker)s had said: %(promise)s."),
    "slips": _("They have moved the date before (%(times)s)."),
    "missed_their_call": _("On %(at)s they called and did not reach you, so it is your turn to call."),
    "contact_not_recorded": _("On %(on)s there was contact, and what was said about next steps is not on record."),
    "next_step_not_recorded": _("What was said about next steps is not on record."),
    "said_employer_contacts": _("On %(on)s %(speaker)s said: %(promise)s."),
    "said_employer_contacts_no_calls": _("On %(on)s %(speaker)s said, and asked for no calls: %(promise)s."),
    "said_candidate_calls": _("On %(on)s %(speaker)s invited you to call: %(promise)s."),
    "said_candidate_writes": _("On %(on)s %(speaker)s invited you to write: %(promise)s."),
    "said_employer_then_call": _(
        "On %(on)s %(speaker)s said they would be in touch, and that you may call if not: %(promise)s."
    ),
    "said_open_ended": _("On %(on)s %(speaker)s named no date: %(promise)s."),
    "said_not_asked": _("At the interview of %(on)s nobody asked about next steps."),
    "said_beside": _("%(speaker)s said something else that day: %(promise)s. The later date counts."),
    "said_beside_chosen": _("%(speaker)s said something else that day: %(promise)s. The counselor chose which counts."),
    # Dates
    "due_without_date": _("Without a date, %(days)s business days are a long silence: %(due_on)s."),
    "due_rolled": _("%(named_on)s is no business day there (%(closure)s), so it is %(due_on)s."),
    "due": _(
        "Their day was %(due_on)s. With %(grace_days)s days of grace, because schedules slip: %(grace_ends_on)s."
    ),
    "due_ahead": _(
        "Their day: %(due_on)s. With %(grace_days)s days of grace, because schedules slip: %(grace_ends_on)s."
    ),
    "due_today": _("Today, %(due_on)s, is the day they named. Grace runs until %(grace_ends_on)s."),
    "call_window": _("The days to call are %(opens_on)s to %(closes_on)s."),
    "write_window": _("The days to write are %(opens_on)s to %(closes_on)s."),
    "inquiry_window": _(
        "After %(days)s business days, on %(opens_on)s, it is fair to ask; after %(closes_on)s it is a long silence."
    ),
    "closed_days": _("%(first_on)s is closed there (%(closure)s)."),
    "closed_days_run": _("%(first_on)s to %(last_on)s they are closed (%(closure)s)."),
    # Attempts
    "attempt_counts": _("On %(at)s: %(result)s."),
    "attempt_reached": _("On %(at)s you reached them."),
    "attempt_wrong_number": _("The call of %(at)s does not count: it was a wrong number."),
    "attempt_technical": _("The call of %(at)s does not count: the line failed."),
    "attempt_bounced": _("The message of %(on)s does not count: it came back."),
    "attempt_not_an_inquiry": _("The message of %(on)s asked nothing, so no answer is missing."),
    "attempt_nothing_agreed": _("On %(on)s nothing had been agreed that this could answer."),
    "attempt_before_statement": _("The attempt of %(at)s came before they spoke of a next step."),
    "attempt_other_channel": _("The attempt of %(at)s does not count: it was neither a call nor a message."),
    "attempt_not_by_phone": _("The message of %(on)s does not count as the invited call."),
    "attempt_not_in_writing": _("The call of %(on)s does not count: they asked you to write."),
    "attempt_not_as_invited": _("The attempt of %(at)s went to another number or person than the one they named."),
    "attempt_early": _("The attempt of %(at)s was too early: they said %(opens_on)s."),
    "attempt_not_business_day": _("The call of %(at)s does not count: no business day there (%(closure)s)."),
    "attempt_outside_hours": _("The call of %(at)s does not count: outside %(opens)s to %(closes)s there."),
    # What came of them
    "answer_awaited": _("They have until %(answer_by)s to answer the message of %(message_on)s."),
    "no_answer_in_time": _("The message of %(message_on)s was not answered by %(answer_by)s."),
    "call_refused": _("On %(on)s they would not take the call."),
    "days_tried": _("Business days on which nobody answered: %(days)s of the %(needed)s it takes to tell."),
    "nothing_since": _("Nothing has come since %(since)s."),
    # What the counselor says to it
    "counselor_concluded": _("On %(on)s %(by)s looked at all of this and concluded: %(verdict)s."),
    "counselor_concluded_because": _(
        "On %(on)s %(by)s looked at all of this and concluded: %(verdict)s. The reason: %(reason)s."
    ),
}  # fmt: skip

RESULTS = {value.value: label for value, label in labels.RESULT}
KINDS = {value.value: label for value, label in labels.NEXT_STEP}
VERDICTS = {value.value: label for value, label in labels.VERDICT}


def sentence(reason: Reason) -> str:
    """One reason as one sentence in the reader's language. Whoever speaks may open it, so it begins with a capital."""
    text = str(SENTENCES[_spoken(reason)]) % _Words(reason.values)
    return text[:1].upper() + text[1:]


def _spoken(reason: Reason) -> str:
    """The sentence of a reason: some are told in two ways, by what is known."""
    if reason.code == "closed_days" and reason.values.get("days", 1) != 1:
        return "closed_days_run"
    if reason.code == "counselor_concluded" and reason.values.get("reason"):
        return "counselor_concluded_because"
    return reason.code


class _Words(dict[str, Any]):
    """The values of a reason as words; what is not there is filled with something that reads well."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: in_words(name, value) for name, value in values.items()})
        self.values_given = values

    def __missing__(self, name: str) -> str:
        given = self.values_given
        match name:
            case "speaker":
                return str(given.get("by") or _g("they"))
            case "promise":
                words = given.get("words")
                return (
                    _g("“%(words)s”") % {"words": str(words).rstrip(". ")}
                    if words
                    else str(KINDS.get(str(given.get("kind")), "…"))
                )
            case "closure":
                return closure(str(given.get("why", "")))
        return "…"


def day(value: date | datetime) -> str:
    """A day as the pages write it, in the reader's time zone: Thu 19 Nov."""
    return _day(_local(value), DAY, get_language())


def short_day(value: date | datetime) -> str:
    """A day where there is little room, in the reader's time zone: 19 Nov."""
    return _day(_local(value), SHORT_DAY, get_language())


def _local(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=2_000)
def _day(value: date, form: str, language: str) -> str:
    """A page tells the same few days in row after row, and writing one takes a hundred steps."""
    return formats.date_format(value, form)


def in_words(name: str, value: Any) -> str:
    """A value of a reason as it stands in its sentence."""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return day(value)
    match name:
        case "result":
            return str(RESULTS.get(value, value))
        case "verdict":
            return str(VERDICTS.get(value, value))
        case "reason":
            return str(value).rstrip(". ")
    return str(value)


def _moment(at: datetime) -> str:
    """A moment by the employer's clock, which is said where the reader's shows another hour."""
    words = formats.date_format(at, MOMENT)
    return words if at.utcoffset() == timezone.localtime(at).utcoffset() else _g("%(moment)s there") % {"moment": words}


def closure(why: str) -> str:
    """The reason a day is closed: a holiday's name, or the weekend."""
    return _g("weekend") if why == "weekend" else why
