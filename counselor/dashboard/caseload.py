"""The caseload: every client with what is next, and the way in for a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import access, services
from candidates.followup.facts import Ball
from candidates.forms import ClientForm
from candidates.models import Application, Touchpoint
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership
from counselor.pages.face import DESK
from letters.models import Letter

PAGE = 50


@DESK.guard
@require_safe
def caseload(request: MemberRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = clients_with_work(request.membership, query)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return DESK.render(request, "desk/caseload.html", {"page_obj": page, "query": query})


def clients_with_work(membership: Membership, query: str = "") -> QuerySet[Any]:
    """Visible clients with `moves` (applications waiting for them), `oldest` of them, `letters_out`, `last_contact`.

    Who has waited longest comes first; `query` finds names, employers and positions.
    """
    rows = access.clients(membership).annotate(
        open_applications=Coalesce(Subquery(_per_client(Application.objects.filter(archived_at=None), Count("pk"))), 0),
        moves=Coalesce(Subquery(_per_client(_their_move(), Count("pk"))), 0),
        oldest=Subquery(_per_client(_their_move(), Min("standing_since"))),
        letters_out=Coalesce(Subquery(_letters_out()), 0),
        last_contact=Subquery(_last_contact()),
    )
    for word in query.split():
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(pk__in=_applications_named(word))
        )
    return rows.order_by("oldest", "family_name", "given_name", "pk")


def _their_move() -> QuerySet[Any]:
    return Application.objects.filter(archived_at=None, ball=Ball.CLIENT)


def _per_client(rows: QuerySet[Any], what: Any) -> QuerySet[Any]:
    return rows.filter(client=OuterRef("pk")).order_by().values("client").annotate(what=what).values("what")


def _letters_out() -> QuerySet[Any]:
    rows = Letter.objects.filter(application__client=OuterRef("pk"), state=Letter.State.MAILED).order_by()
    return rows.values("application__client").annotate(what=Count("pk")).values("what")


def _last_contact() -> QuerySet[Any]:
    rows = Touchpoint.objects.filter(application__client=OuterRef("pk"), voided_at=None).order_by()
    return rows.values("application__client").annotate(what=Max("happened_at")).values("what")


def _applications_named(word: str) -> QuerySet[Any]:
    return Application.objects.filter(Q(position__icontains=word) | Q(employer__name__icontains=word)).values("client")


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def add_client(request: MemberRequest) -> HttpResponse:
    membership = request.membership
    form = ClientForm(request.POST or None, initial={"country": membership.practice.country})
    if request.method == "POST" and form.is_valid():
        client = services.add_client(
            practice=membership.practice,
            counselor=membership,
            on=timezone.localdate(),
            by=membership.user,
            **form.cleaned_data,
        )
        messages.success(request, _("%(name)s is in your caseload.") % {"name": client})
        return redirect(DESK.url("client", client.pk))
    return DESK.render(request, "desk/client_form.html", {"form": form, "title": _("A new client"), "client": None})
