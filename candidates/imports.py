"""Importing a file: kept between its upload and its import, then taken as a whole or not at all.

Thousands of applications are written at once, with the standing each would have had from `services.add_application`:
one by one they would hold the database for half a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import notes, services, trail
from candidates.exchange import wording
from candidates.exchange.headings import Field
from candidates.exchange.plan import Plan, Target, columns_of, fields_for, plan_of
from candidates.exchange.rows import Candidacy, Entry
from candidates.exchange.statuses import DECISIONS
from candidates.models import (
    Application,
    Assignment,
    Client,
    Closure,
    Decision,
    Employer,
    ImportFile,
    SharedNote,
    StandingChange,
)
from candidates.services import Refused
from candidates.standings import basis_of, change_of, practice_policy, stored
from counselor.accounts.models import Membership, User

KEPT_FOR = timedelta(days=7)
AT_ONCE = 500  # rows in one statement
MOST_CLIENTS = 500  # in one import
FETCHED = "_prefetched_objects_cache"  # where Django keeps the rows fetched along: a new application has none
LOGS = ("interviews", "nextsteps", "touchpoints", "decisions", "policyoverrides", "standingoverrides")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about a preview.

    `leave_out` the lines with a problem; add the applications on the lines `again`, or `all_again`, although they are
    there already; make new clients of the people whose first lines are `anew`, although they are in the caseload.
    """

    leave_out: bool = False
    again: frozenset[int] = frozenset()
    all_again: bool = False
    anew: frozenset[int] = frozenset()


# --- The file --------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_file(
    *, membership: Membership, client: Client | None, name: str, text: str, guessed: bool, by: User
) -> ImportFile:
    """A file to be looked at before it is imported: for one client's applications, or without a client for clients.

    Raises Unreadable.
    """
    file = ImportFile(
        practice=membership.practice, client=client, name=name, text=text, created_at=timezone.now(), created_by=by
    )
    columns = columns_of(text, fields_for(file))
    file.mapping = {"columns": {heading: field.value for heading, field in columns.items()}, "guessed": guessed}
    file.full_clean(exclude=["practice", "client", "created_by", "added"])
    file.save()
    return file


def waiting(membership: Membership, client: Client | None) -> Any:
    """A member's own files that were not imported yet, of one client or of the caseload."""
    return ImportFile.objects.filter(created_by=membership.user_id, client=client, imported_at=None).defer("text")


def read_differently(
    *, file: ImportFile, columns: dict[str, Field], days: str, fixes: dict[str, dict[str, str]], by: User
) -> bool:
    """Keep how a person wants the file to be read. False if it was read that way already."""
    asked = {"columns": {heading: field.value for heading, field in columns.items()}, "days": days}
    known = file.mapping.get("fixes", {})
    mended = {line: known.get(line, {}) | fixes.get(line, {}) for line in {*known, *fixes}}
    mapping = file.mapping | asked | ({"fixes": mended} if mended else {})
    if mapping == {"days": ""} | file.mapping:
        return False
    ImportFile.objects.filter(pk=file.pk, imported_at=None).update(mapping=mapping)
    file.mapping = mapping
    return True


def discard(*, file: ImportFile, by: User) -> None:
    """Throw a file away that was not imported."""
    ImportFile.objects.filter(pk=file.pk, imported_at=None).delete()


def forget_old(now: datetime) -> int:
    """Remove the files nobody imported within a week; how many there were."""
    removed, _per_model = ImportFile.objects.filter(imported_at=None, created_at__lt=now - KEPT_FOR).delete()
    return removed


# --- The import ------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_in(*, file: ImportFile, choices: Choices, membership: Membership, by: User) -> dict[str, int]:
    """Import a file: everything chosen, or nothing. How many of what were added.

    Raises Refused where the file was imported already, or cannot be imported as it is.
    """
    now = timezone.now()
    waiting_still = ImportFile.objects.filter(pk=file.pk, imported_at=None)
    if not waiting_still.update(imported_at=now, imported_by=by, text=""):
        raise Refused(_("This file was imported already."))
    plan = plan_of(file, membership, now)
    refuse_unready(plan, choices)
    added = Counter(_write(plan, file, choices, membership, by, now))
    added["skipped"] = len(plan.twins) + len(plan.fresh) - added["applications"]
    added["left_out"] = len({problem.line for problem in plan.problems})
    if not added["applications"] + added["clients"]:
        raise Refused(_("This file would add nothing: its rows are there already, or left out."))
    ImportFile.objects.filter(pk=file.pk).update(added=dict(added))
    file.imported_at, file.added = now, dict(added)
    about: dict[str, Any] = {"client": file.client} if file.client else {"practice": file.practice}
    trail.note(action=trail.Action.IMPORTED, by=by, **about | {"file": file.name} | added)
    _count_afresh()
    return dict(added)


