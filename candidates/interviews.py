"""What is on record around an interview: the last one held, what was said at it, and the thanks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from candidates.followup.facts import Channel, Direction, Purpose, Result
from candidates.models import Application, Interview, Touchpoint

THANKS_SENT = Q(
    direction=Direction.OUT, channel=Channel.EMAIL, result=Result.SENT, purpose=Purpose.THANKS, voided_at=None
)


def is_thanks(touchpoint: Touchpoint) -> bool:
    """Whether a touchpoint is one of `THANKS_SENT`, as the database would say."""
    return (touchpoint.direction, touchpoint.channel, touchpoint.result, touchpoint.purpose, touchpoint.voided_at) == (
        Direction.OUT, Channel.EMAIL, Result.SENT, Purpose.THANKS, None,
    )  # fmt: skip


def latest_begun(application: Application, now: datetime) -> Interview | None:
    """The last interview that was not called off and has begun by `now`."""
    begun = application.interviews.standing().filter(cancelled_at=None, starts_at__lte=now)
    return begun.order_by("starts_at", "pk").last()


def steps_told(interview: Interview) -> Any:
    """What was said about next steps at this interview, or after it and before the next one."""
    rounds = interview.application.interviews.standing().filter(cancelled_at=None)
    following = rounds.filter(starts_at__gt=interview.starts_at).order_by("starts_at").first()
    since = Q(interview=None, said_at__gte=interview.starts_at)
    if following:
        since &= Q(said_at__lt=following.starts_at)
    return interview.application.nextsteps.standing().filter(since | Q(interview=interview)).select_related("said_by")


def thanked(interview: Interview) -> Touchpoint | None:
    """The thank-you e-mail that followed the interview, if one is on record."""
    sent = interview.application.touchpoints.filter(THANKS_SENT, happened_at__gte=interview.starts_at)
    return sent.order_by("happened_at", "pk").first()
