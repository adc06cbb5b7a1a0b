"""A client's answers about what they share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import consents
from candidates.forms.base import helper
from candidates.models import Client
from counselor.accounts.models import User

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ConsentsForm(forms.Form):
    """One question each, answered yes or no; nothing is chosen beforehand until it was answered once."""

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.helper = helper()
        held = consents.answers(client) if consents.asked(client) else {}
        for kind, question in consents.questions(client).items():
            initial = {True: "yes", False: "no"}.get(held[kind]) if kind in held else None
            self.fields[kind.value] = forms.ChoiceField(
                label=question.asked,
                help_text=question.means,
                choices=YES_NO,
                widget=forms.RadioSelect,
                initial=initial,
                error_messages={"required": _("Please answer yes or no.")},
            )

    def record(self, *, by: User) -> list[str]:
        given = {kind: value == "yes" for kind, value in self.cleaned_data.items()}
        return consents.answer(client=self.client, given=given, by=by)
