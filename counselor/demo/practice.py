"""Makes the demo practice, and finds it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from candidates.models import CaseNote, SharedNote
from counselor.accounts.models import Practice
from counselor.demo import (
    care,
    joining,
    mail,
    portal,
    stories_bob,
    stories_calls,
    stories_decided,
    stories_past,
    stories_silence,
    stories_waiting,
    team,
)
from counselor.demo.acts import Note, Story
from counselor.demo.desk import arrange_desk
from counselor.demo.documents import send_documents
from counselor.demo.employers import make_employers
from counselor.demo.letters import Correspondence, can_render
from counselor.demo.notes import NOTES
from counselor.demo.people import FOUNDER, Cast, found_practice, make_people
from counselor.demo.script import Script
from counselor.demo.snoozes import put_off
from counselor.demo.stage import Event, play

STORIES: tuple[Story, ...] = (
    *stories_bob.STORIES,
    *stories_waiting.STORIES,
    *stories_calls.STORIES,
    *stories_silence.STORIES,
    *stories_decided.STORIES,
    *stories_past.STORIES,
)


def find_demo() -> Practice | None:
    """The demo practice, if it was made: the one its counselor belongs to."""
    return Practice.objects.filter(memberships__user__email=FOUNDER).first()


@transaction.atomic
def make_demo(now: datetime) -> Practice:
    """The whole practice as it stands at `now`: all of it, or nothing."""
    practice = found_practice(now)
    with scope(practice=practice), timezone.override(practice.time_zone):
        today = timezone.localdate(now)
        cast = make_people(practice, today)
        places = make_employers(cast, today)
        scripts = [Script(story, n, cast, places[story.employer], now) for n, story in enumerate(STORIES)]
        play([*_events(scripts), *team.events(cast, now)], until=now)
        _write_notes(cast, now)
        send_documents(cast, [script.application for script in scripts])
        care.tell(cast, now)
        portal.tell(cast, now)
        arrange_desk(cast)
        joining.tell(cast, now)
        put_off(cast, now)
        mail.settle(practice, now)
    return practice


def _events(scripts: list[Script]) -> Iterator[Event]:
    frozen = can_render()
    for script in scripts:
        yield from script.events()
        if script.story.letter:
            yield from Correspondence(script, script.story.letter).events(frozen=frozen)


def _write_notes(cast: Cast, now: datetime) -> None:
    """Notes carry the day they were written; the service that writes them knows only the present."""
    for client, notes in NOTES.items():
        for note in notes:
            _write_note(cast, client, note, now)


def _write_note(cast: Cast, client: str, note: Note, now: datetime) -> None:
    model = SharedNote if note.shared else CaseNote
    model.objects.create(
        client=cast.clients[client],
        author=cast.counselor_of[client],
        text=note.text,
        created_at=now - timedelta(days=note.days_ago, hours=2),
    )
