"""How a counselor keeps the desk: labels, and views of the caseload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates import desk_views, labeling
from candidates.forms.base import helper
from candidates.models import Client, Label, SavedView
from counselor.accounts.models import Membership, Practice, User

NAME = 40  # characters, of a label as of a view


class LabelsForm(forms.Form):
    """The labels one client bears."""

    labels = forms.TypedMultipleChoiceField(
        label=_("Labels"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    new = forms.CharField(label=_("A new label"), max_length=NAME, required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.known = {label.pk: label for label in Label.objects.filter(practice=client.practice_id)}
        field = self.fields["labels"]
        field.choices = [(pk, label.name) for pk, label in self.known.items()]  # type: ignore[attr-defined]
        field.initial = list(client.labels.values_list("pk", flat=True))
        if not self.known:
            del self.fields["labels"]
        self.helper = helper()

    def record(self, *, by: User) -> None:
        chosen = [self.known[pk] for pk in self.cleaned_data.get("labels", [])]
        labeling.label_client(client=self.client, labels=chosen, new=self.cleaned_data["new"], by=by)


class LabelForm(forms.Form):
    """A label's name: a new one's, or another one for `label`."""

    name = forms.CharField(label=_("Label"), max_length=NAME, help_text=_("One or two words. Clients do not see it."))

    def __init__(self, *args: Any, practice: Practice, label: Label | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice, self.label = practice, label
        if label:
            self.fields["name"].initial = label.name
        self.helper = helper()

    def record(self, *, by: User) -> None:
        name = self.cleaned_data["name"]
        if self.label:
            labeling.rename_label(label=self.label, name=name, by=by)
        else:
            labeling.add_label(practice=self.practice, name=name, by=by)


class ViewForm(forms.Form):
    """The caseload as it is searched and sorted now, under a name."""

    name = forms.CharField(label=_("Name of the view"), max_length=NAME)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.helper = helper()

    def clean_query(self) -> desk_views.Search:
        return desk_views.Search.parse(QueryDict(self.cleaned_data["query"]).dict())

    def record(self, *, by: User) -> SavedView:
        values = self.cleaned_data
        return desk_views.keep_view(member=self.member, name=values["name"], search=values["query"], by=by)
