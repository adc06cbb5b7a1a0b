"""The client's reminders: the list with what was read, and how they want to hear of them."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import formats
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access, reminding
from candidates.followup.hours import Hours
from candidates.forms import helper
from candidates.models import Client, ReminderPreference
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import User
from counselor.pages.face import PORTAL
from counselor.pages.record import saved

PAGE = 30


class ReminderForm(forms.ModelForm):
    """How and when; hours are those of the client's own clock."""

    class Meta:
        model = ReminderPreference
        fields = ("channel", "rhythm", "hour", "quiet_from", "quiet_until")
        widgets = {"channel": forms.RadioSelect, "rhythm": forms.RadioSelect}

    def __init__(self, data: Any = None, *, client: Client) -> None:
        super().__init__(data, instance=reminding.preference_of(client))
        self.client = client
        hours = [(hour, formats.time_format(time(hour), "H:i")) for hour in range(24)]
        for name in ("hour", "quiet_from", "quiet_until"):
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label, choices=hours, coerce=int, initial=getattr(self.instance, name)
            )
        self.fields["hour"].help_text = _("A digest comes at this hour, a single reminder never earlier.")
        self.fields["quiet_until"].help_text = _("Nothing leaves in quiet hours. The same hour twice: none are quiet.")
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        names = ("hour", "quiet_from", "quiet_until")
        if all(name in values for name in names):
            hours = Hours(*(values[name] for name in names))
            if hours.is_quiet(hours.first):
                self.add_error("hour", _("This hour lies in your quiet hours."))
        return values

    def record(self, *, by: User) -> None:
        reminding.choose(client=self.client, by=by, **self.cleaned_data)


@PORTAL.guard
@require_safe
def reminders(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    page = Paginator(reminding.of_client(client), PAGE).get_page(request.GET.get("page"))
    rows = [(row, reminding.KINDS.get(row.kind)) for row in page.object_list]
    context = {"client": client, "page_obj": page, "rows": rows, "unread": reminding.unread(client)}
    return PORTAL.render(request, "portal/reminders.html", context)


@PORTAL.guard
@require_POST
def read_reminders(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    reminding.mark_read(client=client, by=request.user)
    return redirect("portal:reminders")


@PORTAL.guard
@require_POST
def open_reminder(request: MemberRequest, pk: int) -> HttpResponse:
    """Read one, and go where it leads."""
    client = access.own_client(request.membership)
    row = get_object_or_404(reminding.of_client(client), pk=pk)
    reminding.mark_read(client=client, by=request.user, pk=pk)
    return redirect(f"{PORTAL.url('now')}{row.path}")


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def my_reminders(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    form = ReminderForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _g("Your reminders come as you chose."))
        return redirect("portal:my-reminders")
    context = {"form": form, "client": client, "back_url": PORTAL.url("me")}
    return PORTAL.render(request, "portal/my_reminders.html", context)
