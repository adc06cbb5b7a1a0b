"""Clients, and the places and people of employers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates import services
from candidates.forms.base import helper
from candidates.models import Application, Client, Contact, Site
from counselor.accounts.models import User

ADDRESS = ("street_address", "city", "region", "postal_code", "country")


class ClientForm(forms.ModelForm):
    """What a practice knows of a client; the address stands on the letters."""

    class Meta:
        model = Client
        fields = ("given_name", "family_name", "email", "phone", *ADDRESS, "time_zone", "reminders")
        widgets: ClassVar = {"street_address": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class NewClientForm(ClientForm):
    """Somebody new. Of one of the `known` with the same name or e-mail address it asks whether it is somebody else."""

    somebody_else = forms.BooleanField(label=_("It is somebody else"), required=False)

    def __init__(self, *args: Any, known: QuerySet[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.order_fields(["somebody_else"])
        if not self.is_bound:
            del self.fields["somebody_else"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_else, twin = values.pop("somebody_else", False), self._twin(values)
        if twin is None:
            del self.fields["somebody_else"]
        elif not is_else:
            told = _("%(name)s is a client already. Tick this if it is somebody else.")
            self.add_error("somebody_else", told % {"name": f"{twin}, {twin.email}" if twin.email else str(twin)})
        return values

    def _twin(self, values: dict[str, Any]) -> Client | None:
        given, family, email = (values.get(name, "") for name in ("given_name", "family_name", "email"))
        same = Q(given_name__iexact=given, family_name__iexact=family)
        return self.known.filter(same | Q(email__iexact=email) if email else same).order_by("pk").first()


class SiteForm(forms.ModelForm):
    """The employer's postal place; its time zone decides what day it is there."""

    class Meta:
        model = Site
        fields = ("name", *ADDRESS, "time_zone", "as_printed")
        widgets: ClassVar = {
            "street_address": forms.Textarea(attrs={"rows": 2}),
            "as_printed": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> Site:
        return services.set_site(application=self.application, by=by, **self.cleaned_data)


class ContactForm(forms.ModelForm):
    """A person at the employer."""

    class Meta:
        model = Contact
        fields = ("honorific", "given_name", "family_name", "job_title", "email", "phone")

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> Contact:
        values = self.cleaned_data
        return services.add_contact(
            employer=self.application.employer,
            client=self.application.client,
            site=self.application.site,
            by=by,
            **values,
        )
