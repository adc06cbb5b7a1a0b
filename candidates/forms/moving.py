"""Short forms behind a move on the board: an application was sent, or several were withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import edits
from candidates.forms.base import Day, Moment, helper
from candidates.models import Application
from candidates.services import Refused
from counselor.accounts.models import User


class SentForm(forms.Form):
    """A lead was applied for: when, and how."""

    applied_on = Day(label=_("Applied on"))
    method = forms.ChoiceField(label=_("How"), required=False, choices=[("", "–"), *Application.Method.choices])

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()
        self.fields["applied_on"].initial = timezone.localdate()
        self.fields["method"].initial = application.method

    def record(self, *, by: User) -> list[str]:
        seen = self.application.version
        try:
            return edits.edit_application(application=self.application, seen=seen, by=by, **self.cleaned_data)
        except edits.Changed as changed:  # in this very second: what was typed here is kept, and sent again
            raise Refused(str(changed)) from changed


class WithdrawForm(forms.Form):
    """The client withdraws from several applications on one day."""

    happened_at = Moment(label=_("When"))
    note = forms.CharField(label=_("Note"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.fields["happened_at"].initial = timezone.localtime()
