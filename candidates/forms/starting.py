"""The first page of all: who you are, and what you begin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates import founding
from candidates.forms.base import helper
from counselor.accounts.models import Membership, User, validate_time_zone

OFFICE, ALONE = "office", "alone"
COUNTRY_LETTERS = 2


class StartForm(forms.Form):
    """A practice, or a search of one's own, by somebody who is signed in."""

    what = forms.ChoiceField(
        label=_("What do you begin?"),
        choices=[(OFFICE, _("A practice: I counsel others")), (ALONE, _("My own search, without a counselor"))],
        widget=forms.RadioSelect,
        initial=OFFICE,
    )
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    practice = forms.CharField(
        label=_("Name of the practice"), max_length=120, required=False, help_text=_("Not needed for your own search.")
    )
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, validators=[validate_time_zone], help_text=_("Such as America/New_York.")
    )
    country = forms.CharField(
        label=_("Country"), max_length=2, initial="US", help_text=_("Two letters. Its public holidays count.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = settings.TIME_ZONE
        self.helper = helper()

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if len(country) != COUNTRY_LETTERS or not country.isalpha():
            raise ValidationError(_("A country has two letters, such as US or DE."))
        return country

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("what") == OFFICE and not values.get("practice"):
            self.add_error("practice", _("Give the practice a name."))
        return values

    def record(self, *, by: User) -> Membership:
        values = self.cleaned_data
        place = {name: values[name] for name in ("time_zone", "country")}
        if values["what"] == OFFICE:
            return founding.found_office(by=by, name=values["practice"], **place)
        names = {name: values[name] for name in ("given_name", "family_name")}
        return founding.begin_alone(by=by, **names, **place)


class StartWithAccountForm(StartForm):
    """The same with an account to make."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Eight characters at least."),
    )
    field_order = ("email", "password", "given_name", "family_name", "what")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if password := values.get("password"):
            try:
                validate_password(password, User(email=values.get("email", ""), name=values.get("family_name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return values
