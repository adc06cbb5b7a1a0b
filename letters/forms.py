"""Forms over letters, shared by both faces."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import access
from candidates.forms import Day, helper
from candidates.models import Application, Client
from counselor.accounts.models import User
from letters import endings, labels, papers, services
from letters.content import Variant
from letters.layout import LAYOUTS
from letters.models import Letter, Letterhead, Outcome, Signature
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


class SignatureField(forms.ModelChoiceField):
    """A client has one signature at a time: it needs no name."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext("the signature that was uploaded")


class LetterForm(forms.ModelForm):
    """The client's part of a letter, and how it goes on paper."""

    dated_on = Day(label=_("Date on the letter"))
    emailed_on = Day(
        label=_("I also wrote by e-mail on"),
        required=False,
        help_text=_("Adds a sentence that sends the reader to the spam folder. Leave it empty to leave it out."),
    )
    signature = SignatureField(
        label=_("Above the name"), queryset=None, required=False, empty_label=_("a space for a hand")
    )
    letterhead: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("At the top"), queryset=None, required=False, empty_label=_("the sender’s name and address")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Letter
        fields = (
            *("detail", "dated_on", "emailed_on", "layout", "envelope", "signature", "letterhead", "own_stationery"),
            *("body", "warning_reason"),
        )
        widgets: ClassVar = {
            "detail": forms.Textarea(attrs={"rows": 4, "class": "letter-input"}),
            "body": forms.Textarea(attrs={"rows": 12, "class": "letter-input"}),
            "warning_reason": forms.TextInput(attrs={"hx-preserve": "true"}),
        }
        help_texts: ClassVar = {
            "detail": _("One or two sentences only you could write: what you spoke of, what stayed with you."),
            "body": _("Leave empty to use the words on the right. Write your own text to replace them."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["layout"].choices = papers.layout_choices()  # type: ignore[attr-defined]
        self._offer_envelopes()
        self._offer("signature", Signature.objects.filter(client=self.instance.application.client))
        self._offer("letterhead", Letterhead.objects.filter(practice=self.instance.practice_id).order_by("name", "pk"))
        self.helper = helper()

    def _offer_envelopes(self) -> None:
        """Those that go with the layout first, with the layout that was just posted."""
        posted = self.data.get(self.add_prefix("layout")) if self.is_bound else None
        layout = LAYOUTS.get(posted or "") or LAYOUTS[self.instance.layout]
        self.fields["envelope"].choices = papers.envelope_choices(layout)  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: Any) -> None:
        """The pictures that were not removed, known by their lines; where there is none, there is nothing to choose."""
        rows = rows.filter(removed_at=None).defer("image")
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not rows.exists():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        layout = LAYOUTS.get(values.get("layout", ""))
        if layout and values.get("envelope") not in layout.envelopes:
            words = {"envelopes": papers.envelopes_in_words(layout)}
            self.add_error("envelope", _("This envelope does not go with the layout. These do: %(envelopes)s.") % words)
        if values.get("letterhead") and values.get("own_stationery"):
            self.add_error("letterhead", _("Your own stationery bears a head already. Choose one of the two."))
        return values

    @property
    def is_edited(self) -> bool:
        """Whether what was posted differs from what is kept, in anything but the reason for the warnings. Browsers post
        their own line ends."""
        return any(
            _plain(self.cleaned_data.get(name)) != _plain(self.get_initial_for_field(self.fields[name], name))
            for name in set(self.changed_data) - {"warning_reason"}
        )

    def record(self, *, by: User) -> None:
        values = dict(self.cleaned_data)
        services.edit_draft(letter=Letter.objects.get(pk=self.instance.pk), by=by, **values)


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class ApprovalForm(forms.Form):
    """Which version of the draft somebody looked at when they approved it, and why its warnings may stand."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    warning_reason = forms.CharField(max_length=200, required=False)


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


PERSON = ("given_name", "family_name", "job_title", "employer")


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
    person_given_name = forms.CharField(label=_("Their given name"), max_length=80, required=False)
    person_family_name = forms.CharField(
        label=_("Their family name"),
        max_length=80,
        required=False,
        help_text=_("If they referred you to somebody: the person joins your list of people."),
    )
    person_job_title = forms.CharField(label=_("Their job title"), max_length=120, required=False)
    person_employer = forms.CharField(
        label=_("Where they work"), max_length=160, required=False, help_text=_("Leave it empty for the same employer.")
    )

    class Meta:
        model = Outcome
        fields = ("kind", "happened_on", "channel", "attribution", "new_position", "note")
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = (
        *("kind", "new_position", *(f"person_{name}" for name in PERSON)),
        *("happened_on", "channel", "attribution", "note"),
    )

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
        people = [values.get(f"person_{name}", "").strip() for name in PERSON]
        if any(people) and not (people[1] or people[2]):
            self.add_error("person_family_name", _("Give a family name or a job title."))
        return values

    def record(self, *, by: User) -> Outcome:
        values = dict(self.cleaned_data)
        person = {name: values.pop(f"person_{name}").strip() for name in PERSON}
        return services.record_outcome(letter=self.letter, by=by, person=person, **values)


def _may_keep(question: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    choices, coerce = [("yes", yes), ("no", no)], lambda value: value == "yes"
    return forms.TypedChoiceField(label=question, choices=choices, coerce=coerce, widget=forms.RadioSelect)


class EndingForm(forms.Form):
    """The one question that has to be asked before a counseling ends, where letters were mailed."""

    keep_outcomes = _may_keep(
        _("May the practice keep what came of the letters, without a name?"),
        _("Yes, the client agreed"),
        _("No, or they were not asked"),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.helper = helper()
        if not endings.mailed_letters(client).exists():
            del self.fields["keep_outcomes"]

    def record(self, *, by: User) -> None:
        keep = self.cleaned_data.get("keep_outcomes", False)
        endings.end_counseling(client=self.client, keep_outcomes=keep, by=by)


class OwnEndingForm(EndingForm):
    """The same question, asked by the page of the client who ends it."""

    keep_outcomes = _may_keep(
        _("May the practice keep what came of your letters, without your name?"), _("Yes"), _("No")
    )
