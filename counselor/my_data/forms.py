"""Erasing somebody's data, confirmed by typing whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.forms.base import helper
from candidates.models import Client
from counselor.accounts.models import Practice, User
from counselor.my_data import erasure
from counselor.my_data.models import Erasure


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


class EraseForm(forms.Form):
    """The client's name, typed by whoever erases their data: by themselves, or by their counselor for them."""

    name = forms.CharField(
        label=_("Type the full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.helper = helper()
        self.fields["name"].help_text = _("“%(name)s”, to be sure that nothing is erased by mistake.") % {
            "name": client
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not _same(name, str(self.client)):
            raise ValidationError(_("This is not the name. Nothing was erased."))
        return name

    def record(self, *, by: User) -> Erasure:
        own = self.client.user_id == by.pk
        wish = Erasure.Wish.CLIENT if own else Erasure.Wish.STAFF
        return erasure.erase(client=self.client, wish=wish, by=None if own else by)


class EraseOnRequestForm(forms.Form):
    """For an administrator, who sees no client: name and address of somebody who asked the practice."""

    name = forms.CharField(label=_("Full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("As the practice has it; empty if it has none."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(label=_("They asked for it, and I made sure that it was they who asked."))

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        rows = Client.objects.filter(practice=self.practice, email__iexact=values["email"])
        found = [row for row in rows.select_related("practice") if _same(str(row), values["name"])]
        if len(found) != 1:
            raise ValidationError(_("No single client of the practice has this name and address. Nothing was erased."))
        return values | {"client": found[0]}

    def record(self, *, by: User) -> Erasure:
        return erasure.erase(client=self.cleaned_data["client"], wish=Erasure.Wish.STAFF, by=by)
