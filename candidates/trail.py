"""The audit trail's one door: what it takes in, and what may be read of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from candidates.models import Application, AuditEntry, Client
from counselor.accounts.models import Practice, User

Action = AuditEntry.Action


def note_each(*, action: AuditEntry.Action, by: User, clients: Any, **values: Any) -> int:
    """Write the same act down for each of many clients; returns how many."""
    lines = [
        AuditEntry(practice_id=each.practice_id, client=each, action=action, values=values, by=by, at=timezone.now())
        for each in clients
    ]
    return len(AuditEntry.objects.bulk_create(lines, batch_size=500))


def note(
    *,
    action: AuditEntry.Action,
    by: User,
    application: Application | None = None,
    client: Client | None = None,
    practice: Practice | None = None,
    **values: Any,
) -> AuditEntry:
    """Write down one act, in the transaction of the change it is about. The narrowest of the three is enough."""
    if application is not None:
        client = application.client
    if client is not None:
        practice = client.practice
    assert practice is not None
    return AuditEntry.objects.create(
        practice=practice,
        client=client,
        application=application,
        action=action,
        values=values,
        by=by,
        at=timezone.now(),
    )
