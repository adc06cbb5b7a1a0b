"""Withdrawing an application: one page that says what it means, one button; and back again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, withdrawals
from candidates.forms import helper
from candidates.models import Application, Decision
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import User
from counselor.pages.face import PORTAL
from counselor.pages.record import saved, tried


class WithdrawForm(forms.Form):
    """Why, for those who want to remember it."""

    note = forms.CharField(
        label=gettext_lazy("Why (optional)"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For you and your counselor; the employer does not see it."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> Decision:
        return withdrawals.withdraw(application=self.application, note=self.cleaned_data["note"], by=by)


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    application = access.application(request.membership, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None, application=application)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("It is withdrawn. If they still expect you, tell them, too."))
        return redirect("portal:application", pk)
    return PORTAL.render(request, "portal/withdraw.html", {"application": application, "form": form})


@PORTAL.guard
@require_POST
def reinstate(request: MemberRequest, pk: int) -> HttpResponse:
    application = access.application(request.membership, pk)
    tried(request, withdrawals.reinstate, _("It stands again, where its dates put it today."), application=application)
    return redirect("portal:application", pk)
