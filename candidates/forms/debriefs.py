"""The steps of a debrief, each kept on its own: who was met, what is worth remembering, the thank-you e-mail.

Its third step, what they said about next steps, is `NextStepForm`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import access, services
from candidates.followup.facts import Channel, Direction, Purpose, Result
from candidates.forms.base import Day, Several
from candidates.forms.facts import AboutFactForm
from candidates.interviews import thanked
from candidates.models import Contact, Debrief, Fact, Interview, Touchpoint
from counselor.accounts.models import User


class People(Several):
    """People as large answers, each with their job."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        job = obj.job_title if obj.family_name else ""
        return ", ".join(filter(None, [str(obj), job]))


class AboutInterviewForm(AboutFactForm):
    """A form about one interview, filled in with what was told of it so far."""

    fact: Interview

    def __init__(self, *args: Any, fact: Interview, **kwargs: Any) -> None:
        super().__init__(*args, fact=fact, **kwargs)
        self.was = fact.as_it_was


class WhoForm(AboutInterviewForm):
    """Who was there, and how they met."""

    contacts = People(queryset=Contact.objects.none(), label=_("Tap everyone you met"), required=False)
    new_name = forms.CharField(label=_("Name"), max_length=160, required=False)
    new_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    format = forms.ChoiceField(label=_("How?"), choices=Interview.Format.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["contacts"]
        people.queryset = access.contacts(self.fact.application)  # type: ignore[attr-defined]
        people.initial = [each.pk for each in self.was.contacts.all()]
        self.fields["format"].initial = self.was.format

    def newcomer(self) -> dict[str, str] | None:
        """The person typed in, if one was: “Jin Kim” is Jin of the family Kim."""
        given, _space, family = " ".join(self.cleaned_data["new_name"].split()).rpartition(" ")
        names = {"given_name": given, "family_name": family, "job_title": self.cleaned_data["new_title"].strip()}
        return names if any(names.values()) else None

    def record(self, *, by: User) -> Debrief:
        told = {name: self.cleaned_data[name] for name in ("contacts", "format")}
        return services.debrief_interview(interview=self.fact, newcomer=self.newcomer(), by=by, **told)


class RememberForm(AboutInterviewForm):
    """The one thing a letter will live from."""

    detail = forms.CharField(
        label=_("In a sentence or two"),
        help_text=_("Something you talked about. A thank-you letter lives from it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["detail"].initial = self.was.detail

    def record(self, *, by: User) -> Debrief:
        return services.debrief_interview(interview=self.fact, by=by, detail=self.cleaned_data["detail"])


class ThanksForm(AboutInterviewForm):
    """Whether the thank-you e-mail went out. Only one that did is an exchange with the employer."""

    YES = "yes"

    answer = forms.ChoiceField(choices=[(YES, _("Yes, I sent it")), *Debrief.Thanks.choices])
    sent_on = Day(label=_("Sent on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = timezone.localdate()

    def clean_sent_on(self) -> date:
        day = self.cleaned_data["sent_on"] or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError(_("This is still to come. Record it once it has happened."))
        if day < timezone.localdate(self.fact.starts_at):
            raise ValidationError(_("That was before the interview."))
        return day

    def record(self, *, by: User) -> Fact:
        if self.cleaned_data["answer"] != self.YES:
            return services.debrief_interview(interview=self.fact, by=by, thanks=self.cleaned_data["answer"])
        return thanked(self.fact) or self._log(by)

    def _log(self, by: User) -> Touchpoint:
        people = list(self.was.contacts.all())
        return services.log_touchpoint(
            application=self.fact.application,
            by=by,
            direction=Direction.OUT,
            channel=Channel.EMAIL,
            result=Result.SENT,
            purpose=Purpose.THANKS,
            happened_at=_moment(self.cleaned_data["sent_on"], self.fact),
            contact=people[0] if len(people) == 1 else None,
        )


def _moment(day: date, interview: Interview) -> datetime:
    """A moment of that day: its noon, but after the interview and not in the future."""
    noon = datetime.combine(day, time(12), timezone.get_current_timezone())
    return min(max(noon, interview.starts_at + timedelta(minutes=1)), timezone.now())
