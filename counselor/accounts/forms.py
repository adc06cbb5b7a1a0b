"""Forms about one’s own account."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from counselor.accounts.models import User


def zones() -> list[tuple[str, str]]:
    """The time zones of places, to choose from."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in places]


class PersonForm(forms.ModelForm):
    """What a person is called here, and by which clock they live."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ["name", "time_zone"]
        labels = {"name": _("Name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["time_zone"].choices = [("", _("The practice’s")), *zones()]  # type: ignore[attr-defined]


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey opens the door alone, unless one wants it as the second factor only."""

    name = forms.CharField(
        label=_("What shall it be called?"), required=False, max_length=60, help_text=_("To tell your passkeys apart.")
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without my password"),
        required=False,
        initial=True,
        help_text=_("Your device then asks for your finger, your face or its PIN."),
    )
