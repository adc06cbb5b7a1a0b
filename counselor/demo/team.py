"""Who counsels whom changed once: Dan handed Diego over to Alice, weeks ago. His notes are still his."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from candidates import assignments, notes
from candidates.querysets import practice_day
from counselor.demo.people import Cast
from counselor.demo.stage import Event

FIRST_NOTE, HANDED_OVER = timedelta(days=58), timedelta(days=23)


def events(cast: Cast, now: datetime) -> Iterator[Event]:
    """The days of Diego's file at which a counselor wrote in it."""
    client, dan, alice = cast.clients["diego"], cast.users["dan"], cast.members["alice"]

    def meet() -> None:
        text = "Two children, one car, evenings only. Says yes too quickly: practice “let me think about it”."
        notes.write_case_note(client=client, text=text, by=dan)

    def hand_over() -> None:
        primary = assignments.open_primary(client)
        assert primary
        text = "He is ready for the next round. Ask about the depot offer, he has not slept over it yet."
        assignments.hand_over(
            client=client, seen=primary.pk, to=alice, on=practice_day(cast.practice), by=dan, note=text
        )
        cast.counselor_of["diego"] = alice.user

    yield Event(now - FIRST_NOTE, 0, meet)
    yield Event(now - HANDED_OVER, 1, hand_over)
