"""One’s own e-mail: at which hour the daily digest comes, on which day the weekly one, or not at all."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import formats
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from candidates.forms import helper
from counselor.accounts.access import MemberRequest
from counselor.accounts.digests import keep_hours
from counselor.accounts.models import WEEKDAYS, Membership, Role
from counselor.pages.face import DESK

OFF = "off"


def number(answer: str) -> int | None:
    return None if answer == OFF else int(answer)


class MyDigestsForm(forms.Form):
    """Hours are civil hours of the member’s own clock."""

    digest_hour = forms.TypedChoiceField(
        label=_("Daily digest"),
        coerce=number,
        help_text=_("What needs you that day, of your own clients. Nothing is sent when nothing is due."),
    )
    weekly_digest_on = forms.TypedChoiceField(
        label=_("Weekly digest"),
        coerce=number,
        help_text=_("The counselors you supervise, in a few numbers; at the same hour as the daily one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        hours = [(hour, formats.time_format(time(hour), "H:i")) for hour in range(24)]
        self._offer("digest_hour", [(OFF, _g("No e-mail")), *hours])
        self._offer("weekly_digest_on", [(OFF, _g("No e-mail")), *WEEKDAYS])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, membership: Membership, data: Any = None) -> MyDigestsForm:
        """What a member has chosen; the weekly digest is offered to supervisors only."""
        names = ("digest_hour", "weekly_digest_on")
        chosen = {name: getattr(membership, name) for name in names}
        form = cls(data, initial={name: OFF if value is None else value for name, value in chosen.items()})
        if membership.role != Role.SUPERVISOR:
            del form.fields["weekly_digest_on"]
        return form


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def my_digests(request: MemberRequest) -> HttpResponse:
    membership = request.membership
    form = MyDigestsForm.of(membership, request.POST or None)
    if request.method == "POST" and form.is_valid():
        weekly = {"weekly_digest_on": membership.weekly_digest_on}
        keep_hours(membership=membership, by=request.user, **weekly | form.cleaned_data)
        messages.success(request, _("Your e-mail comes as you chose."))
        return redirect(DESK.url("my-digests"))
    zone = membership.user.time_zone or membership.practice.time_zone
    context = {"form": form, "address": membership.user.email, "zone": zone, "back_url": DESK.url("today")}
    return DESK.render(request, "desk/my_digests.html", context)
