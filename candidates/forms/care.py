"""What counselor and client write down with each other: notes, action items, flags, sessions.

An application is chosen among the client's own, so that one of another client's is refused like any wrong choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import care, notes
from candidates.edits import plain
from candidates.forms.base import Day, Moment, helper
from candidates.models import (
    ActionItem,
    Addendum,
    Application,
    CaseNote,
    Client,
    CounselingSession,
    Flag,
    SharedNote,
    Side,
)
from counselor.accounts.models import Membership, User

State = CounselingSession.State


def text_field(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=kwargs.pop("max_length", 10_000), **kwargs
    )


class AboutClientForm(forms.Form):
    """A form about a client, and if one likes about one of their applications.

    `applications` saves the query where a page has several such forms.
    """

    application = forms.ChoiceField(label=_("About"), required=False)

    def __init__(
        self, *args: Any, client: Client, applications: Iterable[Application] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.rows = {str(row.pk): row for row in (of_client(client) if applications is None else applications)}
        choices = [("", _("nothing in particular")), *((key, str(row)) for key, row in self.rows.items())]
        self.fields["application"].choices = choices  # type: ignore[attr-defined]
        self.order_fields([name for name in self.fields if name != "application"])
        self.helper = helper()

    def clean_application(self) -> Application | None:
        return self.rows.get(self.cleaned_data["application"])


def of_client(client: Client) -> Any:
    """The applications a note or an item may be about."""
    rows = Application.objects.filter(client=client, archived_at=None)
    return rows.select_related("employer").order_by("employer__name", "position", "pk")


class CaseNoteForm(AboutClientForm):
    """A private note."""

    text = text_field(_("Case note"))

    def record(self, *, by: User) -> CaseNote:
        return notes.write_case_note(client=self.client, by=by, **self.cleaned_data)


class SharedNoteForm(AboutClientForm):
    """A note both sides read."""

    text = text_field(_("Shared note"))

    def record(self, *, by: User) -> SharedNote:
        return notes.write_shared_note(client=self.client, by=by, **self.cleaned_data)


class OwnItemForm(AboutClientForm):
    """Something a client sets out to do."""

    text = forms.CharField(label=_("What"), max_length=300)
    due_on = Day(label=_("By"), required=False)

    def record(self, *, by: User) -> ActionItem:
        return care.add_item(client=self.client, by=by, **self.cleaned_data)


class ItemForm(OwnItemForm):
    """Something one side will do."""

    whose = forms.ChoiceField(label=_("Who does it"), choices=Side.choices, initial=Side.CLIENT)


class FlagForm(AboutClientForm):
    """A question to the other side."""

    text = text_field(_("What about?"), 2, max_length=500)

    def record(self, *, by: User) -> Flag:
        return care.raise_flag(client=self.client, by=by, **self.cleaned_data)


class AskToLookForm(forms.Form):
    """A question to the other side about one application."""

    text = text_field(_("What about?"), 2, max_length=500)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.helper = helper()

    def record(self, *, by: User) -> Flag:
        application = self.application
        return care.raise_flag(client=application.client, application=application, by=by, **self.cleaned_data)


class ResolveFlagForm(forms.Form):
    """What came of a question."""

    resolution = forms.CharField(label=_("Your answer"), max_length=500)

    def __init__(self, *args: Any, flag: Flag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flag = flag
        self.helper = helper()

    def record(self, *, by: User) -> None:
        care.resolve_flag(flag=self.flag, by=by, **self.cleaned_data)


class AboutCaseNoteForm(forms.Form):
    """A form about one case note."""

    def __init__(self, *args: Any, note: CaseNote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.note = note
        self.helper = helper()


class EditCaseNoteForm(AboutCaseNoteForm):
    """Its author mends a note."""

    text = text_field(_("Case note"), 6)

    def record(self, *, by: User) -> None:
        notes.edit_case_note(note=self.note, by=by, **self.cleaned_data)


class AddendumForm(AboutCaseNoteForm):
    """What is added to a note."""

    text = text_field(_("Add to it"), 4)

    def record(self, *, by: User) -> Addendum:
        return notes.add_addendum(note=self.note, by=by, **self.cleaned_data)


# --- Sessions --------------------------------------------------------------------------------------------------------


class PlanForm(forms.ModelForm):
    """When and how to meet, and what to talk about."""

    starts_at = Moment(label=_("Day and time"), future=True)

    class Meta:
        model = CounselingSession
        fields: ClassVar = ["starts_at", "minutes", "channel", "agenda"]
        widgets: ClassVar = {"agenda": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, client: Client, counselor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.counselor = client, counselor
        self.fields["agenda"].help_text = _("The client reads it too.")
        self.helper = helper()

    def record(self, *, by: User) -> CounselingSession:
        return care.plan_session(client=self.client, counselor=self.counselor, by=by, **self.cleaned_data)


class SessionForm(forms.ModelForm):
    """Prepare a session, or write down how it went, with the private note and the new action items.

    The items' fields are the form's own, so that they travel with it when somebody else was quicker.
    """

    LINES = (1, 2, 3)

    starts_at = Moment(label=_("Day and time"), future=True)
    version = forms.IntegerField(widget=forms.HiddenInput)
    case_note = text_field(_("Case note"), 4, required=False)

    class Meta:
        model = CounselingSession
        fields: ClassVar = ["starts_at", "minutes", "channel", "agenda", "state", "summary"]
        widgets: ClassVar = {
            "agenda": forms.Textarea(attrs={"rows": 4}),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "state": forms.RadioSelect,
        }

    def __init__(self, data: Any = None, *, instance: CounselingSession) -> None:
        to_be_told = instance.state == State.PLANNED and instance.starts_at <= timezone.now()
        initial = {"version": instance.version} | ({"state": State.HELD} if to_be_told else {})
        super().__init__(data, instance=instance, initial=initial)
        for line in self.LINES:
            self.fields |= item_fields(line)
        self.helper = helper()

    def lines(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in item_fields(line)] for line in self.LINES]

    def clean(self) -> dict[str, Any]:
        """As the row keeps them: moments by the clock of UTC, lines that end alike on every machine."""
        values = super().clean() or {}
        if values.get("starts_at"):
            values["starts_at"] = values["starts_at"].astimezone(UTC)
        for name in ("agenda", "summary"):
            values[name] = plain(values.get(name, ""))
        return values

    def record(self, *, by: User) -> None:
        values = dict(self.cleaned_data)
        items = [{key: values.pop(f"item{line}_{key}") for key in ("text", "whose", "due_on")} for line in self.LINES]
        care.keep_session(session=self.instance, by=by, items=[each for each in items if each["text"]], **values)


def item_fields(line: int) -> dict[str, forms.Field]:
    """One new action item; a line without words is none."""
    return {
        f"item{line}_text": forms.CharField(label=_("What"), max_length=300, required=False),
        f"item{line}_whose": forms.ChoiceField(
            label=_("Who does it"), choices=Side.choices, initial=Side.CLIENT, required=False
        ),
        f"item{line}_due_on": Day(label=_("By"), required=False),
    }
