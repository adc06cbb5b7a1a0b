"""How patient the practice is, when employers are closed, and what a counselor says about one application.

A change that touches many applications is shown before it is kept: `fingerprint` tells whether what is to be kept is
what was shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates import labels, overrides, policies
from candidates.followup.override import OFFERED
from candidates.forms.base import Day, helper
from candidates.models import Application, Closure, Employer, Fact, FollowUpPolicy
from candidates.standings import policy_as_json, policy_of, practice_policy
from counselor.accounts.models import Practice, User

BOUNDS: dict[str, tuple[int, int, Any]] = {
    "grace_exact": (0, 20, _("They said “by Friday”: how many business days may pass before it counts as silence?")),
    "grace_approximate": (0, 20, _("They said “in a couple of weeks” or “early next week”: schedules slip further.")),
    "grace_vague": (0, 30, _("They said “after the holidays”: nobody meant an exact day.")),
    "call_window": (1, 60, _("They said “call me on the 15th”, and named no last day. After these days it is late.")),
    "message_return": (1, 20, _("A message was left. So long they have to call back before it counts as unanswered.")),
    "tries": (1, 5, _("Nobody picks up and there is no machine: calls on so many different days tell enough.")),
    "inquiry_after_open_ended": (1, 60, _("They said “we will be in touch”, without a day. Then it is fair to ask.")),
    "inquiry_after_not_asked": (1, 60, _("Nobody spoke of next steps at the interview. Then it is fair to ask.")),
    "reply_window": (1, 30, _("A question was mailed. So long they have to answer before it counts as unanswered.")),
    "silence_ceiling": (5, 120, _("No day was ever named. After so many business days the silence is an answer too.")),
    "observation_days": (7, 730, _("In calendar days: answers to a paper letter can take months.")),
}
"""For each number: the least, the most, and what it decides, in plain words."""


def numbers(names: Iterable[str], values: dict[str, int]) -> dict[str, forms.Field]:
    """A field for each number of a policy."""
    return {
        name: forms.IntegerField(
            label=capfirst(FollowUpPolicy._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            help_text=BOUNDS[name][2],
            min_value=BOUNDS[name][0],
            max_value=BOUNDS[name][1],
            initial=values[name],
        )
        for name in names
    }


class ShownFirstForm(forms.Form):
    """A form whose effect is shown before it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def fingerprint(self) -> str:
        """The cleaned values in one line."""
        return " ".join(str(value) for value in self.cleaned_data.values())

    def shifts(self, now: datetime) -> list[policies.Shift]:
        """What would change."""
        raise NotImplementedError

    def record(self, *, by: User) -> Any:
        """Keep it."""
        raise NotImplementedError


class NumbersMixin:
    """The silence that is an answer cannot be shorter than the wait before it is fair to ask."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}  # type: ignore[misc]
        asks = [values.get("inquiry_after_open_ended"), values.get("inquiry_after_not_asked")]
        ceiling = values.get("silence_ceiling")
        if ceiling and any(each and each >= ceiling for each in asks):
            self.add_error("silence_ceiling", _("A long silence has to be longer than the wait before one may ask."))  # type: ignore[attr-defined]
        return values


class PolicyForm(NumbersMixin, ShownFirstForm):
    """The practice's patience."""

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        self.fields |= numbers(policies.NAMES, policy_as_json(practice_policy(practice.pk)))

    def shifts(self, now: datetime) -> list[policies.Shift]:
        return policies.shifts_of_policy(self.practice, self.cleaned_data, now)

    def record(self, *, by: User) -> int:
        return policies.change_policy(practice=self.practice, by=by, **self.cleaned_data)


