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
from counselor.accounts.forms import zones
from counselor.accounts.models import Membership, User

OFFICE, ALONE = "office", "alone"
COUNTRY_LETTERS = 2
AUTOCOMPLETE = {
    "practice": "organization",
    "given_name": "given-name",
    "family_name": "family-name",
    "email": "email",
    "country": "country",
}


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
    time_zone = forms.ChoiceField(label=_("Time zone"))
    country = forms.CharField(
        label=_("Country"), max_length=2, initial="US", help_text=_("Two letters. Its public holidays count.")
    )

    field_order = ("what", "practice", "given_name", "family_name", "email", "password", "time_zone", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = settings.TIME_ZONE
        self.fields["time_zone"].choices = sorted({*zones(), (here, here.replace("_", " "))})  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = here
        for name, known_as in AUTOCOMPLETE.items():
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = known_as
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

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if password := values.get("password"):
            try:
                validate_password(password, User(email=values.get("email", ""), name=values.get("family_name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return values
