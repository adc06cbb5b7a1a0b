"""A file to be imported, or a table copied out of a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.exchange import wording
from candidates.exchange.plan import columns_of
from candidates.exchange.reading import LARGEST, Unreadable, decode
from candidates.forms.base import helper

PASTED = _("pasted table")
LONGEST_PASTE = 1_000_000  # characters; a larger table comes as a file


class ImportForm(forms.Form):
    """One of the two. It cleans to `name`, `text` and `guessed`: whether the encoding of the file was a guess."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
        help_text=_("As Huntr, Teal, JobSync, Simplify or a spreadsheet writes it: up to 5 MB and 20,000 rows."),
    )
    text = forms.CharField(
        label=_("Or paste the rows here, with their heading"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if not file and not pasted.strip():
            raise ValidationError(_("Choose a file, or paste a table."))
        where = "file" if file else "text"
        try:
            text, guessed = decode(file.read(LARGEST + 1) if file else pasted.encode(errors="replace"))
            columns_of(text, ())  # every row is read here, so that what is kept can be read again
        except Unreadable as error:
            self.add_error(where, wording.unreadable(error))
            return cleaned
        name = " ".join(str(file.name if file else PASTED).replace("\x00", "").split())[:120]
        return {"name": name, "text": text, "guessed": guessed}
