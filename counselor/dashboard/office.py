"""The outbox and the practice: what runs in the background, and who works here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from candidates import access
from candidates.models import Closure, FollowUpPolicy
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership, Role
from counselor.dashboard.today.light import sweep_light
from counselor.outbox import freeze, services
from counselor.outbox.models import OutgoingEmail
from counselor.pages.face import DESK, OFFICE

PAGE = 50


def _mails(membership: Membership):  # type: ignore[no-untyped-def]
    """Mails to the clients one may see."""
    return OutgoingEmail.objects.filter(recipient__clients__in=access.clients(membership)).select_related("recipient")


@DESK.guard
@require_safe
def outbox(request: MemberRequest) -> HttpResponse:
    mails = _mails(request.membership)
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "delivers": bool(settings.EMAIL_URL), "freeze": freeze.current()}
    return DESK.render(request, "desk/outbox.html", context)


@DESK.guard
@require_POST
def resend(request: MemberRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(_mails(request.membership), pk=pk)
    if services.resend(mail, by=request.user):
        messages.success(request, _("It will be sent again, with the same Message-ID."))
    else:
        messages.info(request, _("This mail does not need to be sent again."))
    return redirect(DESK.url("outbox"))


@OFFICE.guard
@require_safe
def practice(request: MemberRequest) -> HttpResponse:
    membership = request.membership
    policy = FollowUpPolicy.objects.filter(practice=membership.practice).first() or FollowUpPolicy()
    team = Membership.objects.current().filter(practice=membership.practice).exclude(role=Role.CLIENT)
    context = {
        "practice": membership.practice,
        "policy": [
            (capfirst(field.verbose_name), getattr(policy, field.name))
            for field in FollowUpPolicy._meta.fields
            if field.name not in ("id", "practice")
        ],
        "team": team.select_related("user").order_by("user__name", "pk"),
        "closures": Closure.objects.filter(practice=membership.practice).select_related("employer"),
        "sweep": sweep_light(timezone.now()),
        "today": timezone.localdate(),
    }
    return OFFICE.render(request, "desk/practice.html", context)
