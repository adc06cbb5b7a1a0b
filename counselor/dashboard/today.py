"""Today: the exceptions of a caseload, not its list of clients. Each row says why it is here and offers one move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from candidates import access
from candidates.followup.facts import Ball, Status
from candidates.models import Application
from candidates.sweep import sweep_age
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership
from counselor.outbox.models import OutgoingEmail
from counselor.pages import moves
from counselor.pages.face import DESK
from letters import access as letter_access
from letters.models import Letter
from letters.standings import fits

State = Letter.State


@dataclass(frozen=True)
class Row:
    """One line of Today: plain values for `_components/action_row.html`."""

    client: str
    employer: str
    url: str
    why: str | Promise
    label: str | Promise
    tone: str
    since: datetime | None
    action_label: str | Promise
    action_url: str

    @property
    def since_words(self) -> str:
        return gettext("since %(day)s") % {"day": formats.date_format(self.since, "D j M")} if self.since else ""


@dataclass(frozen=True)
class Section:
    """Rows of one kind under one heading."""

    title: str | Promise
    rows: list[Row]


@DESK.guard
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    membership = request.membership
    now = timezone.now()
    sections = [section for section in sections_for(membership) if section.rows]
    context = {
        "sections": sections,
        "count": sum(len(section.rows) for section in sections),
        "today": timezone.localdate(),
        "sweep": sweep_light(now),
    }
    return DESK.render(request, "desk/today.html", context)


def sections_for(membership: Membership) -> list[Section]:
    """All exceptions a counselor may see, most pressing first."""
    waiting = list(_waiting(membership))
    letters = list(letter_access.letters(membership).filter(state__in=[State.DRAFT, State.APPROVED, State.PRINTED]))
    return [
        Section(_("Calls due"), _applications(waiting, moves.CALLS)),
        Section(_("Messages to write"), _applications(waiting, moves.MESSAGES)),
        Section(_("Answers: a letter is next"), _applications(waiting, moves.LETTER_FIRST, lettered=False)),
        Section(_("Debriefs missing"), _applications(waiting, {Status.NEEDS_DEBRIEF})),
        Section(_("Offers"), _applications(waiting, {Status.OFFER})),
        Section(_("Moves that were missed"), _applications(waiting, moves.MISSED)),
        Section(_("The situation changed"), list(_held(letters))),
        Section(_("Letters waiting for approval"), list(_ready(letters))),
        Section(_("Approved, not mailed"), list(_unmailed(letters))),
        Section(_("E-mail that needs a look"), list(_doubtful_mails(membership))),
        Section(_("Could not be checked"), list(_broken(membership))),
    ]


def _waiting(membership: Membership) -> Any:
    """Open applications whose ball is with the client, longest waiting first."""
    lettered = Letter.objects.filter(application=OuterRef("pk")).exclude(state=State.VOID)
    rows = access.applications(membership).open().filter(ball=Ball.CLIENT)
    return rows.annotate(lettered=Exists(lettered)).order_by("standing_since", "pk")


def _applications(rows: list[Any], statuses: Any, *, lettered: bool | None = None) -> list[Row]:
    return [
        _application_row(row)
        for row in rows
        if moves.acts_as(row.status, row.verdict) in statuses and (lettered is None or row.lettered == lettered)
    ]


def _application_row(row: Application) -> Row:
    move = moves.move_of(row.status, row.verdict, row.letter)
    return Row(
        client=str(row.client),
        employer=f"{row.position}, {row.employer}",
        url=DESK.url("application", row.pk),
        why=moves.why(row.status, row.verdict),
        label=row.get_status_display(),
        tone=moves.tone(row.status, row.verdict, row.ball),
        since=row.standing_since,
        action_label=move.label,
        action_url=DESK.url(move.page, row.pk),
    )


def _letter_row(letter: Letter, why: str | Promise, action: str | Promise, tone: str = "your-move") -> Row:
    url = DESK.url("letter", letter.pk)
    return Row(
        client=str(letter.application.client),
        employer=f"{letter.contact}, {letter.application.employer}",
        url=url,
        why=why,
        label=letter.get_variant_display(),
        tone=tone,
        since=letter.approved_at or letter.created_at,
        action_label=action,
        action_url=url,
    )


def _held(letters: list[Letter]) -> Iterator[Row]:
    for letter in letters:
        if not fits(letter):
            yield _letter_row(letter, _("The standing moved after this letter was begun. Do not mail it."), _("Look"))


def _ready(letters: list[Letter]) -> Iterator[Row]:
    for letter in letters:
        if letter.state == State.DRAFT and letter.detail and fits(letter):
            yield _letter_row(letter, _("The client has written their part."), _("Read and approve"))


def _unmailed(letters: list[Letter]) -> Iterator[Row]:
    for letter in letters:
        if letter.state != State.DRAFT and fits(letter):
            yield _letter_row(letter, _("It is frozen and ready for the envelope."), _("Print and mail"))


def _doubtful_mails(membership: Membership) -> Iterator[Row]:
    mails = OutgoingEmail.objects.filter(
        recipient__clients__in=access.clients(membership),
        state__in=[OutgoingEmail.State.UNCERTAIN, OutgoingEmail.State.FAILED],
    )
    for mail in mails.select_related("recipient"):
        yield Row(
            client=str(mail.recipient),
            employer=mail.subject,
            url=DESK.url("outbox"),
            why=_("Nobody knows whether this mail arrived.") if mail.state == "uncertain" else mail.error,
            label=mail.get_state_display(),
            tone="calm",
            since=mail.created_at,
            action_label=_("Look"),
            action_url=DESK.url("outbox"),
        )


def _broken(membership: Membership) -> Iterator[Row]:
    for row in access.applications(membership).open().filter(sweep_failures__gt=0).order_by("pk"):
        yield Row(
            client=str(row.client),
            employer=f"{row.position}, {row.employer}",
            url=DESK.url("application", row.pk),
            why=_("Its facts could not be added up; it is tried again by itself."),
            label=row.get_status_display(),
            tone="calm",
            since=row.standing_since,
            action_label=_("Look"),
            action_url=DESK.url("application", row.pk),
        )


def sweep_light(now: datetime) -> dict[str, Any]:
    """How long ago the sweep ran, in whole minutes, and whether that is late. `minutes` is None before the first."""
    age = sweep_age(now)
    if age is None:
        return {"minutes": None, "late": True}
    return {"minutes": int(age.total_seconds() // 60), "late": age.total_seconds() >= settings.SWEEP_LATE_AFTER}
