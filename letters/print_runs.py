"""Print day: many approved letters joined for the printer, in the order of their envelopes, and mailed in one step.

A run is made by the worker from frozen bytes; nothing is laid out again. It is claimed under a lease like a mail in the
outbox, so that a run whose worker died is taken up again, from the beginning and with the same result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.services import Refused
from counselor import jobs
from counselor.accounts.models import Membership, User
from letters import access
from letters.joining import STRAIGHT, Shift, join
from letters.layout import ENVELOPES, LAYOUTS
from letters.models import FrozenLetter, Letter, Printer, PrintRun, PrintRunLetter
from letters.run_sheet import run_sheet
from letters.standings import fits

State = PrintRun.State
MOST_LETTERS = 5_000
STEP = 25  # letters between two notes of progress


# --- The queue -------------------------------------------------------------------------------------------------------


@dataclass
class Batch:
    """Letters of the queue that go into the same envelopes, on the same paper, to the same kind of country."""

    envelope: str
    sheet: str
    abroad: bool
    letters: list[Letter] = field(default_factory=list)


def queue(membership: Membership) -> list[Letter]:
    """Approved letters a member may see that lie in no run and still fit their standing, in the order of printing."""
    # Asked by itself, and nearly always empty: SQLite's parser takes no question inside so many others.
    lost = list(_lost_sight_of(membership).values_list("pk", flat=True))
    lying = PrintRunLetter.objects.filter(released=False).exclude(pk__in=lost)
    rows = access.letters(membership).filter(state=Letter.State.APPROVED).exclude(pk__in=lying.values("letter"))
    rows = rows.select_related("contact__site", "application__client__practice")
    return sorted((row for row in rows if fits(row)), key=order)


def _lost_sight_of(membership: Membership) -> QuerySet[PrintRunLetter]:
    """Places in runs one made and may not see any more, since a client in them went to somebody else."""
    own = PrintRun.objects.filter(created_by=membership.user_id, practice=membership.practice_id)
    gone = own.exclude(pk__in=access.print_runs(membership).values("pk"))
    return PrintRunLetter.objects.filter(run__in=gone.values("pk"), released=False)


def order(letter: Letter) -> tuple[Any, ...]:
    """By envelope, paper and country; within them by client, so that one person's letters lie together."""
    client = letter.application.client
    envelope = ENVELOPES[letter.envelope]
    return (
        *(-envelope.width, letter.envelope, LAYOUTS[letter.layout].sheet.code, is_abroad(letter), country_of(letter)),
        *(client.family_name.casefold(), client.given_name.casefold(), letter.pk),
    )


def country_of(letter: Letter) -> str:
    return letter.contact.site.country if letter.contact.site else ""


def is_abroad(letter: Letter) -> bool:
    """Whether it leaves the country it is mailed in, which wants another stamp."""
    return bool(country_of(letter)) and country_of(letter) != letter.application.client.practice.country


def batches(letters: Iterable[Letter]) -> list[Batch]:
    """The queue by what has to be laid into the printer."""
    found: dict[tuple[str, str, bool], Batch] = {}
    for letter in letters:
        key = letter.envelope, LAYOUTS[letter.layout].sheet.code, is_abroad(letter)
        found.setdefault(key, Batch(*key)).letters.append(letter)
    return list(found.values())


# --- Making a run ----------------------------------------------------------------------------------------------------


@transaction.atomic
def start(*, letters: Sequence[Letter], printer: Printer | None, by: Membership) -> PrintRun:
    """A run of these letters, for the worker to make. Raises Refused for none, too many, or one in another run."""
    if not letters:
        raise Refused(_("Choose at least one letter."))
    if len(letters) > MOST_LETTERS:
        raise Refused(_("A print run holds %(most)s letters at most.") % {"most": MOST_LETTERS})
    ready = Letter.objects.filter(pk__in=[letter.pk for letter in letters], state=Letter.State.APPROVED)
    if ready.count() != len(letters):
        raise Refused(_("One of these letters is not waiting for the printer any more. Look at the queue again."))
    run = PrintRun(practice=by.practice, printer=printer, created_by=by.user, total=len(letters))
    run.full_clean()
    run.save()
    _lost_sight_of(by).filter(letter__in=letters).update(released=True)
    places = enumerate(sorted(letters, key=order), start=1)
    try:
        with transaction.atomic():
            PrintRunLetter.objects.bulk_create(
                PrintRunLetter(run=run, letter=letter, position=position) for position, letter in places
            )
    except IntegrityError as error:
        raise Refused(_("One of these letters is in another print run. Look at the queue again.")) from error
    return run


def make_due(now: datetime) -> int:
    """Make every run that waits, or whose maker vanished; returns how many became ready."""
    return WORK.make_due(now)


