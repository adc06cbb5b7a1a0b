"""Forms over letters, shared by both faces."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import access
from candidates.forms import Day, helper
from candidates.models import Application
from counselor.accounts.models import User
from letters import labels, services
from letters.content import Variant
from letters.layout import LAYOUTS
from letters.models import Letter, Outcome
from letters.outcome_stats import Attribution, OutcomeKind
from letters.standings import variant_for


class DraftForm(forms.Form):
    """Begin a letter: to whom."""

    contact: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("To whom"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    override_reason = forms.CharField(label=_("Why this letter all the same"), max_length=200, required=False)

    def __init__(self, *args: Any, application: Application, may_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        people = access.contacts(application)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["contact"].initial = people[0]
        if not (may_override and application.letter == "after_silence_by_override"):
            del self.fields["override_reason"]
        self.helper = helper()
        self.letter: Letter | None = None

    @property
    def variant(self) -> Variant | None:
        return variant_for(self.application.letter)

    def record(self, *, by: User) -> Letter:
        self.letter = services.draft_letter(
            application=self.application, on=timezone.localdate(), by=by, **self.cleaned_data
        )
        return self.letter


class LetterForm(forms.ModelForm):
    """The client's part of a letter, and how it goes on paper."""

    dated_on = Day(label=_("Date on the letter"))
    emailed_on = Day(
        label=_("I also wrote by e-mail on"),
        required=False,
        help_text=_("Adds a sentence that sends the reader to the spam folder. Leave it empty to leave it out."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Letter
        fields = ("detail", "dated_on", "emailed_on", "layout", "envelope", "body")
        widgets: ClassVar = {
            "detail": forms.Textarea(attrs={"rows": 4, "class": "letter-input"}),
            "body": forms.Textarea(attrs={"rows": 12, "class": "letter-input"}),
        }
        help_texts: ClassVar = {
            "detail": _("One or two sentences only you could write: what you spoke of, what stayed with you."),
            "body": _("Leave empty to use the words on the right. Write your own text to replace them."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        layout = LAYOUTS.get(values.get("layout", ""))
        if layout and values.get("envelope") not in layout.envelopes:
            self.add_error("envelope", _("This envelope does not go with the layout."))
        return values

    def record(self, *, by: User) -> None:
        values = dict(self.cleaned_data)
        services.edit_draft(letter=Letter.objects.get(pk=self.instance.pk), by=by, **values)


class VersionForm(forms.Form):
    """Which version of the draft somebody looked at when they approved it."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class MailedForm(forms.Form):
    """When the letter was put in the mail."""

    on = Day(label=_("Put in the mail on"))

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["on"].initial = timezone.localdate()
        self.helper = helper()

    def record(self, *, by: User) -> None:
        services.mark_mailed(letter=self.letter, on=self.cleaned_data["on"], by=by)


class VoidLetterForm(forms.Form):
    """Put a letter aside that will not be mailed."""

    reason = forms.CharField(label=_("Why it will not be mailed"), max_length=200)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.helper = helper()

    def record(self, *, by: User) -> None:
        services.void(letter=self.letter, reason=self.cleaned_data["reason"], by=by)


class OutcomeForm(forms.ModelForm):
    """What came of a letter."""

    happened_on = Day(label=_("When"))
    attribution = forms.ChoiceField(
        label=_("Had the letter to do with it?"), choices=labels.ATTRIBUTION, widget=forms.RadioSelect
    )
    new_position = forms.CharField(
        label=_("The new position"),
        max_length=160,
        required=False,
        help_text=_("If they contacted you about a new position: it becomes an application of its own."),
    )

    class Meta:
        model = Outcome
        fields = ("kind", "happened_on", "channel", "attribution", "new_position", "note")
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = ("kind", "new_position", "happened_on", "channel", "attribution", "note")

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["happened_on"].initial = timezone.localdate()
        self.fields["attribution"].initial = Attribution.LATER
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        when = values.get("happened_on")
        if when and self.letter.mailed_on and when < self.letter.mailed_on:
            self.add_error("happened_on", _("This was before the letter was mailed."))
        if when and when > timezone.localdate():
            self.add_error("happened_on", _("This is still to come. Record it once it has happened."))
        if values.get("kind") == OutcomeKind.NEW_OPPORTUNITY and not values.get("new_position", "").strip():
            self.add_error("new_position", _("Name the new position."))
        return values

    def record(self, *, by: User) -> Outcome:
        return services.record_outcome(letter=self.letter, by=by, **self.cleaned_data)
