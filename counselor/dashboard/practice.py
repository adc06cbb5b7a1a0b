"""The practice's policy and closures: what a change would do is shown before it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access, labels
from candidates.followup.facts import Standing, Verdict
from candidates.forms.policy import ClosureForm, EndClosureForm, PolicyForm, RemoveClosureForm, ShownFirstForm
from candidates.forms.practice import PracticeForm
from candidates.models import Closure
from candidates.policies import Shift
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership
from counselor.pages.face import DESK, OFFICE
from counselor.pages.record import saved

STATUS, VERDICT = dict(labels.STATUS), dict(labels.VERDICT)
METHODS = ["GET", "HEAD", "POST"]


@OFFICE.guard
@require_http_methods(METHODS)
def edit_practice(request: MemberRequest) -> HttpResponse:
    """Its name and place, and the day its weeks begin on."""
    form = PracticeForm(request.POST or None, instance=request.membership.practice)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The details are kept."))
        return redirect(OFFICE.url("practice"))
    return OFFICE.render(request, "desk/edit_practice.html", {"form": form})


@OFFICE.guard
@require_http_methods(METHODS)
def policy(request: MemberRequest) -> HttpResponse:
    """How patient the practice is."""
    form = PolicyForm(request.POST or None, practice=request.membership.practice)
    lede = _("When a silence counts, for all clients. What it changes is shown before you keep it.")
    return _shown_first(request, form, title=_("Follow-up policy"), lede=lede)


@OFFICE.guard
@require_http_methods(METHODS)
def add_closure(request: MemberRequest) -> HttpResponse:
    form = ClosureForm(request.POST or None, practice=request.membership.practice)
    lede = _("Days on which nobody can be expected to answer. Public holidays are known already.")
    return _shown_first(request, form, title=_("A closure"), lede=lede)


@OFFICE.guard
@require_http_methods(METHODS)
def end_closure(request: MemberRequest, pk: int) -> HttpResponse:
    closure = _closure(request, pk)
    form = EndClosureForm(request.POST or None, closure=closure)
    remove = OFFICE.url("remove-closure", pk)
    return _shown_first(request, form, title=_("When does it end?"), lede=_about(closure), remove_url=remove)


@OFFICE.guard
@require_http_methods(METHODS)
def remove_closure(request: MemberRequest, pk: int) -> HttpResponse:
    """There is nothing to fill in: what it changes is shown at once."""
    closure = _closure(request, pk)
    form = RemoveClosureForm(request.POST, closure=closure)
    return _shown_first(request, form, title=_("Remove this closure?"), lede=_about(closure))


def _closure(request: MemberRequest, pk: int) -> Closure:
    rows = Closure.objects.filter(practice=request.membership.practice).select_related("employer", "practice")
    return get_object_or_404(rows, pk=pk)


def _about(closure: Closure) -> str:
    where = closure.employer.name if closure.employer else _("at every employer")
    return f"{closure.reason}, {where}"


def _shown_first(
    request: MemberRequest, form: ShownFirstForm, *, title: str | Promise, lede: str, remove_url: str = ""
) -> HttpResponse:
    """The form; with its effect once it is filled in; kept only in the very values whose effect was shown."""
    shown = None
    if form.is_bound and form.is_valid():
        was_shown = "keep" in request.POST and request.POST.get("seen") == form.fingerprint()
        if was_shown and saved(form, request.user):
            messages.success(request, _("It is kept, and every open application was looked at again."))
            return redirect(OFFICE.url("practice"))
        shown = effect(form.shifts(timezone.now()), request.membership) | {"seen": form.fingerprint()}
    context = {"form": form, "title": title, "lede": lede, "shown": shown, "remove_url": remove_url}
    return OFFICE.render(request, "desk/shown_first.html", context)


def effect(shifts: list[Shift], membership: Membership) -> dict[str, Any]:
    """How many applications a change touches; by name only those one may see."""
    moving = {each.application: each for each in shifts if each.moves_standing}
    rows = access.applications(membership).filter(pk__in=moving).order_by("client__family_name", "pk")
    mine = [
        {
            "client": row.client,
            "title": f"{row.position}, {row.employer}",
            "url": DESK.url("application", row.pk),
            "before": in_words(moving[row.pk].before),
            "after": in_words(moving[row.pk].after),
        }
        for row in rows
    ]
    return {"moving": len(moving), "dates": len(shifts) - len(moving), "mine": mine, "others": len(moving) - len(mine)}


def in_words(standing: Standing) -> str:
    """A standing in a few words: its status, and its verdict where there is one."""
    status = str(STATUS[standing.status])
    return status if standing.verdict is Verdict.NONE else f"{status} ({VERDICT[standing.verdict]})"
