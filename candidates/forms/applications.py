"""An application and a client as people type them: to be added, and to be changed by several people."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import edits, services
from candidates.forms.base import Day, helper
from candidates.forms.people import ClientForm
from candidates.models import Application, Client
from candidates.same_employer import applications_there
from counselor.accounts.models import User


class Version(forms.IntegerField):
    """The version of a row somebody looked at; it travels with what they type."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ApplicationFields(forms.Form):
    """What people type about an application; RARE is folded away until it is wanted."""

    RARE: ClassVar = ("deadline_on", "method", "source", "location", "salary")

    employer = forms.CharField(label=_("Employer"), max_length=160)
    position = forms.CharField(label=_("Position"), max_length=160)
    applied_on = Day(label=_("Applied on"), required=False)
    posting_url = forms.URLField(label=_("Link to the posting"), required=False, max_length=500, assume_scheme="https")
    deadline_on = Day(label=_("Apply by"), required=False)
    method = forms.ChoiceField(
        label=_("How it was applied for"), required=False, choices=[("", "—"), *Application.Method.choices]
    )
    source = forms.CharField(label=_("Where it was found"), max_length=120, required=False)
    location = forms.CharField(label=_("Place of work"), max_length=120, required=False)
    salary = forms.CharField(label=_("Salary"), max_length=80, required=False)

    @property
    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RARE]

    @property
    def opens_rare(self) -> bool:
        """Whether something is in what is folded, or wrong with it."""
        return any(field.value() or field.errors for field in self.rare)


class ApplicationForm(ApplicationFields):
    """A new application. Where the client has one at this employer already, it asks once whether this is another."""

    ANOTHER, AGAIN = "another", "again"

    again = forms.ChoiceField(
        label=_("Is this a second one?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(ANOTHER, _("It is another position")), (AGAIN, _("It is the same one again"))],
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.earlier: list[Application] = []
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.earlier = applications_there(self.client, values.get("employer", ""))
        if self.earlier and not values.get("again") and "again" not in self.errors:
            self.add_error("again", _("Please say whether it is another position, or the same one again."))
        return values

    def record(self, *, by: User) -> Application:
        values = dict(self.cleaned_data)
        values.pop("again")
        employer = services.add_employer(practice=self.client.practice, name=values.pop("employer"), by=by)
        return services.add_application(client=self.client, employer=employer, by=by, **values)


class EditApplicationForm(ApplicationFields):
    """What is known of an application, to be changed. Raises Changed on recording when somebody was quicker."""

    version = Version()

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        known = {name: getattr(application, name) for name in self.base_fields}
        super().__init__(*args, **kwargs | {"initial": known | {"employer": application.employer.name}})
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> list[str]:
        values = dict(self.cleaned_data)
        return edits.edit_application(application=self.application, seen=values.pop("version"), by=by, **values)


class EditClientForm(ClientForm):
    """What is known of a client, to be changed. Raises Changed on recording when somebody was quicker."""

    version = Version()

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(client), initial={"version": client.version}, **kwargs)
        self.client = client

    def record(self, *, by: User) -> list[str]:
        values = dict(self.cleaned_data)
        return edits.edit_client(client=self.client, seen=values.pop("version"), by=by, **values)
