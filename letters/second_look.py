"""Months after a letter: when the time to watch it is over, its client is asked once more what came of it.

The second look has a window as long as the first. It is derived from the mailing alone: the question stands while
nothing is on record, and goes with an outcome, with “nothing came”, or with the end of the window.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.services import Refused
from candidates.standings import lock, practice_policy
from counselor.accounts.models import User
from letters.models import Letter, LookedAgain, Outcome

NOTHING_ON_RECORD = Q(
    ~Exists(Outcome._base_manager.filter(letter=OuterRef("pk"), voided_at=None)),
    ~Exists(LookedAgain._base_manager.filter(letter=OuterRef("pk"))),
)
"""As a condition on letters: nothing came, as far as anybody said, and nobody looked once more."""


def look_again_on(mailed_on: date, observation_days: int) -> date:
    """The first day of the second look."""
    return mailed_on + timedelta(days=observation_days)


def asked_again(practice_id: int, today: date) -> Q:
    """As a condition on letters: their client is asked today what came of them."""
    days = practice_policy(practice_id).observation_days
    first, last = today - timedelta(days=2 * days), today - timedelta(days=days)
    watched = Q(state=Letter.State.MAILED, mailed_on__gt=first, mailed_on__lte=last)
    return watched & NOTHING_ON_RECORD


def asks_again(letter: Letter, today: date) -> bool:
    """Whether this letter's client is asked today."""
    return Letter.objects.filter(asked_again(letter.practice_id, today), pk=letter.pk).exists()


@transaction.atomic
def nothing_came(*, letter: Letter, by: User) -> LookedAgain:
    """Somebody looked once more, and nothing had come. Said twice it is said once.

    Raises Refused before the letter was mailed, and where something is on record.
    """
    lock(letter.application)
    if letter.mailed_on is None:
        raise Refused(_("Only what was mailed can have an outcome."))
    if letter.outcomes.filter(voided_at=None).exists():
        raise Refused(_("Something is on record already. See below."))
    row, is_new = LookedAgain.objects.get_or_create(
        letter=letter, defaults={"recorded_by": by, "recorded_at": timezone.now()}
    )
    if is_new:
        about = letter.application
        trail.note(action=trail.Action.REVIEWED, by=by, application=about, letter=letter.number, step="nothing_came")
    return row
