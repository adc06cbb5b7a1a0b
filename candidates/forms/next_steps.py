"""What was said about next steps: the words are read into a suggestion, and a person confirms or corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from candidates import calendars, labels, promise_wording, services
from candidates.followup import reading
from candidates.followup.facts import NextStepKind, Precision
from candidates.followup.moments import Ask
from candidates.forms.base import Day, FactForm, Moment
from candidates.models import Interview, NextStep
from candidates.models.log import DATELESS
from candidates.standings import zone_of
from counselor.accounts.models import User

KINDS = dict(labels.NEXT_STEP)


@dataclass(frozen=True)
class Suggestion:
    """What the words seem to mean: plain values for the page. `options` are the answers to what is still open."""

    understood: bool
    meaning: str
    sentence: str
    questions: list[str]
    options: list[dict[str, Any]]


class NextStepForm(FactForm):
    """What the employer said will happen next.

    Posted with `read` (or an `option`) it only suggests; the suggestion comes back filled in, to be kept or corrected.
    """

    words = forms.CharField(
        label=_("In their words"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("We’ll be in touch in two weeks")}),
    )
    said_at = Moment(label=_("When they said it"))
    due_on = Day(label=_("The day"), required=False)
    by_on = Day(label=_("The last day, if they named one"), required=False)
    precision = forms.ChoiceField(label=_("How firmly"), choices=labels.PRECISION, initial=Precision.EXACT)
    override_reason = forms.CharField(label=_("Why another day than their words say"), max_length=200, required=False)

    class Meta:
        model = NextStep
        fields = ("words", "said_at", "said_by", "kind", "due_on", "by_on", "precision", "override_reason")
        field_classes: ClassVar = {"said_by": SafeModelChoiceField}

    def __init__(self, data: Any = None, *, interview: Interview | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.interview = interview
        self.is_asking = data is not None and ("read" in data or "option" in data)
        self.fields["said_at"].initial = timezone.localtime()
        self.fields["override_reason"].widget = forms.HiddenInput()

    def read(self, words: str, said_at: Any) -> reading.Reading:
        """The reader's suggestion, on the employer's calendar."""
        zone = zone_of(self.application)
        said_on, today = said_at.astimezone(zone).date(), timezone.now().astimezone(zone).date()
        return reading.read(words, said_on, calendars.calendar_for(self.application), entered_on=today)

    def suggested(self) -> tuple[NextStepForm, Suggestion | None]:
        """The same form with the suggestion filled in, and what to say about it; with errors, the form as posted."""
        self.full_clean()
        words, said_at = self.cleaned_data.get("words"), self.cleaned_data.get("said_at")
        for name in set(self.errors) - {"words", "said_at", "said_by"}:
            del self.errors[name]
        if not words and "said_at" not in self.errors:
            self.add_error("words", _("Write what they said, or choose below what it came to."))
        if not words or not said_at:
            return self, None
        found = self.read(words, said_at)
        chosen = _chosen(found, self.data.get("option"))
        initial = {name: self.data.get(name) for name in ("words", "said_at", "said_by")}
        values = initial | _values(found, chosen)
        filled = NextStepForm(application=self.application, interview=self.interview, initial=values)
        return filled, _suggestion(found, chosen)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, due_on = values.get("kind"), values.get("due_on")
        if kind in DATELESS:
            values |= {"due_on": None, "by_on": None, "precision": Precision.NONE}
        elif kind and not due_on and "due_on" not in self.errors:
            self.add_error("due_on", _("Enter the day, or choose that no date was named."))
        if due_on and values.get("by_on") and values["by_on"] < due_on:
            self.add_error("by_on", _("The last day cannot come before the first."))
        self._check_against_words(values)
        return values

    def _check_against_words(self, values: dict[str, Any]) -> None:
        """Another day than the words say wants a reason: the record keeps both."""
        if self.is_asking or self.errors or not values.get("words"):
            return
        found = self.read(values["words"], values["said_at"])
        values |= {"rule": found.rule.as_dict() if found.rule else {}, "channel": found.channel or ""}
        if found.is_settled and found.due_on != values["due_on"] and not values.get("override_reason"):
            self.fields["override_reason"].widget = forms.TextInput()
            says = promise_wording.explained(found.because)
            raise ValidationError(
                {"override_reason": _("Their words say: %(says)s Why is it another day?") % {"says": says}}
            )

    def record(self, *, by: User) -> NextStep:
        values = self.cleaned_data | {"interview": self.interview, "calendar_version": calendars.VERSION}
        return self._told_before() or services.record_next_step(application=self.application, by=by, **values)

    def _told_before(self) -> NextStep | None:
        """The same, kept before: who sends it again over a bad line made one promise, not two."""
        names = ("words", "said_at", "said_by", "kind", "due_on", "by_on")
        same = {name: self.cleaned_data[name] for name in names}
        return self.application.nextsteps.standing().filter(**same).first()


ABOUT_KIND = frozenset({Ask.WHO_ACTS, Ask.CHANNEL})


def _answers(found: reading.Reading) -> list[reading.Option]:
    """The answers to the first open question. Where it is about the day alone, each day is offered once."""
    if not found.questions:
        return []
    question = found.questions[0]
    if question.code in ABOUT_KIND:
        return list(question.options)
    return list({(each.due_on, each.by_on): each for each in reversed(question.options)}.values())[::-1]


def _chosen(found: reading.Reading, option: str | None) -> reading.Option | None:
    answers = _answers(found)
    return answers[int(option)] if option and option.isdecimal() and int(option) < len(answers) else None


def _values(found: reading.Reading, chosen: reading.Option | None) -> dict[str, Any]:
    """What the form is filled with; nothing where the words, or the question that was not answered, leave it open."""
    known = chosen or found
    unasked = {question.code for question in found.questions[1:]} if chosen else set()
    return {
        "kind": None if unasked & ABOUT_KIND else known.kind,
        "due_on": known.due_on,
        "by_on": known.by_on,
        "precision": Precision.EXACT if known.precision == Precision.NONE and known.due_on else known.precision,
    }


def _suggestion(found: reading.Reading, chosen: reading.Option | None) -> Suggestion:
    """What to say about the words; once an answer was chosen, what it means and what is still asked."""
    asked = found.questions[1:] if chosen else found.questions
    return Suggestion(
        understood=found.understood,
        meaning=str(KINDS.get(_values(found, chosen)["kind"], "")),
        sentence=promise_wording.explained(chosen.because if chosen else found.because),
        questions=[str(promise_wording.QUESTIONS[question.code]) for question in asked],
        options=[] if chosen else [_option(found, number, each) for number, each in enumerate(_answers(found))],
    )


def _option(found: reading.Reading, number: int, option: reading.Option) -> dict[str, Any]:
    """An answer as a button; it names the kind where that is what was asked."""
    kind = KINDS[NextStepKind(option.kind)] if found.questions[0].code in ABOUT_KIND else ""
    return {"number": number, "kind": kind, "day": option.due_on, "until": option.by_on}
