"""A print run that is ready, and the printer it was made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counselor.accounts.models import Membership, User
from letters import print_runs, printers
from letters.models import FrozenLetter, Letter, Printer, PrintRun


@dataclass
class Press:
    """The office's printing."""

    printer: Printer
    run: PrintRun


def press_of(letter: Letter, by: User, say: Callable[[str], str]) -> Press:
    """A run of one approved letter. Its files are the frozen page: making them is another test's affair."""
    practice = letter.practice
    name = say("Printer.name")
    known = Printer.objects.filter(practice=practice, name=name).first()
    printer = known or printers.add_printer(practice=practice, name=name, by=by)
    member = Membership.objects.get(practice=practice, user=by)
    run = print_runs.start(letters=[letter], printer=printer, by=member)
    page = FrozenLetter.objects.get(letter=letter).pdf
    PrintRun.objects.filter(pk=run.pk).update(
        state=PrintRun.State.READY, letters_pdf=page, envelopes_pdf=page, sheet_pdf=page
    )
    return Press(printer, run)