def _files(run: PrintRun) -> dict[str, Any]:
    """letters.pdf, envelopes.pdf and the run sheet, in one order."""
    _leave_out_what_was_put_aside(run)
    letters = letters_of(run)
    if not letters:
        raise Refused(_("Every letter of this print run was put aside."))
    printer = run.printer
    letter_shift = Shift(float(printer.right_mm), float(printer.down_mm)) if printer else STRAIGHT
    face_shift = Shift(float(printer.envelope_right_mm), float(printer.envelope_down_mm)) if printer else STRAIGHT
    pages = join(
        (bytes(frozen.pdf) for frozen in _frozen(run) if _is_intact(frozen)),
        shift=letter_shift,
        even_pages=bool(printer and printer.even_pages),
        joined=lambda count: _progress(run, count),
    )
    faces = (bytes(frozen.envelope_pdf) for frozen in _frozen(run) if frozen.envelope_pdf)
    return {
        "letters_pdf": pages,
        "envelopes_pdf": join(faces, shift=face_shift) if any(has_face(letter) for letter in letters) else b"",
        "sheet_pdf": run_sheet(run, letters),
    }


def _leave_out_what_was_put_aside(run: PrintRun) -> None:
    """A letter may be voided between the queue and the printer."""
    kept = [Letter.State.APPROVED, Letter.State.PRINTED]
    PrintRunLetter.objects.filter(run=run).exclude(letter__state__in=kept).delete()
    run.total = run.places.count()
    jobs.book(run, total=run.total)


def _frozen(run: PrintRun) -> Iterator[FrozenLetter]:
    """The archived pages in the order of the run, a few at a time."""
    rows = FrozenLetter.objects.filter(letter__places__run=run).order_by("letter__places__position")
    return rows.select_related("letter").iterator(chunk_size=50)


def _is_intact(frozen: FrozenLetter) -> bool:
    """True, or Refused with the number of the letter."""
    if not frozen.is_intact():
        raise Refused(_("The archived page of letter %(number)s is damaged.") % {"number": frozen.letter.number})
    return True


def has_face(letter: Letter) -> bool:
    """Whether its envelope is printed; a window shows the address on the letter itself."""
    return ENVELOPES[letter.envelope].printed


def _progress(run: PrintRun, count: int) -> None:
    if count % STEP == 0:
        jobs.progress(run, count)


def _runs() -> QuerySet[PrintRun]:
    return PrintRun.objects.select_related("printer", "practice", "created_by")


WORK = jobs.Work(rows=_runs, make=_files, speaks=Refused)


def letters_of(run: PrintRun) -> list[Letter]:
    """The letters of a run in its order, ready to be named, without their pages."""
    rows = Letter.objects.filter(places__run=run).order_by("places__position")
    names = ("contact__site", "application__client__practice", "application__employer", "mailed_by")
    return list(rows.select_related(*names))


# --- What becomes of it ----------------------------------------------------------------------------------------------


@transaction.atomic
def cancel(*, run: PrintRun, by: User) -> None:
    """Take a run back: its letters that were not mailed return to the queue. Raises Refused for a cancelled one."""
    changed = PrintRun.objects.filter(pk=run.pk).exclude(state=State.CANCELLED).update(
        state=State.CANCELLED, lease_until=None, cancelled_at=timezone.now(), cancelled_by=by,
        letters_pdf=b"", envelopes_pdf=b"", sheet_pdf=b"",
    )  # fmt: skip
    if not changed:
        raise Refused(_("This print run was cancelled already."))
    Letter.objects.filter(places__run=run, state=Letter.State.PRINTED).update(
        state=Letter.State.APPROVED, printed_at=None, printed_by=None
    )
    PrintRunLetter.objects.filter(run=run).update(released=True)


def mark_printed(*, run: PrintRun, by: User) -> int:
    """All its letters are on paper; returns how many were not noted as printed before. Raises Refused too early."""
    ready = PrintRun.objects.filter(pk=run.pk, state=State.READY)
    changed = Letter.objects.filter(places__run__in=ready, state=Letter.State.APPROVED).update(
        state=Letter.State.PRINTED, printed_at=timezone.now(), printed_by=by
    )
    if not changed and not ready.exists():
        raise Refused(_("This print run is not ready."))
    return changed


def needed(letters: Iterable[Letter]) -> dict[str, Counter[str]]:
    """What has to be at hand: sheets by size, envelopes by kind, stamps by where the letters go."""
    found: dict[str, Counter[str]] = {"sheets": Counter(), "envelopes": Counter(), "stamps": Counter()}
    for letter in letters:
        found["sheets"][LAYOUTS[letter.layout].sheet.code] += 1
        found["envelopes"][letter.envelope] += 1
        found["stamps"]["abroad" if is_abroad(letter) else "domestic"] += 1
    return found
