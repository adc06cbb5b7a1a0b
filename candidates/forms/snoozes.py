"""Putting a line of Today off: until when, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.forms.base import Day, helper
from candidates.models import Snooze
from candidates.wording import day

ANOTHER_DAY = "day"
IN_DAYS = 3


class SnoozeForm(forms.Form):
    """Cleans to `until` and `reason`. The quick answers carry their dates, so that a page left open says the truth."""

    until = forms.ChoiceField(label=_("Until"), widget=forms.RadioSelect)
    on = Day(label=_("Which day"), required=False)
    reason = forms.CharField(
        label=_("Why"),
        max_length=Snooze._meta.get_field("reason").max_length,
        help_text=_("You read this again when it is back. Only you see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        today = timezone.localdate()
        monday = today + timedelta(days=7 - today.weekday())
        choices = {today + timedelta(days=1): _g("Tomorrow"), today + timedelta(days=IN_DAYS): _g("In three days")}
        choices[monday] = choices.get(monday) or _g("Next Monday")
        answers = [(each.isoformat(), _named(name, each)) for each, name in sorted(choices.items())]
        self.fields["until"].choices = [*answers, (ANOTHER_DAY, _g("Another day"))]  # type: ignore[attr-defined]
        self.fields["until"].initial = answers[0][0]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        on = values.pop("on", None)
        if values.get("until") != ANOTHER_DAY:
            values["until"] = date.fromisoformat(values["until"]) if values.get("until") else None
        elif on:
            values["until"] = on
        elif "on" not in self.errors:
            self.add_error("on", _g("Choose the day."))
        return values


def _named(name: str, on: date) -> str:
    return f"{name}, {day(on)}"