class ApplicationPolicyForm(NumbersMixin, forms.Form):
    """Another patience for one application. What is left as it is stays the practice's."""

    reason = forms.CharField(
        label=_("Why here"), max_length=300, help_text=_("Shown with the application; the client reads it too.")
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        names = [name for name in policies.NAMES if name != "observation_days"]
        self.fields |= numbers(names, policy_as_json(policy_of(application)))
        self.helper = helper()

    def record(self, *, by: User) -> Fact:
        values = dict(self.cleaned_data)
        reason = values.pop("reason")
        return overrides.override_policy(application=self.application, values=values, reason=reason, by=by)


class ConclusionForm(forms.Form):
    """The counselor concludes otherwise, and says why."""

    OFFERED: ClassVar = [(each, label) for each, label in labels.VERDICT if each in OFFERED]

    verdict = forms.ChoiceField(label=_("What may be concluded"), choices=OFFERED, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    shared = forms.BooleanField(
        label=_("The client may read the reason, not only that you concluded so"), required=False, initial=True
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> Fact:
        return overrides.conclude(application=self.application, by=by, **self.cleaned_data)


class SpamCheckForm(forms.Form):
    """A look in the spam folder, and what was there."""

    FOUND: ClassVar = [("no", _("Nothing there")), ("yes", _("It was there"))]

    found = forms.ChoiceField(label=_("Was a message of theirs in it?"), choices=FOUND, widget=forms.RadioSelect)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> Fact:
        return overrides.check_spam(application=self.application, found=self.cleaned_data["found"] == "yes", by=by)


# --- Closures --------------------------------------------------------------------------------------------------------


class ClosureForm(ShownFirstForm):
    """Days on which nobody can be expected to answer."""

    reason = forms.CharField(label=_("Why"), max_length=80, help_text=_("Shown in the calendar: “summer shutdown”."))
    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"))
    employer = forms.TypedChoiceField(label=_("Where"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice
        known = Employer.objects.filter(practice=practice).values_list("pk", "name")
        self.fields["employer"].choices = [("", _("At every employer")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot come before the first."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("ends_on", _("This is more than half a year. Please check the dates."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        pk = self.cleaned_data["employer"]
        return self.cleaned_data | {"employer": pk and Employer.objects.get(pk=pk, practice=self.practice)}

    def shifts(self, now: datetime) -> list[policies.Shift]:
        return policies.shifts_of_closures(self.practice, now, plus=Closure(practice=self.practice, **self.values))

    def record(self, *, by: User) -> Closure:
        return policies.add_closure(practice=self.practice, by=by, **self.values)


LONGEST = 183  # calendar days; whoever is closed for longer does not hire


class EndClosureForm(ShownFirstForm):
    """A closure that ends on another day than planned."""

    on = Day(label=_("Last day"))

    def __init__(self, *args: Any, closure: Closure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closure = closure
        self.fields["on"].initial = min(max(timezone.localdate(), closure.starts_on), closure.ends_on)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on < self.closure.starts_on:
            raise forms.ValidationError(_("A closure cannot end before it begins. Remove it instead."))
        if (on - self.closure.starts_on).days > LONGEST:
            raise forms.ValidationError(_("This is more than half a year. Please check the dates."))
        return on

    def shifts(self, now: datetime) -> list[policies.Shift]:
        it = self.closure
        ended = Closure(
            practice=it.practice,
            employer=it.employer,
            starts_on=it.starts_on,
            ends_on=self.cleaned_data["on"],
            reason=it.reason,
        )
        return policies.shifts_of_closures(it.practice, now, without=it, plus=ended)

    def record(self, *, by: User) -> None:
        policies.end_closure(closure=self.closure, on=self.cleaned_data["on"], by=by)


class RemoveClosureForm(ShownFirstForm):
    """A closure that was a mistake."""

    def __init__(self, *args: Any, closure: Closure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closure = closure

    def shifts(self, now: datetime) -> list[policies.Shift]:
        return policies.shifts_of_closures(self.closure.practice, now, without=self.closure)

    def record(self, *, by: User) -> None:
        policies.remove_closure(closure=self.closure, by=by)
