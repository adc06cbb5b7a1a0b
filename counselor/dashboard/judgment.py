"""What only a counselor may say about an application: another conclusion, another patience, which promise counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates import access, overrides
from candidates.forms.policy import ApplicationPolicyForm, ConclusionForm
from candidates.services import Refused
from counselor.accounts.access import MemberRequest
from counselor.pages.face import DESK
from counselor.pages.record import recorder

conclude = recorder(
    DESK,
    ConclusionForm,
    title=_("Conclude otherwise"),
    lede=_(
        "You may know more than the dates do. Your word holds while the standing lasts, and ends with the next thing "
        "that happens. “Definitely” stays with the facts: an invited call that went unanswered."
    ),
    done=_("Your conclusion is on record."),
)

override_policy = recorder(
    DESK,
    ApplicationPolicyForm,
    title=_("Another patience for this application"),
    lede=_("In business days. What you leave as it is stays as in the practice’s policy."),
    done=_("This application is judged by its own numbers now."),
)


@DESK.guard
@require_POST
def choose_next_step(request: MemberRequest, pk: int, fact: int) -> HttpResponse:
    """Two people promised different days: the counselor says which one counts."""
    application = access.application(request.membership, pk)
    row = get_object_or_404(application.nextsteps.standing(), pk=fact)
    try:
        overrides.choose_next_step(next_step=row, by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, gettext("This is what counts now."))
    return redirect(DESK.url("application", pk))
