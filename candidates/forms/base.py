"""What the forms over the pipeline share: their fields for days and moments, and the way to a service."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelMultipleChoiceField

from candidates import access
from candidates.models import Application, Fact
from counselor.accounts.models import User

FAR = timedelta(days=3 * 365)  # nobody plans or remembers an interview further away than this


def helper() -> FormHelper:
    """Fields only: the template brings the form tag, the token and the buttons."""
    it = FormHelper()
    it.form_tag = False
    it.disable_csrf = True
    return it


class Several(SafeModelMultipleChoiceField):
    """Several rows of one’s own; a key that no row can have is one of nobody’s."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except OverflowError as error:  # SQLite, asked for a key of more than 64 bits
            words = forms.ModelChoiceField.default_error_messages["invalid_choice"]
            raise ValidationError(words, code="invalid_choice") from error


class Moment(forms.DateTimeField):
    """A day and time in the reader's time zone, not absurdly far away, and not in the future unless it may be."""

    def __init__(self, *, future: bool = False, **kwargs: Any) -> None:
        self.future = future
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value is None:
            return
        now = timezone.now()
        if abs(value - now) > FAR:
            raise ValidationError(_("This date is more than three years away. Please check the year."))
        if not self.future and value > now + timedelta(minutes=5):
            raise ValidationError(_("This is still to come. Record it once it has happened."))


class Day(forms.DateField):
    """A civil date, picked from a calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and abs(value - timezone.localdate()) > FAR:
            raise ValidationError(_("This date is more than three years away. Please check the year."))


class FactForm(forms.ModelForm):
    """A form that records one fact of one application."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()
        for name in ("contact", "contacts", "said_by"):
            if name in self.fields:
                self.fields[name].queryset = access.contacts(application)  # type: ignore[attr-defined]

    def record(self, *, by: User) -> Fact:
        """Hand the cleaned values to the service."""
        raise NotImplementedError
