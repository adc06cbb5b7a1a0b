"""Forms over a practice's own templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import helper
from counselor.accounts.models import Membership, User
from letters import access, templates
from letters.composition import facts_of
from letters.content import LetterFacts, Variant
from letters.models import LetterTemplate

LETTERS_OFFERED = 30


class TemplateForm(forms.Form):
    """The text of a template, and the letter it is tried on."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,  # the number of a line is told as its author counts them
        max_length=LetterTemplate._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 18, "class": "letter-input", "spellcheck": "true"}),
        help_text=_("Paragraphs are divided by an empty line. A sentence whose optional field is empty is left out."),
    )
    letter = forms.ChoiceField(label=_("Try it on"), required=False, help_text=_("Nothing of that letter changes."))
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput)

    def __init__(self, *args: Any, membership: Membership, variant: str, locale: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership, self.variant, self.locale = membership, Variant(variant), locale
        rows = access.letters(membership).order_by("-pk")[:LETTERS_OFFERED]
        known = [(row.pk, f"{row.application.client} → {row.contact}, {row.application.employer}") for row in rows]
        self.fields["letter"].choices = [("", _("people who do not exist")), *known]  # type: ignore[attr-defined]
        self.helper = helper()

    def clean_text(self) -> str:
        """Already in the preview, what is wrong with the text is said in its place."""
        text: str = self.cleaned_data["text"]
        if found := templates.problems(text.replace("\r\n", "\n")):
            raise forms.ValidationError(found)
        return text

    def facts(self) -> LetterFacts:
        """What the preview is filled with: a letter one may see, else invented people."""
        pk = self.cleaned_data["letter"] if self.is_bound else ""
        if not pk:
            return templates.invented_facts(self.variant, self.locale)
        letter = access.letter(self.membership, int(pk))
        return templates.as_if(facts_of(letter), self.variant, self.locale)

    def record(self, *, by: User) -> LetterTemplate:
        values = self.cleaned_data
        return templates.publish(
            practice=self.membership.practice,
            variant=self.variant,
            locale=self.locale,
            text=values["text"],
            seen=values["seen"],
            by=by,
        )
