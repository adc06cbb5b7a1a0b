"""Every write to the pipeline: keyword-only, `by=` the acting user, one transaction with the standing that follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.models import (
    Application,
    Assignment,
    Client,
    Contact,
    Debrief,
    Decision,
    Employer,
    Fact,
    Interview,
    NextStep,
    Site,
    StandingChange,
    Touchpoint,
)
from candidates.standings import lock, refresh_standing
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, Practice, User

FactRow = TypeVar("FactRow", bound=Fact)
Cause = StandingChange.Cause


class Refused(ValueError):
    """A write that makes no sense; the message is for the person who asked for it."""


# --- People and employers --------------------------------------------------------------------------------------------


@transaction.atomic
def add_client(*, practice: Practice, counselor: Membership, on: date, by: User, **fields: Any) -> Client:
    """A new client, looked after by `counselor` from `on`."""
    client = Client(practice=practice, **fields)
    client.full_clean()
    client.save()
    assign(client=client, counselor=counselor, on=on, by=by)
    return client


@transaction.atomic
def assign(
    *, client: Client, counselor: Membership, on: date, by: User, primary: bool = True, until: date | None = None
) -> Assignment:
    """`counselor` looks after `client` from `on`, and no more on the day `until`. Raises Refused: see `place`."""
    assignment = place(client=client, counselor=counselor, on=on, by=by, primary=primary, until=until)
    values: dict[str, Any] = {"counselor": str(counselor.user), "primary": primary, "on": on.isoformat()}
    trail.note(action=trail.Action.ASSIGNED, by=by, client=client, until=until and until.isoformat(), **values)
    return assignment


def place(
    *, client: Client, counselor: Membership, on: date, by: User, primary: bool, until: date | None = None
) -> Assignment:
    """The assignment itself, in a transaction whose line in the trail is the caller's.

    Raises Refused for somebody who counsels nobody here, who does so already, or once the counseling has ended.
    """
    if counselor.practice_id != client.practice_id:
        raise Refused(_("This counselor does not belong to the practice."))
    if counselor.ended_at or counselor.role not in CASE_WORKERS:
        raise Refused(_("%(name)s does not counsel clients here.") % {"name": counselor.user})
    if not Client.objects.filter(pk=client.pk, ended_at=None).update(version=F("version")):  # takes the row, too
        raise Refused(_("The counseling has ended."))
    theirs = Assignment.objects.filter(client=client, counselor=counselor, from_on__lt=until or date.max)
    if theirs.not_over(on).exists():
        raise Refused(_("This counselor already looks after the client."))
    assignment = Assignment(client=client, counselor=counselor, from_on=on, to_on=until, primary=primary)
    assignment.full_clean()
    assignment.save()
    return assignment


def add_employer(*, practice: Practice, name: str, by: User) -> Employer:
    """The employer of that name, made when the practice does not know it yet."""
    name = " ".join(name.split())
    known = Employer.objects.filter(practice=practice, name__iexact=name).first()
    return known or Employer.objects.create(practice=practice, name=name)


def add_site(*, employer: Employer, by: User, **fields: Any) -> Site:
    """A postal place of an employer. Raises ValidationError for values that make no place."""
    site = Site(employer=employer, **fields)
    site.full_clean()
    site.save()
    return site


@transaction.atomic
def set_site(*, application: Application, by: User, **fields: Any) -> Site:
    """Where the application's letters go. A place is kept for the employer; another address makes another place."""
    lock(application)
    known = application.employer.sites.filter(**fields).first()
    site = known or add_site(employer=application.employer, by=by, **fields)
    Application.objects.filter(pk=application.pk).update(site=site)
    application.site = site
    refresh_standing(application, cause=Cause.FACT, by=by)
    return site


def contact_named(
    *, employer: Employer, client: Client, by: User, names: dict[str, str], site: Site | None = None
) -> Contact:
    """The contact of these names whom the client may know; made when there is none."""
    theirs = Q(client=None) | Q(client=client)
    known = employer.contacts.filter(theirs, **{f"{name}__iexact": value for name, value in names.items()}).first()
    return known or add_contact(employer=employer, client=client, site=site, by=by, **names)


def add_contact(*, employer: Employer, by: User, **fields: Any) -> Contact:
    """A person at an employer. Raises ValidationError without a family name and a job title."""
    contact = Contact(employer=employer, **fields)
    contact.full_clean()
    contact.save()
    return contact


# --- Applications and their facts ------------------------------------------------------------------------------------