def _count_afresh() -> None:
    """PostgreSQL plans by what it last counted: where that was one row of each, the caseload of hundreds would take
    minutes until it counts again by itself."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Client, Assignment, Employer, Application))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def refuse_unready(plan: Plan, choices: Choices) -> None:
    """Raise Refused for a plan that still has a question open."""
    if not plan.is_mapped or plan.question:
        raise Refused(_("Say first what the columns are, and how their dates are written."))
    if plan.problems and not choices.leave_out:
        raise Refused(_("Nothing was imported: some lines have to be put right, or left out, first."))
    if len(plan.newcomers) + len(choices.anew) > MOST_CLIENTS:
        raise Refused(
            _("More than %(most)s new clients at once are too many. Split the file.") % {"most": MOST_CLIENTS}
        )


def _write(
    plan: Plan, file: ImportFile, choices: Choices, membership: Membership, by: User, now: datetime
) -> dict[str, int]:
    clients = 0
    wanted: list[tuple[Client, Candidacy]] = []
    for target in plan.targets:
        client = target.client
        if client is None or _is_anew(target, choices):
            client, clients = _newcomer(target, membership, by, now), clients + 1
        wanted += [(client, entry.application) for entry in _chosen(target, choices) if entry.application]
    _add_applications(wanted, file, by, now)
    return {"clients": clients, "applications": len(wanted)}


def _chosen(target: Target, choices: Choices) -> list[Entry]:
    """What of a target's lines is to be added, in the order of the file."""
    anew = _is_anew(target, choices)
    again = [
        twin.entry
        for twin in target.twins
        if choices.all_again or twin.entry.line in choices.again or (anew and not twin.earlier)
    ]
    return sorted([*target.fresh, *again], key=lambda entry: entry.line)


def _is_anew(target: Target, choices: Choices) -> bool:
    """Whether a known person's rows are to make a new client all the same."""
    return target.group is not None and target.group.line in choices.anew


def _newcomer(target: Target, membership: Membership, by: User, now: datetime) -> Client:
    assert target.group is not None
    person, practice = target.group.person, membership.practice
    fields = person.fields | {"country": person.fields["country"] or practice.country}
    today = now.astimezone(practice.zone).date()
    client = services.add_client(practice=practice, counselor=membership, on=today, by=by, **fields)
    if person.remarks:
        notes.write_case_note(client=client, text="\n".join(wording.remarks(person.remarks)), by=by)
    return client


def _add_applications(wanted: Iterable[tuple[Client, Candidacy]], file: ImportFile, by: User, now: datetime) -> None:
    """Write the applications with what follows from each: decision, standing, note."""
    wanted = list(wanted)
    employers = _employers(file, {told.employer for _client, told in wanted}, by)
    policy, closures = practice_policy(file.practice_id), list(Closure.objects.filter(practice=file.practice_id))
    rows, decisions, changes, texts = [], [], [], []
    for client, told in wanted:
        employer = employers[told.employer.lower()]
        row = Application(practice=file.practice, client=client, employer=employer, created_by=by, **told.fields)
        decided = _decision(row, told, client, by, now)
        setattr(row, FETCHED, {log: [] for log in LOGS} | {"decisions": decided})
        basis = basis_of(row, policy, closures)
        standing = basis.at(now)
        row.standing_number, row.standing_since = 1, now
        for name, value in stored(standing).items():
            setattr(row, name, value)
        rows.append(row)
        decisions += decided
        changes.append(change_of(row, standing, basis.policy, cause=StandingChange.Cause.FACT, by=by, now=now))
        if text := wording.shared_note(file.name, told):
            texts.append(SharedNote(client=client, application=row, author=by, text=text, created_at=now))
    Application.objects.bulk_create(rows, batch_size=AT_ONCE)
    Decision.objects.bulk_create(decisions, batch_size=AT_ONCE)
    StandingChange.objects.bulk_create(changes, batch_size=AT_ONCE)
    SharedNote.objects.bulk_create(texts, batch_size=AT_ONCE)


def _employers(file: ImportFile, names: set[str], by: User) -> dict[str, Employer]:
    """The employers of these names by their small letters; made where the practice does not know them yet."""
    known = _known_employers(file)
    missing = {name.lower(): name for name in sorted(names) if name.lower() not in known}
    new = [Employer(practice=file.practice, name=name) for name in missing.values()]
    Employer.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)  # a colleague may be quicker
    known = _known_employers(file)
    for low, name in missing.items():
        if low not in known:  # small letters of the database are not always those of Python
            known[low] = services.add_employer(practice=file.practice, name=name, by=by)
    return known


def _known_employers(file: ImportFile) -> dict[str, Employer]:
    return {row.name.lower(): row for row in Employer.objects.filter(practice=file.practice_id)}


def _decision(row: Application, told: Candidacy, client: Client, by: User, now: datetime) -> list[Decision]:
    """The decision a row tells, at noon of its day where the client lives; none without a day."""
    if told.decided_on is None:
        return []
    return [
        Decision(
            application=row,
            recorded_by=by,
            happened_at=min(noon(told.decided_on, client.zone_name), now),
            kind=DECISIONS[told.meaning],
        )
    ]


def noon(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(zone))
