"""All letters of a print run are in the mail, in one step; and back again, where that was said too soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import services as candidates
from candidates.models import Touchpoint
from candidates.services import Refused
from counselor.accounts.models import User
from letters import services
from letters.models import Letter, PrintRun
from letters.print_runs import letters_of


@dataclass(frozen=True)
class Mailed:
    """What “all mailed” came to: the letters that left, and those that must not, each with the reason."""

    mailed: list[Letter]
    kept: list[tuple[Letter, str]]


def mail_all(*, run: PrintRun, on: date, by: User, but: Iterable[int] = ()) -> Mailed:
    """Every letter of the run was put in the mail that day, except those in `but`. Each is checked as it leaves."""
    result = Mailed([], [])
    left_out = set(but)
    for letter in letters_of(run):
        if letter.pk in left_out or letter.state not in (Letter.State.APPROVED, Letter.State.PRINTED):
            continue
        try:
            services.mark_mailed(letter=letter, on=on, by=by)
            result.mailed.append(letter)
        except Refused as refusal:
            result.kept.append((letter, str(refusal)))
    return result


@transaction.atomic
def unmail(*, letter: Letter, by: User) -> None:
    """It was not put in the mail after all: the mark and the line in the log are taken back.

    Raises Refused where something came of it already, or nothing was marked.
    """
    if letter.outcomes.filter(voided_at=None).exists():
        raise Refused(_("Something came of this letter, so it was in the mail."))
    sent = Touchpoint.objects.filter(mailed_letter=letter).first()
    changed = Letter.objects.filter(pk=letter.pk, state=Letter.State.MAILED).update(
        state=Letter.State.PRINTED, mailed_on=None, mailed_at=None, mailed_by=None, mailing=None,
        printed_at=letter.printed_at or letter.mailed_at, printed_by=letter.printed_by or letter.mailed_by,
    )  # fmt: skip
    if not changed:
        raise Refused(_("This letter is not marked as mailed."))
    if sent is not None:
        candidates.void(fact=sent, reason=_("marked as mailed by mistake"), by=by)


def unmail_all(*, run: PrintRun, by: User) -> Mailed:
    """Take “all mailed” back. Letters something came of stay as they are."""
    result = Mailed([], [])
    for letter in letters_of(run):
        if letter.state != Letter.State.MAILED:
            continue
        try:
            unmail(letter=letter, by=by)
            result.mailed.append(letter)
        except Refused as refusal:
            result.kept.append((letter, str(refusal)))
    return result
