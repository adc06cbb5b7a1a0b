"""A document sent with an application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from candidates import documents
from candidates.document_check import LARGEST, SUFFIXES
from candidates.forms.base import helper
from candidates.models import Application, Document
from counselor.accounts.models import User


class DocumentForm(forms.Form):
    """A file, and what it is. Its bytes are looked at by the service."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (.docx), OpenDocument (.odt), a picture (PNG or JPEG) or plain text, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": SUFFIXES}),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=Document.Kind.choices, initial=Document.Kind.RESUME)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("This file is larger than %(most)s MB."), params={"most": LARGEST // 1024**2})
        return file

    def record(self, *, by: User) -> Document:
        file, kind = self.cleaned_data["file"], self.cleaned_data["kind"]
        return documents.add_document(
            application=self.application, content=file.read(), name=file.name or "", kind=kind, by=by
        )
