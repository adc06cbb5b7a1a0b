"""Changing what people typed about an application or a client: nobody overwrites what they have not seen.

The row's `version` decides. A writer names the one they saw; of two, the slower is told what was changed since, by whom
and when, so that nothing typed is lost on either side (counselor/pages/conflict.py asks the person where both differ).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from candidates import trail
from candidates.models import Application, AuditEntry, Client, StandingChange
from candidates.services import Refused, add_employer
from candidates.standings import lock, refresh_standing
from counselor.accounts.models import User

JUDGED = frozenset({"applied_on", "employer"})  # the standing follows from them: an employer brings its own calendar
HANG_ON_THE_EMPLOYER = ("interviews", "nextsteps", "touchpoints", "decisions", "letters")


@dataclass(frozen=True)
class Change:
    """One field since the version somebody saw: what it was, what it became, and who had the last word."""

    before: Any
    after: Any
    version: int
    by: User
    at: datetime


class Changed(Refused):
    """Somebody else changed the row in the meantime: `version` is its present one, `since` what they changed."""

    def __init__(self, version: int, since: dict[str, Change]) -> None:
        super().__init__(_("Somebody else changed this in the meantime. Look at it again before you go on."))
        self.version, self.since = version, since


def changes_between(entries: Iterable[AuditEntry]) -> dict[str, Change]:
    """What edits, oldest first, add up to; a field that is again as it was did not change."""
    found: dict[str, Change] = {}
    for entry in entries:
        for name, (before, after) in entry.values["changes"].items():
            first = found[name].before if name in found else before
            found[name] = Change(first, after, entry.values["version"], entry.by, entry.at)
    return {name: each for name, each in found.items() if each.before != each.after}


def plain(value: Any) -> Any:
    """A value as the trail keeps it."""
    match value:
        case str():
            return value.replace("\r\n", "\n")  # as a browser sends the lines it was given
        case date():
            return value.isoformat()
        case models.Model():
            return str(value)
    return value


@transaction.atomic
def edit_application(*, application: Application, seen: int, by: User, **fields: Any) -> list[str]:
    """Change what is known of an application, seen at version `seen`; the names of the fields that did change.

    `employer` is a name. Raises Changed when somebody was quicker, Refused for another employer once something hangs on
    the present one.
    """
    lock(application)
    row = Application.objects.select_related("employer", "site", "client__practice").filter(pk=application.pk)[0]
    if "employer" in fields:
        fields |= _other_employer(row, fields.pop("employer"), by=by)
    changed = _write(row, seen, fields, by=by, about={"application": row})
    if JUDGED & set(changed):
        refresh_standing(row, cause=StandingChange.Cause.FACT, by=by)
    return changed


def _other_employer(row: Application, name: str, *, by: User) -> dict[str, Any]:
    """The columns another employer changes; none where the name is still the same one's."""
    employer = add_employer(practice=row.practice, name=name, by=by)
    if employer.pk == row.employer_id:
        return {}
    if _hangs_on_employer(row):
        raise Refused(
            _(
                "People, interviews or letters at %(employer)s are already on record here. Add an application for the "
                "other employer instead, and put this one aside."
            )
            % {"employer": row.employer}
        )
    return {"employer": employer} | ({"site": None} if row.site else {})  # mail would go to the former one


def _hangs_on_employer(row: Application) -> bool:
    met: bool = row.employer.contacts.filter(client=row.client_id).exists()
    return met or any(getattr(row, name).exists() for name in HANG_ON_THE_EMPLOYER)


@transaction.atomic
def edit_client(*, client: Client, seen: int, by: User, **fields: Any) -> list[str]:
    """Change what is known of a client, seen at version `seen`; the names of the fields that did change.

    Raises Changed when somebody was quicker.
    """
    row = Client.objects.select_related("practice").filter(pk=client.pk)[0]
    return _write(row, seen, fields, by=by, about={"client": row})


def _write(
    row: Application | Client, seen: int, fields: dict[str, Any], *, by: User, about: dict[str, Any]
) -> list[str]:
    """Store what differs under the next version, with its line in the trail; nothing at all where nothing differs."""
    changes = {name: [plain(getattr(row, name)), plain(value)] for name, value in fields.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return []
    differing = {name: plain(fields[name]) if isinstance(fields[name], str) else fields[name] for name in changes}
    for name, value in differing.items():
        setattr(row, name, value)
    row.clean_fields(exclude={each.name for each in row._meta.fields} - differing.keys())
    written = type(row).objects.filter(pk=row.pk, version=seen).update(version=seen + 1, **differing)
    if not written:
        raise _changed(row, seen, about)
    trail.note(action=trail.Action.EDITED, by=by, version=seen + 1, changes=changes, **about)
    return list(changes)


def _changed(row: Application | Client, seen: int, about: dict[str, Any]) -> Changed:
    only = {"application": None} if "client" in about else {}
    entries = AuditEntry.objects.filter(**about, **only, action=AuditEntry.Action.EDITED, values__version__gt=seen)
    version = type(row).objects.filter(pk=row.pk).values_list("version", flat=True)[0]
    return Changed(version, changes_between(entries.select_related("by").order_by("pk")))
