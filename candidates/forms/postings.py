"""A posting that was pasted: read into suggestions, and kept as text beside the application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates import documents
from candidates.forms.applications import ApplicationForm
from candidates.forms.base import helper
from candidates.models import Application, Document
from candidates.postings.reading import LONGEST, LONGEST_TEXT, Read, read
from counselor.accounts.models import User


class PasteForm(forms.Form):
    """What somebody copied from a page, and where from. Nothing is fetched from there."""

    pasted = forms.CharField(
        label=_("The posting"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Its text, or the source of the whole page."),
    )
    url = forms.URLField(label=_("Its address"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not (values["pasted"].strip() or values["url"]):
            self.add_error("pasted", _("Paste the posting, or at least its address."))
        return values

    def read(self) -> Read:
        return read(self.cleaned_data["pasted"], self.cleaned_data["url"])


class PostedApplicationForm(ApplicationForm):
    """A new application that may bring its posting's text along, to be kept as a document."""

    posting_text = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=forms.HiddenInput)

    @transaction.atomic
    def record(self, *, by: User) -> Application:
        text = self.cleaned_data.pop("posting_text")
        application = super().record(by=by)
        if text:
            name, kind = str(_("posting.txt")), Document.Kind.POSTING
            documents.add_document(application=application, content=text.encode(), name=name, kind=kind, by=by)
        return application
