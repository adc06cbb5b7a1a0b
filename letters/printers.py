"""The practice's printers, and how far each is off."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from candidates import trail
from counselor.accounts.models import Practice, User
from letters.models import Printer, PrintRun


@transaction.atomic
def add_printer(*, practice: Practice, by: User, **values: Any) -> Printer:
    """Another printer. Raises ValidationError for a name the practice has, or for one that is far off."""
    printer = Printer(practice=practice, **values)
    printer.full_clean()
    printer.save()
    trail.note(action=trail.Action.EDITED, by=by, practice=practice, printer=printer.name)
    return printer


@transaction.atomic
def edit_printer(*, printer: Printer, by: User, **values: Any) -> Printer:
    """Change a printer; only the named columns are written. Raises ValidationError as for another one."""
    for name, value in values.items():
        setattr(printer, name, value)
    printer.full_clean()
    printer.save(update_fields=list(values))
    trail.note(action=trail.Action.EDITED, by=by, practice=printer.practice, printer=printer.name)
    return printer


@transaction.atomic
def remove_printer(*, printer: Printer, by: User) -> None:
    """Forget a printer; the runs made for it stay."""
    trail.note(action=trail.Action.REMOVED, by=by, practice=printer.practice, printer=printer.name)
    PrintRun.objects.filter(printer=printer).update(printer=None)
    printer.delete()
