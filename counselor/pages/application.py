"""Everything about one application on one page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from candidates import access, services
from candidates.attempts import judged_attempts
from candidates.followup.override import OPEN_TO_CONCLUSION
from candidates.forms import NoteForm
from candidates.models import Application
from candidates.overrides import rivals
from candidates.policies import named_numbers
from candidates.standings import basis_of, override_of, policy_override_of
from candidates.withdrawals import OVER
from candidates.wording import day
from counselor.accounts.access import MemberRequest, View
from counselor.pages.ahead import nearest
from counselor.pages.ahead import of_application as of_application_ahead
from counselor.pages.details import details_of
from counselor.pages.face import PORTAL, Face
from counselor.pages.promise_record import promise_record
from counselor.pages.standing import StandingBlock, standing_block
from counselor.pages.timeline import Reader, fetch_log, letter_entries, newest_first, timeline
from counselor.pages.together import of_application
from letters import access as letter_access
from letters.models import Letter

WAYS_TO_RECORD = [
    ("record-interview", _("Interview"), "people"),
    ("record-next-step", _("What they said"), "chat-quote"),
    ("log-call", _("Call"), "telephone"),
    ("log-message", _("Message"), "envelope"),
    ("record-decision", _("Decision"), "signpost-split"),
    ("add-contact", _("Person"), "person-plus"),
    ("set-site", _("Address"), "geo-alt"),
]

LETTER_MOVES = {
    Letter.State.DRAFT: _("Go on with the letter"),
    Letter.State.APPROVED: _("Print and mail the letter"),
    Letter.State.PRINTED: _("Mail the letter"),
}


def show_application(face: Face) -> View:
    """The application's page, alike for both faces."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        told = {"promise_record": promise_record(application, request.membership, timezone.now())}
        return face.render(request, "pages/application.html", page_context(application, face) | told)

    return view


def archive(face: Face) -> View:
    """Put the application aside."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        services.archive(application=application, by=request.user)
        messages.success(request, gettext("It is put aside; nothing is lost."))
        return redirect(face.url("application", pk))

    return view


def restore(face: Face) -> View:
    """Take the application up again."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        services.restore(application=application, by=request.user)
        messages.success(request, gettext("It is taken up again, where its dates put it today."))
        return redirect(face.url("application", pk))

    return view


def page_context(application: Application, face: Face) -> dict[str, Any]:
    now = timezone.now()
    fetch_log(application)
    letters = list(letter_access.of_application(application))
    basis = basis_of(application)
    standing = go_on_with_letter(standing_block(application, face, now, basis), letters, face)
    reader = Reader(face is PORTAL, standing.spam is not None, basis.policy)
    entries = timeline(application, judged_attempts(application, now, basis), reader) + letter_entries(letters)
    return {
        "application": application,
        "standing": standing,
        "judgment": judgment(application, face),
        "entries": newest_first(entries),
        "letters": letters,
        "contacts": access.contacts(application),
        "ways": [(face.url(name, application.pk), label, icon) for name, label, icon in WAYS_TO_RECORD],
        "care": of_application(application, face),
        "notes": application.sharednotes.select_related("author"),
        "note_form": NoteForm(),
        "documents": access.documents(application),
        "details": details_of(application),
        "ahead": nearest(of_application_ahead(application), now) if face is PORTAL else None,
        "may_withdraw": application.status not in OVER,
    }


def go_on_with_letter(block: StandingBlock, letters: list[Letter], face: Face) -> StandingBlock:
    """Where a letter is the next move and one is under way, the move goes on with it instead of beginning another."""
    under_way = {letter.state: letter for letter in letters if letter.state != Letter.State.VOID}
    if not under_way or not block.action_url.endswith("/letters/draft/"):
        return block
    for state, label in LETTER_MOVES.items():
        if letter := under_way.get(state):
            return replace(block, action_label=str(label), action_url=face.url("letter", letter.pk))
    sent = max((letter.mailed_on for letter in letters if letter.mailed_on), default=None)
    told = gettext("The letter went out on %(day)s.") % {"day": day(sent)} if sent else block.next
    return replace(block, next=told, action_label="", action_url="")


def judgment(application: Application, face: Face) -> dict[str, Any]:
    """What people agreed about this application: its own policy, and on the desk what else a counselor may say."""
    policy = policy_override_of(application)
    agreed: dict[str, Any] = {
        "policy": policy,
        "numbers": named_numbers(policy.values) if policy else "",
        "policy_url": "",
        "conclude_url": "",
        "conclusion": None,
        "rivals": [],
    }
    if face is PORTAL:
        return agreed
    return agreed | {
        "policy_url": face.url("override-policy", application.pk),
        "conclude_url": face.url("conclude", application.pk) if application.status in OPEN_TO_CONCLUSION else "",
        "conclusion": override_of(application),
        "rivals": [(row, face.url("choose-next-step", application.pk, row.pk)) for row in rivals(application)],
    }
