"""Every write to a letter: keyword-only, `by=` the acting user, one transaction.

Moves between states are conditional updates: of fifty people who mark a letter mailed, one does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import services as candidates
from candidates.followup.facts import Channel, Direction, Purpose, Result
from candidates.models import Application, Contact, StandingChange
from candidates.overrides import spam_question
from candidates.services import Refused
from candidates.standings import lock, refresh
from counselor.accounts.models import User
from letters import outcomes, reviews, templates
from letters.composition import Composed, composed, envelope_of, frozen_row, held_interviews
from letters.concerns import answered
from letters.content import Variant
from letters.models import FrozenLetter, Letter, Outcome
from letters.outcome_stats import OutcomeKind
from letters.outcomes import noon
from letters.papers import paper_for
from letters.pdf import PdfUnavailable
from letters.standings import fits, variant_for

State = Letter.State
EDITABLE = frozenset(
    {"contact", "detail", "body", "dated_on", "layout", "envelope", "locale", "emailed_on", "warning_reason"}
    | {"own_stationery", "letterhead", "signature"}
)
WRITTEN = ("body", "detail")
"""The words of a draft."""


class Blocked(Refused):
    """The proof found errors; `findings` says which."""

    def __init__(self, letter: Composed) -> None:
        super().__init__(letter.trouble or _("The proof found something that has to be mended first."))
        self.findings = letter.findings


class Stale(Refused):
    """Somebody else changed the letter in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this letter in the meantime. Look at it again before you go on."))


# --- Drafts ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft_letter(
    *,
    application: Application,
    contact: Contact,
    on: date,
    by: User,
    variant: Variant | None = None,
    override_reason: str = "",
    replaces: Letter | None = None,
) -> Letter:
    """A draft in the variant the standing calls for, on the paper of the employer's country.

    Raises Refused when no letter fits the standing, or the person works elsewhere.
    """
    lock(application)
    variant = variant or variant_for(application.letter)
    if variant is None:
        raise Refused(_("As this application stands, there is no letter to write yet."))
    if contact.employer_id != application.employer_id:
        raise Refused(_("This person does not work for the employer of the application."))
    paper = paper_for(contact, application)
    letter = Letter(
        practice=application.practice,
        application=application,
        contact=contact,
        variant=variant.value,
        template=templates.in_force(application.practice, variant, paper["locale"]),
        dated_on=on,
        detail=remembered(application),
        override_reason=override_reason,
        replaces=replaces,
        created_by=by,
        **paper,
    )
    if asks_for_a_look(letter, by=by):
        raise Refused(_("Look in your spam folder first: the application’s page asks you about it."))
    if not fits(letter):
        raise Refused(_("This letter needs the counselor’s decision, with a reason."))
    letter.save()
    return letter


def asks_for_a_look(letter: Letter, *, by: User) -> bool:
    """Whether a client writes about a silence without having looked in the spam folder. The desk may go on without."""
    application = letter.application
    silence = letter.variant == Variant.AFTER_SILENCE and by.pk == application.client.user_id
    return silence and spam_question(application, application.verdict) is not None


def remembered(application: Application) -> str:
    """What the client noted of the latest interview, offered to the letter."""
    held = held_interviews(application).prefetch_related("debriefs")
    return next((detail for each in held if (detail := each.as_it_was.detail)), "")


@transaction.atomic
def edit_draft(*, letter: Letter, version: int, by: User, **fields: Any) -> None:
    """Change a draft, seen at `version`. Raises Stale when it changed meanwhile, Refused when it is no draft."""
    assert fields.keys() <= EDITABLE, fields.keys() - EDITABLE
    if fields.get("locale", letter.locale) != letter.locale:
        fields["template"] = templates.in_force(letter.practice, letter.variant, fields["locale"])
    changed = Letter.objects.filter(pk=letter.pk, state=State.DRAFT, version=version).update(
        version=F("version") + 1, **fields
    )
    if not changed:
        raise Stale
    before = next((getattr(letter, name) for name in WRITTEN if _differs(letter, name, fields)), "")
    letter.refresh_from_db()
    reviews.note_edit(letter=letter, before=before, by=by)


def _differs(letter: Letter, name: str, fields: dict[str, Any]) -> bool:
    """Whether a text is another one now. Browsers post their own line ends."""
    posted, kept = str(fields.get(name, getattr(letter, name))), str(getattr(letter, name))
    return posted.replace("\r\n", "\n").strip() != kept.replace("\r\n", "\n").strip()


@transaction.atomic
def void(*, letter: Letter, reason: str, by: User) -> None:
    """Put a letter that was not mailed aside for good. Raises Refused for a mailed one."""
    _move(letter, {State.DRAFT, State.APPROVED, State.PRINTED}, State.VOID, "voided", by, void_reason=reason)
    reviews.close_question(letter=letter, by=by, resolution=_("Put aside."))


# --- Approval and after ----------------------------------------------------------------------------------------------


