"""What an outcome does to the pipeline: each kind has its effect, in the transaction that records it."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import services as candidates
from candidates.followup.facts import Channel, DecisionKind, Direction, Purpose, Result, Status
from candidates.models import Application, Contact
from candidates.services import Refused
from counselor.accounts.models import User
from letters.models import Letter, Outcome
from letters.outcome_stats import OutcomeKind

NEXT_STEP_FOLLOWS = frozenset({OutcomeKind.STILL_CONSIDERED, OutcomeKind.REOPENED})
"""After these the employer has said something about what comes next: it is asked for at once."""

INTRODUCES = frozenset({OutcomeKind.REFERRAL, OutcomeKind.NETWORKING})
"""These may bring somebody new into the client’s list of people."""

DECIDED = frozenset({Status.REJECTED, Status.POSITION_CLOSED, Status.ON_HOLD})


def noon(day: date) -> datetime:
    """The middle of a day in the reader's zone: a date without an hour, put where no zone moves it to another day."""
    return datetime.combine(day, time(12), timezone.get_current_timezone())


def new_application(letter: Letter, position: str, *, by: User) -> Application:
    """The application that originated from the letter."""
    if not position.strip():
        raise Refused(_("Name the new position."))
    before = letter.application
    return candidates.add_application(
        client=before.client, employer=before.employer, site=before.site, position=position.strip(), by=by
    )


def take_effect(outcome: Outcome, *, by: User, person: dict[str, str] | None = None) -> None:
    """Let an outcome take its effect. `person` names somebody the client was referred to: the fields of a contact, and
    `employer` where it is another one. Raises ValidationError for a person without family name and job title."""
    letter, kind = outcome.letter, OutcomeKind(outcome.kind)
    if kind == OutcomeKind.ASKED_TO_STOP:
        Contact.objects.filter(pk=letter.contact_id).update(do_not_contact=True)
    if kind == OutcomeKind.RETURNED_UNDELIVERABLE:
        Letter.objects.filter(pk=letter.pk, state=Letter.State.MAILED).update(state=Letter.State.RETURNED)
    if kind == OutcomeKind.SPAM_FOUND:
        _log_word(outcome, Channel.EMAIL, by=by)
    if kind == OutcomeKind.STILL_CONSIDERED:
        _log_word(outcome, outcome.channel or Channel.EMAIL, by=by)
    if kind == OutcomeKind.REOPENED:
        _resume(outcome, by=by)
    if kind in INTRODUCES and person and any(person.values()):
        _introduce(letter, by=by, **person)


def _log_word(outcome: Outcome, channel: str, *, by: User) -> None:
    """The employer spoke: what they said is to be recorded, and no silence counts against them any more."""
    candidates.log_touchpoint(
        application=outcome.letter.application,
        by=by,
        happened_at=min(timezone.now(), noon(outcome.happened_on)),
        direction=Direction.IN,
        channel=channel,
        result=Result.RECEIVED,
        purpose=Purpose.INQUIRY,
        contact=outcome.letter.contact,
        note=outcome.note,
    )


def _resume(outcome: Outcome, *, by: User) -> None:
    """The matter goes on: a decision is taken back; where there was none, the employer's word ends the silence."""
    application = outcome.letter.application
    application.refresh_from_db(fields=["status"])
    if application.status not in DECIDED:
        _log_word(outcome, outcome.channel or Channel.EMAIL, by=by)
        return
    candidates.record_decision(
        application=application,
        by=by,
        kind=DecisionKind.RESUMED,
        happened_at=min(timezone.now(), noon(outcome.happened_on)),
        contact=outcome.letter.contact,
        note=outcome.note,
    )


def _introduce(letter: Letter, *, by: User, employer: str = "", **names: str) -> Contact:
    """Somebody at this employer or, where one is named, at another."""
    at = letter.application.employer
    if employer.strip():
        at = candidates.add_employer(practice=letter.practice, name=employer, by=by)
    return candidates.contact_named(employer=at, client=letter.application.client, names=names, by=by)
