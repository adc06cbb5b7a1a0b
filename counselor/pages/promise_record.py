"""What an employer's promises were worth: to this client, and on the desk to others, as far as that may be told."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.followup.track_record import TrackRecord
from candidates.models import Application
from candidates.report_scopes import Breadth, scope
from candidates.track_records import Promised, promises, record_of
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership
from counselor.pages.figures import plain


@dataclass(frozen=True)
class RecordLine:
    """One line of the block: whose experience it is, and what it was."""

    whose: str | Promise
    record: TrackRecord
    median: str


def promise_record(application: Application, membership: Membership, now: datetime) -> list[RecordLine]:
    """The record of the application's employer. A client is told of their own promises alone."""
    there = Application.objects.filter(employer=application.employer_id)
    if membership.role not in CASE_WORKERS:
        return _lines([(_("So far"), promises(there.filter(client=application.client_id), now))])
    practice, mine = scope(membership, Breadth.PRACTICE), scope(membership, Breadth.MINE)
    told = promises(there.filter(Q(client__in=practice.clients) | Q(client=application.client_id)), now)
    found = [each for each in told if each.client != application.client_id or application.client.in_statistics]
    own = set(mine.clients.values_list("pk", flat=True))
    theirs = [each for each in told if each.client == application.client_id]
    caseload = [each for each in found if each.client in own]
    people: set[Hashable] = {each.client for each in found}
    lines = [(_("With this client"), theirs)]
    if caseload and caseload != theirs:
        lines.append((_("In your caseload"), caseload))
    if practice.tells_of_nobody(people):
        lines.append((_("In the practice"), found))
    return _lines(lines)


def _lines(told: list[tuple[Any, list[Promised]]]) -> list[RecordLine]:
    records = [(whose, record_of(rows)) for whose, rows in told]
    return [RecordLine(whose, each, plain(each.median_days_late)) for whose, each in records if not each.is_empty]
