"""The one form of a conversation about a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import helper
from candidates.models import Side
from candidates.notes import side_of
from counselor.accounts.models import User
from letters import reviews
from letters.models import Letter, LetterComment
from letters.reviews import Step

ANSWERS = (Step.NOTE, Step.LOOKED, Step.CHANGES)


class CommentForm(forms.Form):
    """Words about a letter; from the counselor also an answer to the question whether it may go like this."""

    text = forms.CharField(
        label=_("Comment"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    step = forms.ChoiceField(choices=[(each, each) for each in ANSWERS], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["step"] = values.get("step") or Step.NOTE
        if not values.get("text") and values["step"] != Step.LOOKED:
            self.add_error("text", _("Write a few words."))
        return values

    def record(self, *, by: User) -> LetterComment:
        step, text = self.cleaned_data["step"], self.cleaned_data["text"]
        is_client = side_of(self.letter.application.client, by.pk) == Side.CLIENT
        if step == Step.NOTE or is_client:
            return reviews.comment(letter=self.letter, text=text, by=by)
        return reviews.look(letter=self.letter, step=step, text=text, by=by)
