"""Who counsels a client: another counselor, an end, a hand-over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates import assignments, services, uncounseled
from candidates.forms.base import Day, helper
from candidates.models import Assignment, Client
from candidates.querysets import practice_day
from counselor.accounts.models import Membership, User


class FromToday(Day):
    """A day that has not passed: what somebody could see yesterday is no longer decided."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today: Any = None

    def begins(self, client: Client) -> None:
        """Today is the practice's."""
        self.today = practice_day(client.practice)
        self.widget.attrs["min"] = self.today.isoformat()

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.today and value < self.today:
            raise ValidationError(_("Choose today or a later day."))


class Colleague(forms.ModelChoiceField):
    """One of the practice's counselors, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), empty_label=_("Choose a colleague"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class AssignForm(forms.Form):
    """A counselor beside the primary one, from a day, perhaps until another."""

    counselor = Colleague(label=_("Counselor"))
    from_on = FromToday(label=_("From"))
    to_on = FromToday(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which they see the client no more, after a holiday cover, say. Empty: open."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.helper = helper()
        today = practice_day(client.practice)
        busy = Assignment.objects.filter(client=client, to_on=None, from_on__lte=today).values("counselor")
        self.fields["counselor"].queryset = assignments.colleagues(client).exclude(pk__in=busy)  # type: ignore[attr-defined]
        for name in ("from_on", "to_on"):
            self.fields[name].begins(client)  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begins, ends = values.get("from_on"), values.get("to_on")
        if begins and ends and ends <= begins:
            self.add_error("to_on", _("This must be after the day it begins."))
        return values

    def record(self, *, by: User) -> Assignment:
        values = self.cleaned_data
        return services.assign(
            client=self.client,
            counselor=values["counselor"],
            on=values["from_on"],
            until=values["to_on"],
            primary=False,
            by=by,
        )


class EndAssignmentForm(forms.Form):
    """The day from which a counselor sees the client no more."""

    to_on = FromToday(label=_("From which day on do they see the client no more?"))

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment = assignment
        self.helper = helper()
        self.fields["to_on"].begins(assignment.client)  # type: ignore[attr-defined]
        self.fields["to_on"].initial = practice_day(assignment.client.practice)

    def record(self, *, by: User) -> None:
        assignments.end_assignment(assignment=self.assignment, on=self.cleaned_data["to_on"], by=by)


class HandOverForm(forms.Form):
    """To whom, from when, and what the colleague should know. `seen` is the assignment that passes on."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = Colleague(label=_("To whom?"))
    on = FromToday(label=_("From which day?"))
    note = forms.CharField(
        label=_("What your colleague should know"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kept as a case note in your name. The client does not see it."),
    )
    stays = forms.BooleanField(label="", required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.helper = helper()
        self.primary = assignments.open_primary(client)
        who = self.primary.counselor if self.primary else None
        self.fields["to"].queryset = assignments.colleagues(client).exclude(pk=who and who.pk)  # type: ignore[attr-defined]
        self.fields["on"].begins(client)  # type: ignore[attr-defined]
        self.fields["on"].initial = max(practice_day(client.practice), self.primary.from_on) if self.primary else None
        self.fields["seen"].initial = self.primary and self.primary.pk
        self.fields["stays"].label = _("%(name)s stays as second counselor") % {"name": who.user if who else ""}

    def record(self, *, by: User) -> Assignment:
        try:
            return assignments.hand_over(client=self.client, by=by, **self.cleaned_data)
        except services.Refused:
            # The page shows again, with who counsels the client now: that is what a second try is about.
            self.data = {name: self.data[name] for name in self.data} | {"seen": self.fields["seen"].initial}
            raise


class EntrustForm(forms.Form):
    """Who counsels somebody whom nobody counsels."""

    counselor = Colleague(label=_("Counselor"))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.fields["counselor"].queryset = assignments.colleagues(client)  # type: ignore[attr-defined]
        self.helper = helper()

    def record(self, *, by: User) -> Assignment:
        return uncounseled.entrust(client=self.client, to=self.cleaned_data["counselor"], by=by)
