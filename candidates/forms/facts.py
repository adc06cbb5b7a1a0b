"""One short form for each kind of fact."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from candidates import labels, services
from candidates.followup.facts import Channel, DecisionKind, Direction, Purpose, Result
from candidates.forms.base import Day, FactForm, Moment, Several, helper
from candidates.models import Decision, Fact, Interview, Touchpoint
from counselor.accounts.models import User


class InterviewForm(FactForm):
    """An interview, past or ahead."""

    starts_at = Moment(label=_("Day and time"), future=True)
    detail = forms.CharField(
        label=_("Worth remembering"),
        help_text=_("One thing you talked about. A thank-you letter lives from it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )

    class Meta:
        model = Interview
        fields = ("starts_at", "minutes", "format", "contacts", "detail")
        field_classes: ClassVar = {"contacts": Several}
        widgets: ClassVar = {"contacts": forms.CheckboxSelectMultiple}

    def record(self, *, by: User) -> Interview:
        values = dict(self.cleaned_data)
        arranged = min(timezone.now(), values["starts_at"])
        return services.record_interview(application=self.application, by=by, arranged_at=arranged, **values)


class CallForm(FactForm):
    """A call to the employer: when, and what came of it."""

    RESULTS = (
        Result.REACHED,
        Result.MESSAGE_LEFT,
        Result.NO_ANSWER,
        Result.REFUSED,
        Result.WRONG_NUMBER,
        Result.TECHNICAL,
    )

    happened_at = Moment(label=_("When"))
    result = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect)
    invited = forms.BooleanField(label=_("It was the number or person they named"), required=False, initial=True)

    class Meta:
        model = Touchpoint
        fields = ("result", "happened_at", "contact", "invited", "note")
        field_classes: ClassVar = {"contact": SafeModelChoiceField}
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(labels.RESULT)
        self.fields["result"].choices = [(each, names[each]) for each in self.RESULTS]  # type: ignore[attr-defined]
        self.fields["happened_at"].initial = timezone.localtime()

    def record(self, *, by: User) -> Touchpoint:
        return services.log_touchpoint(
            application=self.application,
            by=by,
            direction=Direction.OUT,
            channel=Channel.PHONE,
            purpose=Purpose.INQUIRY,
            **self.cleaned_data,
        )


class MessageForm(FactForm):
    """Anything else that was exchanged: an e-mail sent, a message received, a call missed."""

    WAYS: ClassVar = [
        ("out:email:sent:thanks", _("I sent a thank-you e-mail")),
        ("out:email:sent:inquiry", _("I asked by e-mail how things stand")),
        ("out:letter:sent:inquiry", _("I asked by letter how things stand")),
        ("out:email:bounced:inquiry", _("My e-mail came back")),
        ("in:email:received:inquiry", _("They wrote to me about the application")),
        ("in:email:received:other", _("They wrote, but nothing about next steps")),
        ("in:phone:received:inquiry", _("They called, and we spoke")),
        ("in:phone:missed:other", _("They called, and I missed it")),
        ("in:email:auto_reply:other", _("An automatic reply came")),
    ]

    FOUND_IN_SPAM = "in:email:received:inquiry"  # what the spam check leads to; its own date is asked for, not today's

    way = forms.ChoiceField(label=_("What happened"), choices=WAYS, widget=forms.RadioSelect)
    happened_at = Moment(label=_("When"))

    class Meta:
        model = Touchpoint
        fields = ("happened_at", "contact", "note")
        field_classes: ClassVar = {"contact": SafeModelChoiceField}
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = ("way", "happened_at", "contact", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("way"):
            self.fields["happened_at"].initial = timezone.localtime()

    def record(self, *, by: User) -> Touchpoint:
        values = dict(self.cleaned_data)
        direction, channel, result, purpose = values.pop("way").split(":")
        way = {"direction": direction, "channel": channel, "result": result, "purpose": purpose}
        return services.log_touchpoint(application=self.application, by=by, **way, **values)


class DecisionForm(FactForm):
    """A decisive event, from either side."""

    happened_at = Moment(label=_("When"))
    respond_by = Day(label=_("Answer by"), required=False, help_text=_("For an offer: when they expect your answer."))

    class Meta:
        model = Decision
        fields = ("kind", "happened_at", "contact", "respond_by", "note")
        field_classes: ClassVar = {"contact": SafeModelChoiceField}
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].initial = timezone.localtime()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("respond_by") and values.get("kind") != DecisionKind.OFFER_OPEN:
            self.add_error("respond_by", _("Only an offer has a date to answer by."))
        return values

    def record(self, *, by: User) -> Decision:
        return services.record_decision(application=self.application, by=by, **self.cleaned_data)


class AboutFactForm(forms.Form):
    """A form about one entry of the log."""

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.helper = helper()


class VoidForm(AboutFactForm):
    """Take an entry back: it stays readable, struck through."""

    reason = forms.CharField(label=_("Why is it wrong?"), max_length=200)

    def record(self, *, by: User) -> None:
        services.void(fact=self.fact, reason=self.cleaned_data["reason"], by=by)


class CancelForm(AboutFactForm):
    """An interview that did not take place."""

    cancellation = forms.ChoiceField(
        label=_("What happened"), choices=Interview.Cancellation.choices, widget=forms.RadioSelect
    )

    def record(self, *, by: User) -> None:
        assert isinstance(self.fact, Interview)
        services.cancel_interview(interview=self.fact, cancellation=self.cleaned_data["cancellation"], by=by)


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
