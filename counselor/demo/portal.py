"""What the demo's clients chose for themselves, and what is said about a letter: a review, reminders, a calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from candidates import calendar_addresses, reminding
from counselor.demo.people import Cast
from counselor.demo.stage import clock_at
from letters import reviews
from letters.models import Letter
from letters.reviews import Step

HINT = (
    "The opening is yours, keep it. What is missing is the one thing only you can know: "
    "what did she show you before you sat down?"
)
ANSWER = "The loading dock, and the board with everybody’s first names. I will put that in."


def tell(cast: Cast, now: datetime) -> None:
    """Inside the scope of the practice, once its story was played."""
    talk_about_a_letter(cast, now)
    bob = cast.clients["bob"]
    reminding.choose(client=bob, rhythm="single", hour=7, quiet_from=21, quiet_until=7, by=cast.writer("bob"))
    with clock_at(now - timedelta(days=20)):
        member = cast.practice.memberships.get(user=bob.user)
        calendar_addresses.make(membership=member, detail="plain", by=cast.writer("bob"))
    read_old_ones(cast, now)


def talk_about_a_letter(cast: Cast, now: datetime) -> None:
    """Bob asks, his counselor suggests, Bob answers."""
    letter = Letter.objects.filter(application__client=cast.clients["bob"], state=Letter.State.DRAFT).first()
    if letter is None:
        return
    bob, counselor = cast.writer("bob"), cast.counselor_of["bob"]
    with clock_at(now - timedelta(hours=20)):
        reviews.ask_to_look(letter=letter, by=bob)
    with clock_at(now - timedelta(hours=4)):
        reviews.look(letter=letter, step=Step.CHANGES, text=HINT, by=counselor)
    with clock_at(now - timedelta(hours=1)):
        reviews.comment(letter=letter, text=ANSWER, by=bob)


def read_old_ones(cast: Cast, now: datetime) -> None:
    """Reminders of long ago were read; those of the last days are new."""
    for client in cast.clients.values():
        old = reminding.of_client(client).filter(seen_at=None, made_at__lt=now - timedelta(days=3))
        old.update(seen_at=now - timedelta(days=2))
