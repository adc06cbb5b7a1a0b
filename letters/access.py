"""The door to letters: those of the applications a member may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from candidates.models import Application, Client
from counselor.accounts.models import Membership
from letters.models import Letter, LetterQuerySet, PrintRun, PrintRunLetter, Signature


def letters(membership: Membership) -> LetterQuerySet:
    """The letters a member may see, ready to be named."""
    return Letter.objects.visible_to(membership).with_names().select_related("practice")


def letter(membership: Membership, pk: int) -> Letter:
    """One of the letters a member may see."""
    return get_object_or_404(letters(membership), pk=pk)


def print_runs(membership: Membership) -> QuerySet[PrintRun]:
    """The print runs of which a member may see every letter: a run shows all of them at once. Each knows whether some
    of its letters are `unprinted`, `unmailed` or `mailed`."""
    hidden = PrintRunLetter.objects.filter(run=OuterRef("pk")).exclude(letter__in=letters(membership).values("pk"))
    inside = Letter._base_manager.filter(places__run=OuterRef("pk"))
    runs = PrintRun.objects.filter(~Exists(hidden), practice=membership.practice_id).annotate(
        unprinted=Exists(inside.filter(state=Letter.State.APPROVED)),
        unmailed=Exists(inside.filter(state__in=[Letter.State.APPROVED, Letter.State.PRINTED])),
        mailed=Exists(inside.filter(mailed_on__isnull=False)),
    )
    return runs.select_related("printer", "created_by", "practice").defer("letters_pdf", "envelopes_pdf", "sheet_pdf")


def print_run(membership: Membership, pk: int) -> PrintRun:
    """One of the print runs a member may see."""
    return get_object_or_404(print_runs(membership), pk=pk)


def signature(of: Client) -> Signature | None:
    """The signature of a client one may see, if one is kept."""
    return Signature.objects.filter(client=of, removed_at=None).select_related("client__practice").first()


def of_application(application: Application) -> Any:
    """The letters of an application one may see, with their outcomes."""
    rows = application.letters.select_related("contact", "mailed_by", "application__client", "application__employer")
    return rows.prefetch_related("outcomes__recorded_by")


def origin_of(application: Application) -> Letter | None:
    """The letter whose outcome led to this application, if one did."""
    return Letter.objects.filter(outcomes__led_to=application).first()
