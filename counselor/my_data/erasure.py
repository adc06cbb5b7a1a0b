"""Erasing one client's data: every row about them, then their account, in one transaction.

What stays says nothing about anybody: what came of letters where that was agreed at a fair ending; lines of the audit
trail that staff wrote, without the client, the application and the details; an `Erasure` row with numbers. Employers
that nobody else of the practice applies to go, too.

Facts refuse to be deleted and approved letters are guarded by triggers, so rows are deleted as plain rows while the
triggers are down (`guards`). The database checks every key before the transaction ends: a row that still leads to an
erased one undoes the whole erasure rather than stay behind.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Application, AuditEntry, Client, Closure, Contact, Document, Employer, Site
from candidates.services import Refused
from counselor.accounts.models import Practice, User
from counselor.my_data.belongings import Rows, belongings, foreign_keys, only_theirs, slices, tables
from counselor.my_data.guards import guards_down
from counselor.my_data.models import Erasure
from counselor.outbox.models import OutgoingEmail
from letters.models import FrozenLetter, Letter, PrintRun

Wish = Erasure.Wish
TRIES = 3

log = structlog.get_logger(__name__)


def erase(*, client: Client, wish: str, by: User | None) -> Erasure:
    """Erase everything about a client; `by` is the member of staff who does it. Raises Refused if they are gone.

    Somebody may record a fact in the same moment; then it is tried again with that fact among the rest.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return _erase(client, wish, by)
        except IntegrityError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _erase(client: Client, wish: str, by: User | None) -> Erasure:
    if not Client._base_manager.select_for_update().filter(pk=client.pk).exists():
        raise Refused(_("This data was erased already."))
    rows, employers = belongings(client), only_theirs(client)
    account = rows.pop(User, set())
    counted = {model._meta.label: len(keys) for model, keys in rows.items()}
    runs = _print_runs(rows)
    with guards_down():
        _strip_trail(client, rows)
        for model, keys in rows.items():
            _delete(model, keys)
        _delete_employers(employers)
        _empty(runs)
        _blank_digests(client)
        # The practice of one who searches alone bears their name.
        Practice.objects.filter(pk=client.practice_id, kind=Practice.Kind.OWN).update(name="–")
        if account:
            _end_account(next(iter(account)))
    made = Erasure.objects.create(
        practice=client.practice, wish=wish, by=by, at=timezone.now(), rows=counted,
        frozen_letters=len(rows.get(FrozenLetter, ())),
    )  # fmt: skip
    transaction.on_commit(_leave_no_copy_in_the_log)
    log.info("a client's data was erased", wish=wish, rows=sum(counted.values()), erasure=made.pk)
    return made


def _delete(model: type[Model], keys: set[Any]) -> None:
    for some in slices(keys):
        _plainly(model._base_manager.filter(pk__in=some))


def _plainly(rows: QuerySet[Any]) -> None:
    """Delete rows as rows: what they protect and what refuses is checked by the database at the end."""
    rows._raw_delete(rows.db)


def _strip_trail(client: Client, rows: Rows) -> None:
    """What staff did stays, without whose data it was; the client's own acts go."""
    keys = rows.get(AuditEntry, set())
    mine = set(AuditEntry._base_manager.filter(client=client, by=client.user_id).values_list("pk", flat=True))
    for some in slices(keys - mine):
        AuditEntry._base_manager.filter(pk__in=some).update(client=None, application=None, values={})
    rows[AuditEntry] = keys & mine


def _delete_employers(employers: set[int]) -> None:
    for some in slices(employers):
        for model in (Contact, Site, Closure):
            _plainly(model._base_manager.filter(employer__in=some))
        _plainly(Employer._base_manager.filter(pk__in=some))


# --- What names the client among others ------------------------------------------------------------------------------


def _print_runs(rows: Rows) -> set[int]:
    """Print runs with a page of the client's."""
    places = apps.get_model("letters.PrintRunLetter")._base_manager
    keys = rows.get(Letter, set())
    found = (places.filter(letter__in=some).values_list("run", flat=True) for some in slices(keys))
    return {run for some in found for run in some}


def _empty(runs: set[int]) -> None:
    """Take the pages out of print runs; those with letters of others are made again, unless these are in the mail."""
    empty = {"letters_pdf": b"", "envelopes_pdf": b"", "sheet_pdf": b"", "lease_until": None, "attempts": 0}
    every = PrintRun._base_manager.filter(pk__in=runs)
    _plainly(every.filter(places=None))
    for run in every.exclude(state=PrintRun.State.CANCELLED):
        again = not run.places.exclude(letter__state__in=[Letter.State.APPROVED, Letter.State.PRINTED]).exists()
        state = PrintRun.State.QUEUED if again else PrintRun.State.CANCELLED
        closed = {} if again else {"cancelled_at": timezone.now(), "cancelled_by": run.created_by_id}
        PrintRun._base_manager.filter(pk=run.pk).update(state=state, total=run.places.count(), **empty, **closed)


def _blank_digests(client: Client) -> None:
    """A counselor's digest names clients in a line each: one that names this client says nothing any more."""
    if not client.given_name:
        return
    State = OutgoingEmail.State
    told = OutgoingEmail._base_manager.filter(
        practice=client.practice_id, kind__endswith="-digest", text__icontains=client.given_name
    )
    told.filter(state__in=[State.QUEUED, State.FAILED, State.UNCERTAIN]).update(state=State.CANCELLED)
    told.update(text=_("What this e-mail said was erased."))


# --- The account -----------------------------------------------------------------------------------------------------


def _end_account(user: int) -> None:
    """Delete the account with its sessions; where another's row still says it wrote it, keep it without a name."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user):
            session.delete()
    account = User.objects.filter(pk=user)
    if _is_named(user):
        nobody = {"email": f"erased-{user}@erased.invalid", "name": "", "time_zone": "", "last_login": None}
        account.update(**nobody, is_active=False, password=make_password(None))
    else:
        _plainly(account)


def _is_named(user: Any) -> bool:
    """Whether a row that stays leads to the account."""
    return any(
        model._base_manager.filter(**{field.name: user}).exists()
        for model in tables()
        for field in foreign_keys(model)
        if field.related_model is User
    )


def _leave_no_copy_in_the_log() -> None:
    """SQLite's write-ahead log keeps old pages until it is emptied; the freed pages themselves are overwritten."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- Said beforehand -------------------------------------------------------------------------------------------------


def what_goes(client: Client) -> dict[str, int]:
    """How much an erasure removes, in the words of the page."""
    letters = Letter.objects.filter(application__client=client)
    return {
        "applications": Application.objects.filter(client=client).count(),
        "letters": letters.count(),
        "mailed": letters.filter(mailed_on__isnull=False).count(),
        "documents": Document.objects.filter(Q(removed_at=None), application__client=client).count(),
        "notes": client.sharednotes.count() + client.casenotes.count(),
    }