def approve(*, letter: Letter, version: int, by: User, warning_reason: str = "") -> FrozenLetter:
    """Freeze the letter seen at `version`: bytes, hashes, template, merge values and standing, once and for all.

    Raises Blocked when the proof finds errors, Stale when it is no longer that draft, Refused where nothing can be
    rendered, where nobody says why the warnings may stand, and where a client should talk with the counselor first.
    """
    refresh(letter.application, cause=StandingChange.Cause.TIME)
    ready = composed(letter)
    if ready.is_blocked:
        raise Blocked(ready)
    reason = answered(letter=letter, findings=ready.findings, reason=warning_reason, by=by)
    try:
        envelope = envelope_of(letter, ready.facts)
    except PdfUnavailable as problem:
        raise Refused(str(problem)) from problem
    return _freeze(letter, version, ready, envelope, by, reason)


@transaction.atomic
def _freeze(letter: Letter, version: int, ready: Composed, envelope: bytes, by: User, reason: str) -> FrozenLetter:
    """Rendering is done: this transaction only writes."""
    now = timezone.now()
    changed = Letter.objects.filter(pk=letter.pk, state=State.DRAFT, version=version).update(
        state=State.APPROVED, approved_at=now, approved_by=by, warning_reason=reason
    )
    if not changed:
        raise Stale
    letter.refresh_from_db()
    frozen = frozen_row(letter, ready, envelope)
    frozen.save()
    reviews.note_approval(letter=letter, by=by)
    return frozen


def mark_printed(*, letter: Letter, by: User) -> bool:
    """The frozen bytes are on paper. False when that was noted before."""
    changed = Letter.objects.filter(pk=letter.pk, state=State.APPROVED).update(
        state=State.PRINTED, printed_at=timezone.now(), printed_by=by
    )
    return bool(changed)


@transaction.atomic
def mark_mailed(*, letter: Letter, on: date, by: User) -> None:
    """A person put it in the mail on that day. Raises Refused when it may not leave, or has left."""
    if on > timezone.localdate():
        raise Refused(_("This day is still to come. Mark it once it is in the mailbox."))
    if on < letter.dated_on:
        raise Refused(_("A letter is not mailed before the date it bears."))
    lock(letter.application)  # from here on nobody changes what the next lines ask
    letter.contact.refresh_from_db(fields=["do_not_contact"])
    if letter.contact.do_not_contact:
        raise Refused(_("This person asked not to be contacted. Do not mail it."))
    if not fits(letter):
        raise Refused(_("The situation changed after this letter was approved. Do not mail it."))
    if _already_thanked(letter):
        raise Refused(_("A letter about this application went to this person before."))
    _move(letter, {State.APPROVED, State.PRINTED}, State.MAILED, "mailed", by, mailed_on=on)
    letter.mailing = candidates.log_touchpoint(
        application=letter.application,
        by=by,
        happened_at=min(timezone.now(), noon(on)),
        direction=Direction.OUT,
        channel=Channel.LETTER,
        result=Result.SENT,
        purpose=Purpose.THANKS,
        contact=letter.contact,
    )
    letter.save(update_fields=["mailing"])


def _already_thanked(letter: Letter) -> bool:
    same = Letter.objects.filter(application=letter.application, contact=letter.contact, state=State.MAILED)
    return not letter.override_reason and same.exclude(pk=letter.pk).exists()


def _move(letter: Letter, from_states: set[str], to: str, verb: str, by: User, **values: Any) -> None:
    """One conditional step of a letter's life. Raises Refused when it is not in any of `from_states`."""
    stamps = {f"{verb}_at": timezone.now(), f"{verb}_by": by}
    if not Letter.objects.filter(pk=letter.pk, state__in=from_states).update(state=to, **stamps, **values):
        raise Refused(_("The letter is not in a state that allows this."))
    letter.refresh_from_db()


# --- Outcomes --------------------------------------------------------------------------------------------------------


@transaction.atomic
def record_outcome(
    *, letter: Letter, by: User, new_position: str = "", person: dict[str, str] | None = None, **fields: Any
) -> Outcome:
    """What came of a mailed letter, with its effect on the pipeline.

    A new opportunity makes the linked application (`new_position` names it); `person` is somebody the client was
    referred to; the other effects are in `letters.outcomes`. Raises Refused before the letter was mailed.
    """
    lock(letter.application)  # mailing takes the same lock: what is read next holds until the outcome is written
    letter.refresh_from_db(fields=["state"])
    if letter.state not in (State.MAILED, State.RETURNED):
        raise Refused(_("Only what was mailed can have an outcome."))
    kind = OutcomeKind(fields["kind"])
    led_to = outcomes.new_application(letter, new_position, by=by) if kind == OutcomeKind.NEW_OPPORTUNITY else None
    outcome = Outcome(letter=letter, recorded_by=by, led_to=led_to, **fields)
    outcome.full_clean()
    outcome.save()
    outcomes.take_effect(outcome, by=by, person=person)
    return outcome


def check_archive() -> list[int]:
    """Frozen letters whose bytes no longer have their hashes; empty while all is well."""
    return [row.letter_id for row in FrozenLetter.objects.iterator(chunk_size=50) if not row.is_intact()]
