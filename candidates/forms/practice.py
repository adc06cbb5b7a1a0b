"""The practice's own details."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.calendars import known_place
from candidates.forms.base import helper
from candidates.practices import edit_practice
from counselor.accounts.models import Practice, User

COUNTRY_LETTERS = 2


class PracticeForm(forms.ModelForm):
    """Name, place, and how much mails may say."""

    class Meta:
        model = Practice
        fields = (
            *("name", "time_zone", "country", "subdivision", "week_starts_on", "mail", "clients_approve"),
            "erase_after_months",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].strip().upper()
        if len(country) != COUNTRY_LETTERS or not country.isalpha():
            raise ValidationError(_("A country has two letters, such as US or DE."))
        return country

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        subdivision = values.get("subdivision", "").strip().upper()
        if subdivision and "country" in values and not known_place(values["country"], subdivision):
            self.add_error("subdivision", _("No public holidays are known of this state or region. Leave it empty."))
        return values | {"subdivision": subdivision}

    def record(self, *, by: User) -> Practice:
        edit_practice(practice=self.instance, by=by, **self.cleaned_data)
        return self.instance
