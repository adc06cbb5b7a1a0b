"""The client and their counselor together: sessions, action items, questions, and the notes both read."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from candidates import access
from candidates.forms.care import OwnItemForm
from counselor.accounts.access import MemberRequest
from counselor.pages.care import about_client
from counselor.pages.face import PORTAL
from counselor.pages.together import page_context


@PORTAL.guard
@require_safe
def together(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    return PORTAL.render(request, "portal/together.html", page_context(client, PORTAL))


add_item = about_client(
    PORTAL, OwnItemForm, title=_("Something I will do"), done=_("It is on your list."), anchor="items"
)
