"""The client's own pages: what is next, all applications, and what the practice knows of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import access, assignments, overrides, reminding
from candidates.followup.facts import Ball, Status, Verdict
from candidates.forms import ApplicationForm, EditClientForm
from candidates.models import Application, Client
from counselor.accounts.access import MemberRequest
from counselor.pages import conflict, moves
from counselor.pages.face import PORTAL
from counselor.pages.record import saved
from counselor.pages.reviews import under_way
from counselor.pages.standing import standing_block
from counselor.pages.together import before_us
from letters import access as letter_access
from letters.models import Letter

URGENT: list[str] = [*moves.CALLS, *moves.MESSAGES, Status.NEEDS_DEBRIEF, Status.OFFER]
UPCOMING = 5


def _own_client(request: MemberRequest) -> Client:
    membership = request.membership
    return access.own_client(membership)


@PORTAL.guard
@require_safe
def now(request: MemberRequest) -> HttpResponse:
    """The one thing to do next and why; then the rest."""
    client = _own_client(request)
    membership = request.membership
    rows = overrides.with_looks(access.applications(membership).open().filter(client=client))
    mine = sorted(
        rows.filter(ball=Ball.CLIENT).exclude(status__in=moves.SETTLED).order_by("standing_since", "pk"), key=_urgency
    )
    letters = letter_access.letters(membership).exclude(state__in=[Letter.State.VOID, Letter.State.RETURNED])
    lettered = set(letters.values_list("application", flat=True))
    todo = [
        row
        for row in mine
        if row.pk not in lettered or moves.acts_as(row.status, row.verdict) not in moves.LETTER_FIRST
    ]
    first = todo[0] if todo else None
    context = {
        "client": client,
        "first": first,
        "standing": standing_block(first, PORTAL, timezone.now()) if first else None,
        "also": [_row(row) for row in todo[1:]],
        "upcoming": [
            _row(row) for row in rows.exclude(review_at=None).exclude(ball=Ball.CLIENT).order_by("review_at")[:UPCOMING]
        ],
        **under_way(letters, membership.practice_id),
        "has_applications": first is not None or rows.exists(),
        "care": before_us(client),
        "unread_reminders": reminding.unread(client),
    }
    if client.ended_at:
        context["last_counselor"] = assignments.last_counselor(client)
    return PORTAL.render(request, "portal/now.html", context)


def _urgency(row: Application) -> int:
    return URGENT.index(row.status) if row.status in URGENT else len(URGENT)


def _row(row: Any) -> dict[str, Any]:
    """One application in a list. Before a look in the spam folder no badge says *probably*."""
    verdict = "" if row.verdict == Verdict.PROBABLE and not row.looked else row.verdict
    return {
        "title": row.position,
        "employer": row.employer,
        "url": PORTAL.url("application", row.pk),
        "why": moves.why(row.status, verdict),
        "label": row.get_status_display(),
        "tone": moves.tone(row.status, verdict, row.ball),
        "review_at": row.review_at,
    }


@PORTAL.guard
@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    client = _own_client(request)
    mine = access.applications(request.membership).filter(client=client)
    rows = overrides.with_looks(mine).order_by("archived_at", "-standing_since", "pk")
    return PORTAL.render(request, "portal/applications.html", {"rows": [_row(row) for row in rows]})


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def add_application(request: MemberRequest) -> HttpResponse:
    form = ApplicationForm(request.POST or None, client=_own_client(request))
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The application is on record."))
        return redirect("portal:applications")
    return PORTAL.render(request, "pages/add_application.html", {"form": form, "client": None})


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: MemberRequest) -> HttpResponse:
    client = _own_client(request)
    form = EditClientForm(request.POST or None, client=client)
    if request.method == "POST" and (kept := conflict.keep(form, by=request.user, answers=request.POST)):
        if kept.clashes:
            return conflict.show(PORTAL, request, form, kept, about=client, back_url=PORTAL.url("me"))
        messages.success(request, kept.told(_("Your details are kept.")))
        return redirect("portal:me")
    context = {
        "form": form,
        "client": client,
        "counselors": assignments.in_force(client),
    }
    return PORTAL.render(request, "portal/me.html", context)