@transaction.atomic
def add_application(*, client: Client, employer: Employer, position: str, by: User, **fields: Any) -> Application:
    """A new application with its first standing. Raises Refused for an employer of another practice."""
    if employer.practice_id != client.practice_id:
        raise Refused(_("This employer is not in the practice’s list."))
    application = Application(
        practice=client.practice, client=client, employer=employer, position=position, created_by=by, **fields
    )
    application.full_clean()
    application.save()
    refresh_standing(application, cause=Cause.FACT, by=by)
    return application


def record_interview(
    *, application: Application, by: User, contacts: Iterable[Contact] = (), **fields: Any
) -> Interview:
    """An interview the employer invited to; `contacts` are the people met or to be met."""
    return _record(Interview(application=application, recorded_by=by, **fields), by=by, contacts=contacts)


def record_next_step(*, application: Application, by: User, **fields: Any) -> NextStep:
    """What the employer said will happen next."""
    return _record(NextStep(application=application, recorded_by=by, **fields), by=by)


def log_touchpoint(*, application: Application, by: User, **fields: Any) -> Touchpoint:
    """One exchange with the employer."""
    return _record(Touchpoint(application=application, recorded_by=by, **fields), by=by)


def record_decision(*, application: Application, by: User, **fields: Any) -> Decision:
    """A decisive event, at the time it happened."""
    return _record(Decision(application=application, recorded_by=by, **fields), by=by)


@transaction.atomic
def _record(fact: FactRow, *, by: User, contacts: Iterable[Contact] = ()) -> FactRow:
    lock(fact.application)
    fact.full_clean()
    fact.save()
    if contacts:
        fact.contacts.set(contacts)  # type: ignore[attr-defined]
    refresh_standing(fact.application, cause=Cause.FACT, by=by)
    return fact


@transaction.atomic
def debrief_interview(
    *, interview: Interview, by: User, newcomer: dict[str, str] | None = None, **told: Any
) -> Debrief:
    """How an interview was: `told` names format, contacts, detail or thanks; what it leaves out stays as told before.

    `newcomer` are the names of somebody met who is not on record yet. Saying the same again changes nothing. Raises
    Refused for an interview that was not held.
    """
    lock(interview.application)
    interview.refresh_from_db(fields=["cancelled_at", "voided_at"])
    if interview.cancelled_at or interview.voided_at or interview.starts_at > timezone.now():
        raise Refused(_("This interview was not held."))
    before = interview.as_it_was
    met = set(told.pop("contacts", before.contacts.all()))
    if newcomer:
        where = interview.application
        met.add(contact_named(employer=where.employer, client=where.client, site=where.site, names=newcomer, by=by))
    known = {name: getattr(before, name) for name in ("format", "detail", "thanks")}
    if isinstance(before, Debrief) and known == known | told and met == set(before.contacts.all()):
        return before
    debrief = Debrief(application=interview.application, interview=interview, recorded_by=by, **known | told)
    return _record(debrief, by=by, contacts=met)


@transaction.atomic
def cancel_interview(*, interview: Interview, cancellation: str, by: User) -> None:
    """The interview did not take place. Raises Refused when that is already recorded."""
    lock(interview.application)
    changed = Interview.objects.filter(pk=interview.pk, cancelled_at=None, voided_at=None).update(
        cancelled_at=timezone.now(), cancelled_by=by, cancellation=cancellation
    )
    if not changed:
        raise Refused(_("This interview is already off the calendar."))
    refresh_standing(interview.application, cause=Cause.FACT, by=by)


@transaction.atomic
def void(*, fact: Fact, reason: str, by: User) -> None:
    """Take a fact back: it stays in the log, struck through, with the reason. Raises Refused the second time."""
    lock(fact.application)
    changed = (
        type(fact)
        .objects.filter(pk=fact.pk, voided_at=None)
        .update(voided_at=timezone.now(), voided_by=by, void_reason=reason)
    )
    if not changed:
        raise Refused(_("This entry was already taken back."))
    refresh_standing(fact.application, cause=Cause.FACT, by=by)


@transaction.atomic
def archive(*, application: Application, by: User) -> bool:
    """Put an application aside: it is kept, and never reviewed again. False if it was aside already."""
    changed = Application.objects.filter(pk=application.pk, archived_at=None).update(
        archived_at=timezone.now(), archived_by=by, review_at=None
    )
    if changed:
        trail.note(action=trail.Action.ARCHIVED, by=by, application=application)
    return bool(changed)


@transaction.atomic
def restore(*, application: Application, by: User) -> bool:
    """Take an application up again, where its facts and the time gone by put it. False if it was not aside."""
    lock(application)
    changed = Application.objects.filter(pk=application.pk, archived_at__isnull=False).update(
        archived_at=None, archived_by=None
    )
    if changed:
        refresh_standing(application, cause=Cause.TIME, by=by)
        trail.note(action=trail.Action.RESTORED, by=by, application=application)
    return bool(changed)
