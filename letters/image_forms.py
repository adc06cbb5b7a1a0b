"""Forms that take a signature or a letterhead. Their bytes are looked at by the service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from candidates.forms import helper
from candidates.models import Client
from counselor.accounts.models import Practice, User
from letters import images
from letters.models import Letterhead, Signature


class PictureField(forms.FileField):
    """A picture of a size that is worth reading."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile:
        file: UploadedFile = super().clean(data, initial)
        if file and (file.size or 0) > images.LARGEST:
            most = {"most": images.LARGEST // 1024**2}
            raise ValidationError(_("This file is larger than %(most)s MB."), params=most)
        return file


class SignatureForm(forms.Form):
    """A picture of a signature."""

    file = PictureField(
        label=_("A picture of the signature"),
        help_text=_("Dark ink on white paper, photographed straight from above or scanned. PNG or JPEG, up to 2 MB."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.helper = helper()

    def record(self, *, by: User) -> Signature:
        return images.add_signature(client=self.client, content=self.cleaned_data["file"].read(), by=by)


class LetterheadForm(forms.Form):
    """A picture for the top of the sheet."""

    name = forms.CharField(
        label=_("What it says"),
        max_length=60,
        help_text=_("Its words, such as the name of the practice: they are read out where the picture cannot be seen."),
    )
    file = PictureField(
        label=_("A picture of the letterhead"),
        help_text=_("As wide as the text and up to 30 mm high on paper. PNG or JPEG, up to 2 MB."),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.helper = helper()

    def record(self, *, by: User) -> Letterhead:
        values = self.cleaned_data
        return images.add_letterhead(practice=self.practice, name=values["name"], content=values["file"].read(), by=by)
